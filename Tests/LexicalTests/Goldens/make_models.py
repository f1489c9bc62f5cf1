"""Scores of the scoring models by bm25s' formulas and by Lucene's query likelihood: writes models.json beside this script.

Needs numpy and bm25s (made with 0.3.16). All in float64, over 40 documents of numbered terms: for every model, kind of lengths and query
the score of every document that contains a term of the query. Terms that a document lacks add nothing, as in the papers; bm25s adds what
its BM25+ and BM25L formulas give at tf = 0 to all documents, so its matrix plus that constant is compared with what stands here.
"""
import json
import math
import pathlib
import random
from collections import Counter

import bm25s
import numpy as np
from bm25s import scoring

DOCUMENTS, VOCABULARY = 40, 40
FUNCTIONS = {
    "bm25": ("lucene", 0), "bm25+": ("bm25+", 1), "bm25l": ("bm25l", .5), "atire": ("atire", 0), "robertson": ("robertson", 0),
}
BM25 = [(.9, .4), (1.6, .75), (2., 1.), (.3, 0.)]
MU = [1000., 40.]


def documents():
    rng = random.Random(7)
    return [
        [int(VOCABULARY * rng.random() ** 3) for _ in range(rng.choice([1, 3, 12, 40, 41, 57, 90, 200]))]
        for _ in range(DOCUMENTS)
    ]


def queries():
    rng = random.Random(8)
    return [dict((term, rng.choice([1, 1, 2, 3])) for term in sorted(rng.sample(range(VOCABULARY), count))) for count in (1, 2, 3, 6, 12)]


def one_byte(length):
    """The length that Lucene's byte stands for: exact below 40, else 24 and a number of four significant bits."""
    if length < 24:
        return length
    rest = length - 24
    bits = max(0, rest.bit_length() - 4)
    return 24 + (rest >> bits << bits)


class Collection:
    def __init__(self, texts):
        self.texts = texts
        self.counts = [Counter(text) for text in texts]
        self.matching = Counter(term for counts in self.counts for term in counts)
        self.occurrences = Counter(term for text in texts for term in text)
        self.total = sum(map(len, texts))
        self.mean = self.total / len(texts)

    def length(self, document, kind):
        return len(self.texts[document]) if kind == "exact" else one_byte(len(self.texts[document]))

    def bm25(self, name, k1, b, kind, term, document):
        method, delta = FUNCTIONS[name]
        idf = scoring._select_idf_scorer(method)(self.matching[term], N=len(self.texts))
        part = scoring._select_tfc_scorer(method)
        return idf * part(self.counts[document][term], self.length(document, kind), self.mean, k1, b, delta=delta)

    def likelihood(self, mu, kind, term, document):
        probability = (self.occurrences[term] + 1) / (self.total + 1)
        frequency = self.counts[document][term]
        return lambda weight: max(
            0, weight * (math.log(1 + frequency / (mu * probability)) + math.log(mu / (self.length(document, kind) + mu))))

    def scores(self, query, score):
        """[document, score] of all that contain a term."""
        rows = []
        for document, counts in enumerate(self.counts):
            terms = [term for term in query if term in counts]
            if terms:
                rows.append([document, float(f"{sum(score(term, document, query[term]) for term in terms):.8g}")])
        return rows


def check(collection):
    """bm25s' own index holds the same numbers, up to float32 and the constants of absent terms."""
    for name, (method, delta) in FUNCTIONS.items():
        for k1, b in BM25:
            retriever = bm25s.BM25(method=method, k1=k1, b=b, delta=delta)
            retriever.index([[str(term) for term in text] for text in collection.texts], show_progress=False)
            data, places, ends = (retriever.scores[key] for key in ("data", "indices", "indptr"))
            for term in collection.matching:
                number = retriever.vocab_dict[str(term)]
                absent = retriever.nonoccurrence_array[number] if method in ("bm25l", "bm25+") else 0
                for place in range(ends[number], ends[number + 1]):
                    expected = collection.bm25(name, k1, b, "exact", term, int(places[place]))
                    assert abs(data[place] + absent - expected) < 2e-6 * max(1, expected), (name, term)


def main():
    collection = Collection(documents())
    check(collection)
    runs = []
    for kind in ("oneByte", "exact"):
        for name in FUNCTIONS:
            for k1, b in BM25:
                score = lambda term, document, weight: weight * collection.bm25(name, k1, b, kind, term, document)
                results = [collection.scores(query, score) for query in queries()]
                runs.append({"model": name, "lengths": kind, "k1": k1, "b": b, "results": results})
        for mu in MU:
            score = lambda term, document, weight: collection.likelihood(mu, kind, term, document)(weight)
            results = [collection.scores(query, score) for query in queries()]
            runs.append({"model": "qld", "lengths": kind, "mu": mu, "results": results})
    made = {
        "documents": collection.texts,
        "queries": [[[term, weight] for term, weight in query.items()] for query in queries()],
        "runs": runs,
    }
    pathlib.Path(__file__).with_name("models.json").write_text(json.dumps(made, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
