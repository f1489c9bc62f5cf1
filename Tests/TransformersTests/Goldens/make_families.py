"""Tiny random checkpoints of the families that share BERT's layers and of GTE, and what transformers makes of them.

Writes families/<case>/{config.json, model.safetensors, expected.json}. Weights are seeded and rounded to the type they are stored in; results are
computed in double precision. expected.json has for each input its tokens, its segments, the rows that are kept, those hidden states, and
the mean over all rows; for classifiers the logits. Made with transformers 5.23, torch 2.13, safetensors 0.8.
"""
import json
import os
import shutil

import torch
from safetensors.torch import save_file
from transformers import (
    BertConfig, BertForPreTraining, BertModel, CamembertConfig, CamembertForMaskedLM, DistilBertConfig, DistilBertForMaskedLM,
    DistilBertForSequenceClassification, ElectraConfig, ElectraForPreTraining, ElectraForSequenceClassification, GteConfig,
    GteForSequenceClassification, GteForTokenClassification, GteModel, RobertaConfig, RobertaForSequenceClassification, RobertaModel,
    XLMRobertaConfig, XLMRobertaForSequenceClassification)

import gte_published

here = os.path.dirname(os.path.abspath(__file__))
sizes = dict(vocab_size=101, hidden_size=30, num_hidden_layers=2, num_attention_heads=3, intermediate_size=44)
lengths = [1, 2, 7, 17, 600]
torch.set_num_threads(1)


def randomise(model, seed):
    torch.manual_seed(seed)
    for p in model.parameters():
        p.data = torch.randn(p.shape) * (0.35 if p.dim() > 1 else 0.2)
    for m in model.modules():
        if isinstance(m, torch.nn.LayerNorm):
            m.weight.data += 1
    return model.eval()


def inputs(seed, padding, types):
    """Token sequences with a padding token in the middle of some; segments 0 and 1, which models without segments ignore."""
    g = torch.Generator().manual_seed(seed)
    out = []
    for n in lengths:
        ids = torch.randint(5, 101, (n,), generator=g)
        if n in (7, 600):
            ids[n // 3] = padding
        out.append((ids, (torch.arange(n) > n // 2).long() if types else torch.zeros(n, dtype=torch.long)))
    return out


def write(path, value):
    with open(path, "w") as f:
        f.write(json.dumps(value, indent=1, ensure_ascii=False) + "\n")


def case(name, model, seed, kind=torch.float32, rename=lambda model: model.state_dict(), config=None, padding=1, types=True, passes_types=False,
         classes=False, extra=None):
    """`types`: inputs have segments; `passes_types`: the reference is given them."""
    folder = f"{here}/families/{name}"
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    model = randomise(model, seed)
    for p in model.parameters():
        p.data = p.data.to(kind).float()
    model = model.double()
    model.config._attn_implementation = "eager"
    state = {k: v.to(kind).contiguous() for k, v in rename(model).items()}
    for key, shape in (extra or {}).items():
        state[key] = torch.randn(shape, generator=torch.Generator().manual_seed(seed)).to(kind)
    save_file(state, f"{folder}/model.safetensors", metadata={"format": "pt"})
    settings = config or {k: v for k, v in model.config.to_dict().items() if not k.startswith("_")} | {"architectures": [type(model).__name__]}
    write(f"{folder}/config.json", settings)
    results = []
    for ids, segments in inputs(seed, padding, types):
        given = {"token_type_ids": segments[None]} if passes_types else {}
        with torch.inference_mode():
            states = model.base_model(input_ids=ids[None], **given).last_hidden_state[0]
            row = {"ids": ids.tolist(), "types": segments.tolist(), "rows": list(range(0, len(ids), 1 if len(ids) < 100 else 53))}
            if settings["model_type"] == "new" and settings["pack_qkv"]:
                own = gte_published.hidden_states(state, settings, ids, segments if passes_types else segments * 0, prefix(state))
                assert (own - states).abs().max() < 1e-6, (name, (own - states).abs().max())
            if classes:
                row["logit"] = float(f"{model(input_ids=ids[None], **given).logits.item():.9g}")
        short = lambda x: [float(f"{v:.7g}") for v in x.tolist()]
        row["states"] = [short(states[r]) for r in row["rows"]]
        row["mean"] = short(states.mean(0))
        results.append(json.dumps(row))
    with open(f"{folder}/expected.json", "w") as f:
        f.write("[\n" + ",\n".join(results) + "\n]\n")


def prefix(state):
    return "new." if any(k.startswith("new.") for k in state) else ""


def old_names(model):
    return {k.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"): v
            for k, v in model.state_dict().items() if not k.endswith("decoder.weight") and not k.endswith("decoder.bias")}


def untied(model):
    return {k: v for k, v in model.state_dict().items() if k not in ("lm_head.decoder.weight", "lm_head.decoder.bias", "vocab_projector.weight")}


def unprefixed(model):
    return {k.split(".", 1)[1] if k.split(".")[0] == model.base_model_prefix else k: v for k, v in model.state_dict().items()}


def gte(name, kind, seed, model_class, types, theta, factor, prefix="new.", dtype=torch.float32, rename=None, classes=False, **more):
    native = GteConfig(**sizes, max_position_embeddings=640, type_vocab_size=types, pad_token_id=1, num_labels=1,
                       rope_parameters=gte_published.rope(theta, factor, 10))
    model = model_class(native)
    packed = lambda m: gte_published.weights(m, prefix)
    config = gte_published.config(native, theta, factor, [kind], **more)
    case(name, model, seed, dtype, rename or packed, config, passes_types=types == 2, classes=classes)


def unpacked(model):
    """As `pack_qkv: false` stores them."""
    out = {}
    for k, v in gte_published.weights(model).items():
        if "qkv_proj" in k:
            for letter, part in zip("qkv", v.chunk(3)):
                out[k.replace("qkv_proj", letter + "_proj")] = part
        else:
            out[k] = v
    return out


bert = dict(sizes, max_position_embeddings=600)
case("bert-pretraining", BertForPreTraining(BertConfig(**bert, hidden_act="gelu_new", layer_norm_eps=1e-5)), 1, torch.float16, rename=old_names, passes_types=True)
case("bert-headless", BertModel(BertConfig(**bert, hidden_act="silu", type_vocab_size=1), add_pooling_layer=False), 2, torch.bfloat16, types=False)

roberta = dict(sizes, layer_norm_eps=1e-5, num_labels=1)
case("roberta", RobertaModel(RobertaConfig(**roberta, max_position_embeddings=602, type_vocab_size=1)), 3)
case("roberta-cross", RobertaForSequenceClassification(RobertaConfig(**roberta, max_position_embeddings=601, type_vocab_size=2, pad_token_id=0)), 4,
     torch.bfloat16, padding=0, passes_types=True, classes=True, extra={"roberta.pooler.dense.weight": (30, 30), "roberta.pooler.dense.bias": (30,)})
case("xlm-roberta-cross", XLMRobertaForSequenceClassification(XLMRobertaConfig(**roberta, max_position_embeddings=614, type_vocab_size=1)), 5,
     torch.float16, classes=True, rename=unprefixed)
case("camembert", CamembertForMaskedLM(CamembertConfig(**roberta, max_position_embeddings=602, type_vocab_size=1)), 6, torch.float16, rename=untied)

distil = dict(vocab_size=101, dim=30, n_layers=2, n_heads=3, hidden_dim=44, max_position_embeddings=600, num_labels=1)
case("distilbert", DistilBertForMaskedLM(DistilBertConfig(**distil, activation="relu")), 7, torch.float16, rename=untied, padding=0)
case("distilbert-cross", DistilBertForSequenceClassification(DistilBertConfig(**distil)), 8, torch.bfloat16, classes=True, padding=0)

electra = dict(sizes, max_position_embeddings=600, num_labels=1)
case("electra", ElectraForPreTraining(ElectraConfig(**electra, embedding_size=30)), 9, torch.float16, passes_types=True, padding=0)
case("electra-cross", ElectraForSequenceClassification(ElectraConfig(**electra, embedding_size=18)), 10, torch.bfloat16, passes_types=True,
     classes=True, padding=0)

gte("gte-cross", "NewForSequenceClassification", 11, GteForSequenceClassification, 1, 20000, 8.0, dtype=torch.float16, classes=True)
gte("gte-plain", "NewModel", 12, GteModel, 0, 10000.0, None, prefix="")
gte("gte-tokens", "NewForTokenClassification", 13, GteForTokenClassification, 2, 160000, 2.0, dtype=torch.bfloat16)
gte("gte-unpacked", "NewModel", 14, GteModel, 1, 500.0, 0.5, rename=unpacked, pack_qkv=False)
native = GteConfig(**sizes, max_position_embeddings=640, pad_token_id=1, num_labels=1, rope_parameters=gte_published.rope(20000, 8.0, 10))
case("gte-native", GteForSequenceClassification(native), 15, rename=lambda m: gte_published.weights(m, "gte."), classes=True)
