"""Random checkpoints of full size, and what transformers makes of them, in a folder of their own: `make check-families` compares.

    full_size.py FOLDER [CASE...]

Writes FOLDER/<case>/{config.json, model.safetensors, tokenizer.json, expected.json} and, for models of full size, gradients.json and
gradients.safetensors, as make_gradients.py's `cross` has them; nothing of it is committed. Weights are seeded; results are computed in
double precision, except that rotations are single precision in transformers. The long cases are small models on 8,192 tokens.
Needs torch, safetensors and transformers 5.
"""
import json
import os
import sys

import torch
from safetensors.torch import save_file
from transformers import (
    BertConfig, BertForSequenceClassification, GteConfig, GteForSequenceClassification, ModernBertConfig, ModernBertForSequenceClassification)

import gte_published

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))


def randomise(model, seed):
    g = torch.Generator().manual_seed(seed)
    for p in model.parameters():
        p.data = torch.randn(p.shape, generator=g) * (0.04 if p.dim() > 1 else 0.1)
    for m in model.modules():
        if isinstance(m, torch.nn.LayerNorm):
            m.weight.data += 1
    return model.eval()


def save(folder, model, weights=None, settings=None):
    os.makedirs(folder)
    state = weights(model) if weights else model.state_dict()
    save_file({k: v.contiguous() for k, v in state.items()}, f"{folder}/model.safetensors", metadata={"format": "pt"})
    with open(f"{folder}/config.json", "w") as f:
        json.dump(settings or model.config.to_dict() | {"architectures": [type(model).__name__]}, f, indent=1)
    save_tokenizer(f"{folder}/tokenizer.json", model.config.vocab_size)


def save_tokenizer(path, size):
    """The tiny cross-encoder's tokenizer with words added until it is as large as the embedding table. Inputs are ids: it cuts nothing."""
    with open(f"{os.path.dirname(os.path.abspath(__file__))}/tiny-cross/tokenizer.json", encoding="utf-8") as f:
        tokenizer = json.load(f)
    vocabulary = tokenizer["model"]["vocab"]
    for number in range(len(vocabulary), size):
        vocabulary[f"unused{number}"] = number
    with open(path, "w", encoding="utf-8") as f:
        json.dump(tokenizer, f)


def expect(folder, model, lengths, low, high):
    """Every seventh row of short inputs, every 97th of long ones, and the last."""
    model = model.double()
    out = []
    for n in lengths:
        ids = torch.randint(low, high, (n,), generator=torch.Generator().manual_seed(n))
        rows = sorted({n - 1, *range(0, n, 7 if n < 1000 else 97)})
        with torch.inference_mode():
            states = model.base_model(input_ids=ids[None]).last_hidden_state[0]
            logit = model(input_ids=ids[None]).logits.item()
        short = [[float(f"{x:.8g}") for x in states[r].tolist()] for r in rows]
        out.append(json.dumps({"ids": ids.tolist(), "rows": rows, "states": short, "logit": logit}))
        print(f"{os.path.basename(folder)}: {n} tokens, logit {logit:.4f}", flush=True)
    with open(f"{folder}/expected.json", "w") as f:
        f.write("[" + ",\n".join(out) + "]\n")


def differentiate(folder, model, names, low, high):
    """One batch of three sequences; the loss is the mean binary cross-entropy. Of word embeddings, the rows that occur. Spoils the model."""
    for p in model.parameters():
        p.grad = None
    sequences = [torch.randint(low, high, (n,), generator=torch.Generator().manual_seed(n)) for n in (30, 61, 140)]
    logits = torch.cat([model(input_ids=ids[None]).logits for ids in sequences])
    logits.retain_grad()
    loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, torch.tensor([[1.0], [0.0], [0.5]], dtype=torch.float64))
    loss.backward()
    for p in model.parameters():
        p.data, p.grad = p.grad, None
    rows = sorted({i for ids in sequences for i in ids.tolist()})
    found = names(model)
    norm = sum(v.pow(2).sum() for v in found.values()).item() ** 0.5
    for key in [k for k in found if k.endswith(("word_embeddings.weight", "tok_embeddings.weight"))]:
        found[key] = found[key][rows]
    save_file({k: v.detach().float().contiguous() for k, v in found.items()}, f"{folder}/gradients.safetensors")
    with open(f"{folder}/gradients.json", "w") as f:
        json.dump({"ids": [ids.tolist() for ids in sequences], "outputs": logits.tolist(), "loss": loss.item(),
                   "gradient": logits.grad.tolist(), "norm": norm, "rows": rows, "complete": True}, f)
    print(f"{os.path.basename(folder)}: loss {loss.item():.4f}, gradient {norm:.4g}", flush=True)


def modernbert(folder, lengths, **sizes):
    # In the spelling of the published file.
    settings = dict(
        model_type="modernbert", architectures=["ModernBertForSequenceClassification"], vocab_size=50368, global_attn_every_n_layers=3,
        local_attention=128, global_rope_theta=160000.0, local_rope_theta=10000.0, classifier_pooling="mean", num_labels=1) | sizes
    model = randomise(ModernBertForSequenceClassification(ModernBertConfig(**settings)), 1)
    save(folder, model, settings=settings)
    expect(folder, model, lengths, 0, settings["vocab_size"])
    if lengths[-1] < 1000:
        differentiate(folder, model, lambda model: model.state_dict(), 0, 50283)


def minilm(folder):
    config = BertConfig(hidden_size=384, num_hidden_layers=12, num_attention_heads=12, intermediate_size=1536, num_labels=1)
    model = randomise(BertForSequenceClassification(config), 2)
    save(folder, model)
    expect(folder, model, [1, 87, 512], 0, 30522)
    differentiate(folder, model, lambda model: model.state_dict(), 1, 30522)


def gte(folder, lengths, **sizes):
    theta, factor = 20000, 8.0
    config = GteConfig(vocab_size=30528, type_vocab_size=1, num_labels=1, rope_parameters=gte_published.rope(theta, factor, 64), **sizes)
    model = randomise(GteForSequenceClassification(config), 3)
    save(folder, model, gte_published.weights, gte_published.config(config, theta, factor, ["NewForSequenceClassification"]))
    expect(folder, model, lengths, 2, 30528)
    if lengths[-1] < 1000:
        differentiate(folder, model, gte_published.weights, 2, 30528)


# Two wide heads, so that the reference's scores of 8,192 tokens fit into memory.
small = dict(hidden_size=128, num_attention_heads=2, intermediate_size=160, num_hidden_layers=4)
cases = {
    "minilm-l12": minilm,
    "modernbert-base": lambda folder: modernbert(folder, [1, 87, 600]),
    "gte-base": lambda folder: gte(folder, [1, 87, 600]),
    "modernbert-long": lambda folder: modernbert(folder, [8192], **small),
    "gte-long": lambda folder: gte(folder, [8192], **small),
}
for name in sys.argv[2:] or cases:
    cases[name](f"{sys.argv[1]}/{name}")
