"""Feedback over vectors by numpy, with the formulas of Pyserini's pyserini/search/faiss/_prf.py, into expected.json.

    python make.py

Vectors are small whole numbers over 16, so inner products and distances are exact and hits do not depend on the order of sums. What
feedback makes of them is rounded in float32, and is expected to the last bit.
"""
import json
import pathlib

import numpy as np

DOCUMENTS, QUERIES, DIMENSION, HITS = 120, 6, 12, 10


def unit(rows):
    rows = rows.astype(np.float64)
    return (rows / np.sqrt((rows * rows).sum(axis=1, keepdims=True))).astype(np.float32)


def ranked(queries, documents, metric):
    """Numbers of all documents, best first, equal scores by number."""
    queries, documents = queries.astype(np.float64), documents.astype(np.float64)
    if metric == "l2":
        scores = -((queries[:, None, :] - documents[None, :, :]) ** 2).sum(axis=2)
    else:
        scores = queries @ documents.T
    return np.argsort(-scores, axis=1, kind="stable")


def average(query, documents, depth):
    return np.mean(np.vstack((query, documents[:depth])), axis=0).astype(np.float32)


def rocchio(query, documents, alpha, beta, gamma, depth, negatives):
    new = alpha * query + beta * np.mean(documents[:depth], axis=0)
    if negatives > 0:
        new -= gamma * np.mean(documents[-negatives:], axis=0)
    return new.astype(np.float32)


def feedbacks(query, documents):
    yield "average 1", average(query, documents, 1)
    yield "average 3", average(query, documents, 3)
    yield "average 10", average(query, documents, 10)
    yield "rocchio 3", rocchio(query, documents, 0.9, 0.1, 0.1, 3, 0)
    yield "rocchio 5", rocchio(query, documents, 0.4, 0.6, 0.1, 5, 0)
    yield "rocchio 3 - 2 of 40", rocchio(query, documents[:40], 0.9, 0.3, 0.2, 3, 2)


def main():
    random = np.random.default_rng(2108)
    documents = (random.integers(-40, 41, (DOCUMENTS, DIMENSION)) / 16).astype(np.float32)
    queries = (random.integers(-40, 41, (QUERIES, DIMENSION)) / 16).astype(np.float32)
    cases = []
    for metric in ["ip", "cosine", "l2"]:
        stored, searched = (unit(documents), unit(queries)) if metric == "cosine" else (documents, queries)
        first = ranked(searched, stored, metric)
        made = {}
        for query, order in zip(searched, first):
            for name, new in feedbacks(query, stored[order]):
                made.setdefault(name, []).append(new)
        for name, new in made.items():
            new = np.array(new)
            again = ranked(unit(new) if metric == "cosine" else new, stored, metric)
            cases.append({
                "metric": metric, "feedback": name, "queries": new.ravel().tolist(), "hits": again[:, :HITS].tolist()})
    expected = {
        "dimension": DIMENSION, "documents": documents.ravel().tolist(), "queries": queries.ravel().tolist(), "cases": cases}
    pathlib.Path(__file__).with_name("expected.json").write_text(json.dumps(expected) + "\n")


main()
