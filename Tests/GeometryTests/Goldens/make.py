"""Geometry of seeded vectors by numpy, scikit-learn and umap-learn: writes geometry.json beside this script.

Needs numpy, scikit-learn and umap-learn (made with numpy 2.4.6, scikit-learn 1.9.1, umap-learn 0.5.12). With the name of a .npy file it
prints umap-learn's trustworthiness on those vectors instead.
"""
import json
import pathlib
import sys

import numpy as np
import umap
from sklearn.manifold import trustworthiness
from sklearn.neighbors import NearestNeighbors

MASK = (1 << 64) - 1


class SplitMix:
    """As Tests/TestSupport/SeededGenerator.swift."""

    def __init__(self, seed):
        self.state = seed

    def unit(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return ((z ^ (z >> 31)) >> 11) * 2.0**-53


def seeded(pairs, width, spread, seed):
    """Queries, then passages: five clusters, later components smaller, a passage near its query. Same bits as SeededVectors.swift."""
    random = SplitMix(seed)
    centres = [[(random.unit() - 0.5) * spread for _ in range(width)] for _ in range(5)]
    queries, passages = [], []
    for row in range(pairs):
        query, passage = [], []
        for column in range(width):
            scale = 4.0 / (4 + column)
            query.append(centres[row % 5][column] + (random.unit() - 0.5) * scale)
            passage.append(query[-1] + (random.unit() - 0.5) * 0.4)
        queries.append(query)
        passages.append(passage)
    return np.array(queries + passages).astype(np.float32)


def normalised(x):
    x = x.astype(np.float64)
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def uniformity(x):
    """Wang and Isola (2020): lunif of their code, over pairs i < j."""
    distances = ((x[:, None] - x[None]) ** 2).sum(-1)[np.triu_indices(len(x), 1)]
    return float(np.log(np.exp(-2 * distances).mean()))


def partition(x):
    """Mu and Viswanath (2018), eigenvectors of x'x with both signs."""
    vectors = np.linalg.eigh(x.T @ x)[1]
    sums = np.exp(x @ np.hstack([vectors, -vectors])).sum(0)
    return float(sums.min() / sums.max())


def iso_score(eigenvalues):
    """Rudman et al. (2022), algorithm 1, on the eigenvalues of the covariance."""
    n = len(eigenvalues)
    scaled = np.sqrt(n) * eigenvalues / np.linalg.norm(eigenvalues)
    defect = np.linalg.norm(scaled - 1) / np.sqrt(2 * (n - np.sqrt(n)))
    share = (n - defect**2 * (n - np.sqrt(n))) ** 2 / n**2
    return float((n * share - 1) / (n - 1))


def dimensions(x):
    distances = NearestNeighbors(n_neighbors=21, algorithm="brute").fit(x).kneighbors(x)[0][:, 1:]
    exact = distances  # float64 input: brute force in double
    ratios = np.sort(exact[:, 1] / exact[:, 0])
    kept = int(0.9 * len(ratios))
    heights = -np.log(1 - np.arange(1, kept + 1) / len(ratios))
    logs = np.log(ratios[:kept])
    inverse = np.log(exact[:, -1:] / exact[:, :-1]).sum(1) / (20 - 1)
    return {"twoNN": float((logs * heights).sum() / (logs * logs).sum()), "maximumLikelihood": float(1 / inverse.mean())}


def project(x, neighbours=15):
    return umap.UMAP(n_neighbors=neighbours, min_dist=0.1, random_state=42, n_jobs=1).fit(x)


def geometry(x):
    half = len(x) // 2
    unit = normalised(x)
    queries, passages = unit[:half], unit[half:]
    values, vectors = np.linalg.eigh(np.cov(unit.T))
    values, vectors = values[::-1], vectors[:, ::-1]
    share = values / values.sum()
    cosines = unit @ unit.T
    n = len(x)
    out = {
        "alignment": float(((queries - passages) ** 2).sum(1).mean()),
        "uniformity": uniformity(unit),
        "queryUniformity": uniformity(queries),
        "passageUniformity": uniformity(passages),
        "meanCosine": float((cosines.sum() - np.trace(cosines)) / (n * (n - 1))),
        "partition": partition(unit),
        "isoScore": iso_score(values),
        "effectiveRank": float(np.exp(-(share * np.log(share)).sum())),
        "participationRatio": float(values.sum() ** 2 / (values**2).sum()),
        "eigenvalues": [float(v) for v in values],
        "components": [[float(v) for v in vectors[:, i]] for i in range(3)],
    }
    out.update(dimensions(unit))
    return out


def fuzzy(model):
    graph = model.graph_.tocsr()
    graph.sort_indices()
    coo = graph.tocoo()
    return {
        "edges": int(graph.nnz),
        "sum": float(graph.data.astype(np.float64).sum()),
        "first": [[int(i), int(j), float(v)] for i, j, v in list(zip(coo.row, coo.col, coo.data))[:200]],
    }


def trust(x, layout):
    return {str(k): float(trustworthiness(x, layout, n_neighbors=k)) for k in (5, 15)}


def main():
    if len(sys.argv) > 1:
        x = np.load(sys.argv[1])
        layout = project(x).embedding_
        print({k: round(v, 4) for k, v in trust(x, layout).items()})
        return
    x = seeded(200, 24, 1.0, 7)
    apart = seeded(100, 12, 40.0, 8)
    model, far = project(x), project(apart)
    scores = {
        "geometry": geometry(x),
        "graph": fuzzy(model),
        "curve": [float(model._a), float(model._b)],
        "trustworthiness": trust(x, model.embedding_),
        "apart": {"graph": fuzzy(far), "trustworthiness": trust(apart, far.embedding_)},
        # A layout that has nothing to do with neighbours, to check the measure itself.
        "cut": trust(x, x[:, :2]),
    }
    target = pathlib.Path(__file__).parent / "geometry.json"
    target.write_text(json.dumps(scores, indent=1) + "\n")


main()
