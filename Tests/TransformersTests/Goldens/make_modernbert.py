"""Tiny random ModernBERT checkpoints of odd sizes, and what transformers makes of them.

Writes modernbert/<checkpoint>/{config.json, model.safetensors} and modernbert/expected.json: the inputs' tokens, and for each case the
checkpoint, what its config.json has besides, the hidden states of some rows and, for classifiers, the logits. Weights are seeded and
rounded to the type they are stored in; results are computed in double precision, with eager attention.
Made with transformers 5.23, torch 2.13, safetensors 0.8.
"""
import json
import os
import shutil

import torch
from safetensors.torch import save_file
from transformers import ModernBertConfig, ModernBertForMaskedLM, ModernBertForSequenceClassification, ModernBertModel

here = os.path.dirname(os.path.abspath(__file__))
folder = f"{here}/modernbert"
lengths = [1, 2, 9, 17, 40, 600]
sizes = dict(vocab_size=101, pad_token_id=0, bos_token_id=2, eos_token_id=3, cls_token_id=2, sep_token_id=3, max_position_embeddings=640)
# As config.json of the first checkpoints has it, keys without effect among them.
old = sizes | dict(model_type="modernbert", hidden_activation="gelu", norm_eps=1e-5, layer_norm_eps=1e-5, norm_bias=False, attention_bias=False,
                   mlp_bias=False, classifier_bias=False, decoder_bias=True, classifier_activation="gelu", classifier_dropout=0.0,
                   position_embedding_type="absolute", reference_compile=False, initializer_range=0.02, tie_word_embeddings=True)
new_rope = lambda a, b: {"full_attention": {"rope_type": "default", "rope_theta": a}, "sliding_attention": {"rope_type": "default", "rope_theta": b}}
torch.set_num_threads(1)


def randomise(model, seed, kind):
    torch.manual_seed(seed)
    for p in model.parameters():
        p.data = (torch.randn(p.shape) * (0.25 if p.dim() > 1 else 0.2)).to(kind).float()
    for m in model.modules():
        if isinstance(m, torch.nn.LayerNorm):
            m.weight.data = (m.weight.data + 1).to(kind).float()
    return model


def checkpoint(name, model_class, config, kind, seed, prefix=True):
    path = f"{folder}/{name}"
    os.makedirs(path)
    model = randomise(model_class(ModernBertConfig(**config)), seed, kind)
    state = {k if prefix else k.removeprefix("model."): v.to(kind).contiguous() for k, v in model.state_dict().items()
             if k != "decoder.weight"}
    save_file(state, f"{path}/model.safetensors", metadata={"format": "pt"})
    write(f"{path}/config.json", config | {"architectures": [model_class.__name__]})


def write(path, value):
    with open(path, "w") as f:
        f.write(json.dumps(value, indent=1) + "\n")


def case(name, checkpoint, inputs, written=None, **change):
    """The checkpoint with some entries of config.json changed, or "absent"; `written` is what stands in expected.json for them."""
    path = f"{folder}/copy"
    shutil.copytree(f"{folder}/{checkpoint}", path)
    config = json.load(open(f"{path}/config.json"))
    for key in [k for k, v in change.items() if v == "absent"]:
        config.pop(key)
    write(f"{path}/config.json", config | {k: v for k, v in change.items() if v != "absent"})
    is_classifier = config["architectures"] == ["ModernBertForSequenceClassification"]
    model, report = (ModernBertForSequenceClassification if is_classifier else ModernBertModel).from_pretrained(
        path, dtype=torch.float64, attn_implementation="eager", output_loading_info=True)
    assert not report["missing_keys"], report
    shutil.rmtree(path)
    states, logits = [], []
    with torch.inference_mode():
        for ids in inputs:
            hidden = model.eval().base_model(input_ids=torch.tensor([ids])).last_hidden_state[0]
            states.append([[float(f"{x:.7g}") for x in hidden[r].tolist()] for r in range(0, len(ids), step(ids))])
            if is_classifier:
                logits.append(float(f"{model(input_ids=torch.tensor([ids])).logits.item():.9g}"))
    print(name, [f"{x:.3f}" for x in logits], f"{max(abs(x) for s in states for r in s for x in r):.2f}")
    return {"name": name, "checkpoint": checkpoint, "change": written or change,
            "states": states} | ({"logits": logits} if logits else {})


def step(ids):
    """Rows that are kept: every one of short inputs, every 41st of long ones."""
    return 1 if len(ids) < 20 else 5 if len(ids) < 100 else 41


shutil.rmtree(folder, ignore_errors=True)
checkpoint("plain", ModernBertForMaskedLM, old | dict(
    hidden_size=30, num_attention_heads=3, intermediate_size=22, num_hidden_layers=5, global_attn_every_n_layers=3, local_attention=16,
    global_rope_theta=160000.0, local_rope_theta=10000.0), torch.float32, 1)
checkpoint("biased", ModernBertForSequenceClassification, {k: v for k, v in old.items() if k not in ("reference_compile", "layer_norm_eps")} | dict(
    hidden_size=24, num_attention_heads=2, intermediate_size=17, num_hidden_layers=4, local_attention=10, norm_bias=True, attention_bias=True,
    mlp_bias=True, classifier_bias=True, classifier_activation="relu", classifier_pooling="cls", num_labels=1, norm_eps=1e-3,
    layer_types=["sliding_attention", "full_attention", "full_attention", "sliding_attention"], rope_parameters=new_rope(5000.0, 300.0)),
    torch.float16, 2)
checkpoint("half", ModernBertForSequenceClassification, old | dict(
    hidden_size=30, num_attention_heads=5, intermediate_size=13, num_hidden_layers=3, global_attn_every_n_layers=2, local_attention=7,
    global_rope_theta=20000.0, local_rope_theta=100.0, norm_bias=True, hidden_activation="relu", classifier_pooling="mean", num_labels=1),
    torch.bfloat16, 3, prefix=False)
g = torch.Generator().manual_seed(4)
inputs = [torch.randint(0, 101, (n,), generator=g).tolist() for n in lengths]
cases = [
    case("plain", "plain", inputs),
    case("all global", "plain", inputs, global_attn_every_n_layers=1),
    case("window wider than texts", "plain", inputs, local_attention=5000),
    case("window of one token", "plain", inputs, local_attention=1),
    case("half a window by its newer name", "plain", inputs, sliding_window=5),
    case("newer spelling", "plain", inputs, global_attn_every_n_layers="absent", global_rope_theta="absent", local_rope_theta="absent",
         layer_types=["sliding_attention"] * 3 + ["full_attention", "sliding_attention"], rope_parameters=new_rope(777.0, 55.5)),
    case("defaults", "plain", inputs, global_attn_every_n_layers="absent", global_rope_theta="absent", local_rope_theta="absent", local_attention="absent"),
    # As transformers 4.48 reads it; later ones do not.
    case("local base null: the global one", "plain", inputs, written={"local_rope_theta": None}, local_rope_theta=160000.0),
    case("biased, first token", "biased", inputs),
    case("biased, mean", "biased", inputs, classifier_pooling="mean", classifier_activation="gelu"),
    case("half, mean", "half", inputs),
    case("half, first token by default", "half", inputs, classifier_pooling="absent"),
]
with open(f"{folder}/expected.json", "w") as f:
    rows = ",\n".join(json.dumps(c) for c in cases)
    f.write(f'{{"inputs": {json.dumps(inputs)},\n"cases": [\n{rows}\n]}}\n')
