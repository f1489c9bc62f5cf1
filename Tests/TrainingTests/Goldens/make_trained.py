"""A tiny BERT trained for 50 steps by torch, with the loss and the norm of the gradient at each step.

Writes trained/{config.json, model.safetensors, tokenizer.json, tokenizer_config.json, pairs.tsv} (a cross-encoder of one logit, and lines
of query, passage and label) and trained/losses.json: for each optimizer its settings and, step by step, the learning rate, the loss and
the gradient's norm before it is clipped. Pairs are taken in the order of the file, `batch` at a time, from the start again at the end;
binary cross-entropy of the logits, its mean over a batch; linear schedule with warm-up; clipping at 1; no dropout; double precision.
Needs the tokenizer of ../../TransformersTests/Goldens/tiny-cross. Made with transformers 5.23, torch 2.13, lion-pytorch 0.2.5.
"""
import json
import os
import random
import shutil

import torch
from lion_pytorch import Lion
from safetensors.torch import load_file, save_file
from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification, get_linear_schedule_with_warmup

here = os.path.dirname(os.path.abspath(__file__))
folder = f"{here}/trained"
steps, warmup, batch, clip = 50, 5, 8, 1.0
words = "the of and to in is it on for as with by at from ear ring winnow rank text dense query hit".split()
torch.set_num_threads(1)


def model_and_tokenizer():
    config = BertConfig(vocab_size=101, hidden_size=24, num_hidden_layers=2, num_attention_heads=2, intermediate_size=40,
                        max_position_embeddings=48, num_labels=1, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
    torch.manual_seed(1)
    model = BertForSequenceClassification(config)
    for p in model.parameters():
        if p.dim() > 1:
            p.data = torch.randn(p.shape) * 0.15
    model.half().save_pretrained(folder)
    tiny = f"{here}/../../TransformersTests/Goldens/tiny-cross"
    for name in ["tokenizer.json", "tokenizer_config.json"]:
        shutil.copy(f"{tiny}/{name}", f"{folder}/{name}")
    return config, AutoTokenizer.from_pretrained(folder)


def pairs():
    """Relevant is a passage with more words of the first half of the list than of the second; grades lie between."""
    r = random.Random(2)
    for _ in range(160):
        query, passage = r.sample(words, r.randint(1, 4)), []
        label = r.choice([0.0, 0.0, 0.5, 1.0, 1.0])
        for _ in range(r.randint(4, 20)):
            half = words[:12] if r.random() < 0.1 + 0.8 * label else words[12:]
            passage.append(r.choice(half))
        yield " ".join(query), " ".join(passage), label


def groups(model, policy, decay):
    exempt = [p for name, p in model.named_parameters() if policy == "noBiasOrNorm" and ("bias" in name or "LayerNorm" in name)]
    others = [p for p in model.parameters() if not any(p is q for q in exempt)]
    return [{"params": others, "weight_decay": decay}] + ([{"params": exempt, "weight_decay": 0.0}] if exempt else [])


def train(config, tokenizer, data, optimizer, policy, rate, decay, kind):
    model = BertForSequenceClassification(config)
    model.load_state_dict(load_file(f"{folder}/model.safetensors"))
    model = model.to(kind).train()
    make = {"adamw": lambda g: torch.optim.AdamW(g, lr=rate), "lion": lambda g: Lion(g, lr=rate)}[optimizer]
    stepper = make(groups(model, policy, decay))
    schedule = get_linear_schedule_with_warmup(stepper, warmup, steps)
    out = {"rates": [], "losses": [], "norms": []}
    for step in range(steps):
        chosen = [data[(step * batch + i) % len(data)] for i in range(batch)]
        loss = 0
        for query, passage, label in chosen:
            tokens = tokenizer(query, passage, return_tensors="pt")
            assert tokens["input_ids"].shape[1] <= 48
            logit, wanted = model(**tokens).logits[0, 0], torch.tensor(label, dtype=kind)
            loss += torch.nn.functional.binary_cross_entropy_with_logits(logit, wanted) / batch
        stepper.zero_grad()
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), clip)
        out["rates"].append(schedule.get_last_lr()[0])
        stepper.step()
        schedule.step()
        out["losses"].append(loss.item())
        out["norms"].append(norm.item())
    return out


shutil.rmtree(folder, ignore_errors=True)
config, tokenizer = model_and_tokenizer()
data = list(pairs())
with open(f"{folder}/pairs.tsv", "w") as f:
    f.writelines(f"{query}\t{passage}\t{label}\n" for query, passage, label in data)
runs = []
for optimizer, policy, rate, decay in [("adamw", "all", 5e-3, 0.5), ("adamw", "noBiasOrNorm", 5e-3, 0.5), ("lion", "all", 1e-3, 1.0)]:
    found, single = (train(config, tokenizer, data, optimizer, policy, rate, decay, kind) for kind in (torch.float64, torch.float32))
    apart = max(abs(a - b) for a, b in zip(found["losses"], single["losses"]))
    print(f"{optimizer} {policy}: {found['losses'][0]:.4f} to {sum(found['losses'][-10:]) / 10:.4f}; single precision within {apart:.1g}; "
          f"{sum(n > clip for n in found['norms'])} steps clipped")
    runs.append({"optimizer": optimizer, "decay policy": policy, "learning rate": rate, "weight decay": decay} | found)
with open(f"{folder}/losses.json", "w") as f:
    f.write(json.dumps({"steps": steps, "warmup": warmup, "batch": batch, "clip": clip, "runs": runs}, indent=1) + "\n")
