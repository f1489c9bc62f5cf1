#!/usr/bin/env python3
"""A random collection of learned-sparse documents, queries, and the best documents by a plain dot product in exact integers.

No index, no pruning, nothing but the standard library.  Usage: make.py; writes docs.jsonl, queries.jsonl, queries.tsv, expected.tsv and
expected-quantized.tsv beside this script.
Impacts have a heavy tail (Pareto), as the "wacky weights" of Mackenzie, Trotman and Lin (2021); terms are WordPiece pieces, some not ASCII.
Query weights are small whole numbers, so that every product and every sum below 2^24 is exact in float32 and double alike.
"""
import json
import math
import os
import random
import struct

HERE = os.path.dirname(os.path.abspath(__file__))
random.seed(20260)
PIECES = ["##ing", "##s", "the", "[unused1]", "é", "字", "##ə", "a\"b", "back\\slash", "tab\there", "İ", "e\u0301", "😀", "##"]
TERMS = PIECES + [f"t{i}" for i in range(386)]
COMMON = [1 / (1 + rank) for rank in range(len(TERMS))]


def float32(value):
    return struct.unpack("f", struct.pack("f", value))[0]


def document(number):
    count = random.choice([0, 1, 5, 20, 60])
    terms = sorted(set(random.choices(TERMS, COMMON, k=count)))
    impacts = {t: min(int(random.paretovariate(0.7)), 20_000) for t in terms}
    if number % 50 == 7:
        impacts["zero"] = 0
    return {"id": f"d{number}", "contents": "", "vector": impacts}


def query(number):
    count = random.choice([1, 2, 8, 40, 300])
    return {"id": f"q{number}", "vector": {t: random.randint(1, 30) for t in sorted(set(random.choices(TERMS, COMMON, k=count)))}}


def write(name, lines):
    with open(os.path.join(HERE, name), "w", encoding="utf-8", newline="\n") as file:
        file.writelines(line + "\n" for line in lines)


def best(documents, queries, impact):
    """Rows of `query document score`, 20 a query: score descending, then document id ascending."""
    for q in queries:
        scores = []
        for d in documents:
            shared = [t for t in q["vector"] if impact(d["vector"].get(t, 0)) > 0]
            if shared:
                scores.append((-sum(q["vector"][t] * impact(d["vector"][t]) for t in shared), d["id"]))
        for score, name in sorted(scores)[:20]:
            assert -score < 1 << 24
            yield f"{q['id']}\t{name}\t{-score}"


def quantized(weight):
    """Java's Math.round(weight / 5 * 256) in float32: Anserini's SparseEncoder."""
    scaled = float32(float32(float32(weight) / 5) * 256)
    return math.floor(scaled + 0.5)


documents = [document(n) for n in range(800)]
queries = [query(n) for n in range(20)]
write("docs.jsonl", (json.dumps(d, ensure_ascii=n % 2 == 0) for n, d in enumerate(documents)))
write("queries.jsonl", (json.dumps(q) for q in queries))
plain = [dict(q, vector={t: w for t, w in q["vector"].items() if "\t" not in t}) for q in queries]
write("queries.tsv", (q["id"] + "\t" + " ".join(" ".join([t] * w) for t, w in q["vector"].items()) for q in plain))
write("expected.tsv", best(documents, queries, lambda w: w))
# The same documents with weights of a model: a quarter of each impact's logarithm with six decimals, and some that round to nothing.
for d in documents:
    d["vector"] = {t: round(math.log1p(w) / 4, 6) if w > 1 else 0.004 for t, w in d["vector"].items()}
write("weights.jsonl", (json.dumps(d) for d in documents))
write("expected-quantized.tsv", best(documents, queries, quantized))
