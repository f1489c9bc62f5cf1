"""Fusions of small runs by ranx, by Anserini, and by the formula of Pyserini's hybrid search.

    python3 make.py JAVA ANSERINI.jar > fusion.json        ranx 0.3.21, numpy 2.4.6, Anserini 1.7.1
The runs overlap in part; one ranking has equal scores only, one a single row. Of rankings with equal scores ranx's min-max makes 0 and Winnow
1 as Anserini does, so ranx's min-max gets runs without such a ranking. Anserini's scores are float32, printed with six decimals.
"""

import json
import os
import random
import subprocess
import sys
import tempfile

from ranx import Run, fuse


def made_up(seed, equal):
    chance = random.Random(seed)
    run = {}
    for query in range(6):
        documents = chance.sample(range(30), chance.randint(5, 20))
        run[f"q{query}"] = {f"d{d}": round(chance.uniform(-3, 25), 4) for d in documents}
    run["q6"] = {"d3": 1.5} if equal else {"d3": 1.5, "d4": 1.25}
    run["q7"] = {f"d{d}": 2.0 if equal else 2.0 + d / 8 for d in range(4 + seed)}
    return run


def by_ranx(runs, norm, weights):
    fused = fuse([Run(run) for run in runs], norm=norm, method="wsum", params={"weights": weights})
    return fused.to_dict()


def by_anserini(runs, weights, normalization, java, jar):
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, run in enumerate(runs):
            paths.append(os.path.join(folder, f"{number}.run"))
            with open(paths[-1], "w") as file:
                for query, rows in run.items():
                    for rank, (document, score) in enumerate(sorted(rows.items(), key=lambda row: -row[1]), 1):
                        file.write(f"{query} Q0 {document} {rank} {score} r{number}\n")
        output = os.path.join(folder, "fused.run")
        options = ["-method", "interpolation", "-alpha", str(weights[0])]
        options += ["-min_max_normalization"] if normalization else []
        subprocess.run(
            [java, "-cp", jar, "io.anserini.fusion.FuseRuns", "-runs", *paths, "-output", output, *options], check=True, stdout=sys.stderr
        )
        fused = {}
        for line in open(output):
            query, _, document, _, score, _ = line.split()
            fused.setdefault(query, {})[document] = float(score)
        return fused


def by_pyserini(sparse_run, dense_run, alpha, normalization):
    """`HybridSearcher._hybrid_results` (pyserini/search/hybrid/_searcher.py): alpha * sparse + dense, a missing document as the last."""
    result = {}
    for query in sparse_run:
        sparse, dense = sparse_run[query], dense_run[query]
        bounds = [(min(scores.values()), max(scores.values())) for scores in (sparse, dense)]
        rows = {}
        for document in sorted(sparse.keys() | dense.keys()):
            scores = [sparse.get(document, bounds[0][0]), dense.get(document, bounds[1][0])]
            if normalization:
                scores = [(s - (low + high) / 2) / (high - low) for s, (low, high) in zip(scores, bounds)]
            rows[document] = alpha * scores[0] + scores[1]
        result[query] = rows
    return result


def main(java, jar):
    plain = [made_up(seed, equal=False) for seed in (1, 2, 3)]
    equal = [made_up(seed, equal=True) for seed in (1, 2, 3)]
    cases = []
    for weights in ([0.35, 0.65], [0.2, 0.3, 0.5], [1.0, 1.0]):
        count = len(weights)
        cases.append({"by": "ranx", "method": "minmax", "runs": "plain", "weights": weights, "fused": by_ranx(plain[:count], "min-max", weights)})
        cases.append({"by": "ranx", "method": "zscore", "runs": "equal", "weights": weights, "fused": by_ranx(equal[:count], "zmuv", weights)})
        cases.append({"by": "ranx", "method": "linear", "runs": "equal", "weights": weights, "fused": by_ranx(equal[:count], None, weights)})
    for method, normalization in (("linear", False), ("minmax", True)):
        fused = by_anserini(equal[:2], [0.35, 0.65], normalization, java, jar)
        cases.append({"by": "anserini", "method": method, "runs": "equal", "weights": [0.35, 0.65], "fused": fused})
    for alpha in (0.1, 1.3):
        cases.append({"by": "pyserini", "method": "linear", "runs": "equal", "weights": [alpha, 1.0], "fused": by_pyserini(*equal[:2], alpha, False)})
        cases.append({"by": "pyserini", "method": "minmax", "runs": "plain", "weights": [alpha, 1.0], "fused": by_pyserini(*plain[:2], alpha, True)})
    print(json.dumps({"plain": plain, "equal": equal, "cases": cases}))


if __name__ == "__main__":
    main(*sys.argv[1:])
