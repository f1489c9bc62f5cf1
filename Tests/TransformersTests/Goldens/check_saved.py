"""Loads the folders that `SavedFoldersForPeers` wrote and compares logits and vectors with those of the model that was saved.

  WINNOW_SAVED=FOLDER swift test ... --filter SavedFoldersForPeers && python check_saved.py FOLDER
Every folder must load without a word about missing, unexpected or newly drawn weights, but for the base of an adapter, whose head the
adapter brings. Checked with transformers 5.23,
sentence-transformers 6.2, peft 0.21.
"""
import io
import json
import logging
import sys
import warnings

import torch
from peft import AutoPeftModelForFeatureExtraction, AutoPeftModelForSequenceClassification
from sentence_transformers import CrossEncoder, SentenceTransformer
from transformers import AutoModelForSequenceClassification, AutoTokenizer

# peft tells of missing adapter weights in such a warning.
warnings.filterwarnings("error", category=UserWarning)
torch.set_num_threads(1)
words = io.StringIO()
handler = logging.StreamHandler(words)
for name in ["transformers", "sentence_transformers", "peft"]:
    logging.getLogger(name).addHandler(handler)
folder, failed = sys.argv[1], 0


def expected(name):
    with open(f"{folder}/{name}.json") as f:
        return json.load(f)


def logits(model, path, pairs):
    tokenizer = AutoTokenizer.from_pretrained(path)
    with torch.no_grad():
        return [model.float().eval()(**tokenizer(q, p, return_tensors="pt")).logits[0, 0].item() for q, p in pairs]


def check(name, found, wanted, tolerance=1e-5):
    global failed
    apart = max(abs(a - b) for a, b in zip(found, wanted))
    complaint = [x for x in words.getvalue().splitlines() if any(y in x for y in ["newly", "MISSING", "UNEXPECTED", "not used"])]
    words.seek(0), words.truncate()
    complaint = [] if "adapter" in name else complaint
    good = len(found) == len(wanted) and apart < tolerance and not complaint
    failed += not good
    print(f"{'ok  ' if good else 'FAIL'} {name}: within {apart:.1g} {complaint or ''}")


for name in ["cross", "cross-half", "cross-new", "cross-merged", "cross-adapter", "cross-adapter-dense"]:
    path, wanted = f"{folder}/{name}", expected(name)
    pairs = [(q, p) for q in wanted["texts"] for p in wanted["texts"]]
    tolerance = 0.02 if name in ["cross-half", "cross-adapter-dense"] else 1e-5
    if "adapter" in name:
        auto = AutoPeftModelForSequenceClassification.from_pretrained(path, num_labels=1)
        check(f"{name}, peft", logits(auto, path, pairs), wanted["outputs"], tolerance)
        merged = auto.merge_and_unload()
        check(f"{name}, merged by peft", logits(merged, path, pairs), wanted["outputs"], tolerance)
    auto = AutoModelForSequenceClassification.from_pretrained(path, **({"num_labels": 1} if "adapter" in name else {}))
    check(f"{name}, transformers", logits(auto, path, pairs), wanted["outputs"], tolerance)
    cross = CrossEncoder(path)
    cross.model.float()
    scores = torch.tensor(cross.predict(pairs, activation_fn=torch.nn.Identity()))
    check(f"{name}, sentence-transformers", scores.tolist(), wanted["outputs"], tolerance)
    printed = torch.tensor(cross.predict(pairs))
    used = scores if name == "cross" else torch.sigmoid(scores)
    check(f"{name}, activation", printed.tolist(), used.tolist(), 1e-6)
for name in ["encoder", "encoder-adapter"]:
    path, wanted = f"{folder}/{name}", expected(name)
    model = SentenceTransformer(path)
    check(f"{name}, sentence-transformers", model.encode(wanted["texts"], prompt_name="document").flatten().tolist(), wanted["outputs"])
    if name == "encoder" and model.max_seq_length != 17:
        failed += 1
        print(f"FAIL {name}: max_seq_length {model.max_seq_length}")
    if name == "encoder-adapter":
        model = AutoPeftModelForFeatureExtraction.from_pretrained(path)
        print(f"ok   {name}, peft: {sum(p.numel() for n, p in model.named_parameters() if 'lora_' in n)} weights of LoRA")
sys.exit(failed > 0)
