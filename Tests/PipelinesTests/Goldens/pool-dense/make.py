"""Expected values of Pipelines/msmarco-pool-dense.yaml, without Winnow.

Dense: sentence-transformers in float32, cosine by numpy over all passages of the pool, top 200. BM25: Lucene's own run (Anserini 1.7.1).
Hybrid: ranx's min-max norm and weighted sum; the weights are the best of 21 by nDCG@10 on DL19, and those for DL20 are the same.
Measures: ir_measures (pytrec_eval) over all judged queries.

    python3 make.py DATA MODEL WORK > expected.json     DATA: ../shared/data; WORK: a folder for vectors, which take minutes
sentence-transformers 6.2.0, ranx 0.3.21, numpy 2.4.6, ir_measures 0.4.3, torch 2.13.0
"""

import gzip
import json
import os
import subprocess
import sys

import ir_measures
import numpy as np
from ir_measures import RR, nDCG, AP, R

DEPTH = 200
MEASURES = [nDCG @ 10, RR @ 10, RR @ 100, AP, R @ 100]


def vectors(model, texts, path):
    if not os.path.exists(path):
        from sentence_transformers import SentenceTransformer

        encoder = SentenceTransformer(model, device="cpu")
        np.save(path, encoder.encode(texts, batch_size=64, normalize_embeddings=True, convert_to_numpy=True))
    return np.load(path)


def queries(path):
    return [line.rstrip("\n").split("\t", 1) for line in open(path, encoding="utf-8")]


def dense(ids, rows, names, questions):
    """The top documents of each query by cosine, those of one score in byte order of their ids."""
    run = {}
    for name, scores in zip(names, questions @ rows.T):
        best = sorted(np.argpartition(-scores, 4 * DEPTH)[: 4 * DEPTH], key=lambda i: (-scores[i], ids[i].encode()))
        run[name] = {ids[i]: float(scores[i]) for i in best[:DEPTH]}
    return run


def bm25(path, names):
    run = {name: {} for name in names}
    for line in gzip.open(path, "rt"):
        query, _, document, _, score, _ = line.split()
        if query in run:
            run[query][document] = float(score)
    return run


def scores(qrels, run):
    # ir_measures ranks documents of one score by its own rule; the ranks of these runs are made explicit.
    ranked = {q: {d: -rank for rank, (d, _) in enumerate(sorted(rows.items(), key=lambda r: (-r[1], r[0].encode())))} for q, rows in run.items()}
    return {str(measure): round(value, 6) for measure, value in ir_measures.calc_aggregate(MEASURES, qrels, ranked).items()}


def fused(first, second, weight):
    import ranx

    runs = [ranx.Run(run) for run in (first, second)]
    run = ranx.fuse(runs, norm="min-max", method="wsum", params={"weights": [1 - weight, weight]})
    cut = {}
    for query, rows in run.to_dict().items():
        cut[query] = dict(sorted(rows.items(), key=lambda r: (-r[1], r[0].encode()))[:1000])
    return cut


def main(data, model, work):
    pool = os.path.join(data, "msmarco-dl")
    lines = subprocess.run(["zstd", "-dc", f"{pool}/passages.jsonl.zst"], stdout=subprocess.PIPE, check=True).stdout
    passages = [json.loads(line) for line in lines.decode().splitlines()]
    ids = [passage["id"] for passage in passages]
    rows = vectors(model, [passage["text"] for passage in passages], f"{work}/passages.npy")
    runs, qrels = {}, {}
    for year in ("dl19", "dl20"):
        asked = queries(f"{pool}/queries.{year}.tsv")
        names = [name for name, _ in asked]
        questions = vectors(model, [text for _, text in asked], f"{work}/{year}.npy")
        runs[year] = {
            "BM25": bm25(f"{data}/lucene/bm25-default.run.gz", names),
            "Dense": dense(ids, rows, names, questions),
        }
        qrels[year] = list(ir_measures.read_trec_qrels(f"{pool}/qrels.{year}-passage.txt"))
    values = {}
    for step in range(21):
        run = fused(runs["dl19"]["BM25"], runs["dl19"]["Dense"], step / 20)
        values[step] = scores(qrels["dl19"], run)["nDCG@10"]
    best = max(values, key=lambda step: (values[step], -step))
    for year in runs:
        runs[year]["Hybrid"] = fused(runs[year]["BM25"], runs[year]["Dense"], best / 20)
    print(json.dumps({
        "weights": [1 - best / 20, best / 20], "tuning": {f"{step / 20:.2f}": value for step, value in values.items()},
        **{year: {name: scores(qrels[year], run) for name, run in systems.items()} for year, systems in runs.items()},
    }, indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:])
