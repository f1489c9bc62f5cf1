"""What sentence-transformers makes of all-MiniLM-L6-v2: usage make_minilm.py MODEL_FOLDER SHARED_FOLDER

Writes minilm-texts.json (the first 8 numbers of the vectors of some texts) and minilm-passages.tsv (for 1,000 real passages, named by
id: the inner products of the vector with four patterns of signs, which SplitMix64 seeded with 1 to 4 gives, a set top bit being -1).
"""
import json
import os
import subprocess
import sys

import numpy as np
from sentence_transformers import SentenceTransformer

here = os.path.dirname(os.path.abspath(__file__))
texts = ["", " ", "a", "7", ".", "[SEP]", "winnow", "What is a search engine?", "how long do cats live", "WHO INVENTED THE TELEPHONE",
         "naïve café, Straße, Ærøskøbing", "Žluťoučký kůň úpěl ďábelské ódy", "быстрая коричневая лиса", "机器学习是什么", "東京はどこですか？",
         "서울의 날씨", "مرحبا بالعالم", "नमस्ते दुनिया", "\U0001f600\U0001f44d\U0001f3fd family: \U0001f468‍\U0001f469‍\U0001f467", "e\u0301 versus \u00e9",
         "tabs\tand\nline\r\nfeeds", "zero\u200bwidth \u00a0 and no-break", "x" * 99, "y" * 101, "word " * 253, "word " * 254, "word " * 255,
         "word " * 400, "alpha beta " * 200, "!?" * 300, "ﬁne ligatures and ﬀ", "1234567890 3.14159 1e-10", "C++ vs. C# vs. Swift", "don't won't can't",
         "https://example.org/a/b?c=d#e", "user@example.org", "\u0000control\u0007characters", "\ufffd replacement", "Ünïcödé " * 60,
         "The quick brown fox jumps over the lazy dog.", "Chlorophyll absorbs red and blue light and reflects green light.",
         "A glacier is a large, slowly moving mass of ice.", "The boiling point of water falls with altitude.",
         "Vaccines train the immune system without causing the disease.", "An index maps each term to the documents that hold it.",
         "Bees communicate the direction of flowers by dancing.", "Copper conducts electricity better than iron.",
         "Tides follow the moon, with two highs and two lows a day."]


def signs(seed, count):
    out, state, mask = [], seed, (1 << 64) - 1
    for _ in range(count):
        state = (state + 0x9E3779B97F4A7C15) & mask
        v = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & mask
        v = ((v ^ (v >> 27)) * 0x94D049BB133111EB) & mask
        out.append(-1.0 if (v ^ (v >> 31)) >> 63 else 1.0)
    return np.array(out)


def main(model, shared):
    encoder = SentenceTransformer(model, device="cpu")
    vectors = np.concatenate([encoder.encode([t]) for t in texts])
    with open(f"{here}/minilm-texts.json", "w") as f:
        rows = [json.dumps([t, [float(f"{x:.7g}") for x in v[:8]]]) for t, v in zip(texts, vectors)]
        f.write("[\n" + ",\n".join(rows) + "\n]\n")
    lines = subprocess.run(["zstdcat", f"{shared}/data/msmarco-dl/passages.jsonl.zst"], stdout=subprocess.PIPE).stdout.splitlines()
    passages = [json.loads(line) for line in lines[::44][:1000]]
    vectors = encoder.encode([p["text"] for p in passages], batch_size=32).astype(np.float64)
    patterns = np.stack([signs(seed, vectors.shape[1]) for seed in (1, 2, 3, 4)])
    with open(f"{here}/minilm-passages.tsv", "w") as f:
        for passage, row in zip(passages, vectors @ patterns.T):
            f.write(passage["id"] + "".join(f"\t{x:.6f}" for x in row) + "\n")


main(*sys.argv[1:3])
