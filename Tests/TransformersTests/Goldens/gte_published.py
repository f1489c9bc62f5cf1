"""transformers' native `gte` model in the form in which GTE checkpoints are published (model_type `new`).

The published modelling code (Alibaba-NLP/new-impl, modeling.py) is not part of transformers. The native model differs from it in names, in
unpacked projections and in how it tells NTK scaling: the published inverse frequencies (theta f)^(-2i/d) / f^(2/d) are linear scaling by
f^(2/d) on the base theta f. The published code scales for f > 1 only. Positions, token types and pooler agree.
"""
import re

import torch

names = [("post_attention_layernorm", "attn_ln"), ("post_mlp_layernorm", "mlp_ln"), ("self_attn.o_proj", "attention.o_proj"),
         (r"^layers\.", "encoder.layer.")]


def rope(theta, factor, head_width):
    """The native rope_parameters of a published rope_theta and NTK factor (None: not scaled)."""
    if factor is None or factor <= 1:
        return {"rope_type": "default", "rope_theta": float(theta)}
    return {"rope_type": "linear", "rope_theta": float(theta) * factor, "factor": factor ** (2 / head_width)}


def weights(model, prefix="new."):
    """The state of a native model under its published names: packed qkv_proj and up_gate_proj, `prefix` before all but heads."""
    state = {k.removeprefix("gte."): v for k, v in model.state_dict().items()}
    out = {}
    for name, value in state.items():
        if ".k_proj." in name or ".v_proj." in name or ".gate_proj." in name:
            continue
        if ".q_proj." in name:
            value = torch.cat([state[name.replace("q_proj", p)] for p in ("q_proj", "k_proj", "v_proj")])
            name = name.replace("self_attn.q_proj", "attention.qkv_proj")
        if ".up_proj." in name:
            value = torch.cat([value, state[name.replace("up_proj", "gate_proj")]])
            name = name.replace("up_proj", "up_gate_proj")
        for old, new in names:
            name = re.sub(old, new, name)
        out[name if name.startswith(("classifier.", "lm_head.")) else prefix + name] = value.contiguous()
    return out


def config(native, theta, factor, architectures, **more):
    """The published config.json of a native configuration."""
    kept = ("vocab_size hidden_size num_hidden_layers num_attention_heads intermediate_size hidden_act max_position_embeddings "
            "type_vocab_size layer_norm_eps pad_token_id id2label label2id").split()
    return {k: v for k, v in native.to_dict().items() if k in kept} | {
        "model_type": "new", "architectures": architectures, "rope_theta": theta,
        "rope_scaling": None if factor is None else {"type": "ntk", "factor": factor},
        "auto_map": {"AutoModel": "Alibaba-NLP/new-impl--modeling.NewModel"}, "layer_norm_type": "layer_norm", "pack_qkv": True,
        "position_embedding_type": "rope", "unpad_inputs": False, "use_memory_efficient_attention": False,
        "logn_attention_scale": False, "logn_attention_clip1": False} | more


def hidden_states(state, settings, ids, types, prefix="new."):
    """The published forward pass on one sequence, in double precision, written from its description: a check on what is above."""
    w = lambda name: state[prefix + name].double()
    norm = lambda x, name: torch.nn.functional.layer_norm(x, x.shape[-1:], w(name + ".weight"), w(name + ".bias"), settings["layer_norm_eps"])
    linear = lambda x, name: x @ w(name + ".weight").T + (w(name + ".bias") if prefix + name + ".bias" in state else 0)
    heads, width = settings["num_attention_heads"], settings["hidden_size"] // settings["num_attention_heads"]
    scaling = settings["rope_scaling"] or {"factor": 1.0}
    factor = max(1.0, scaling["factor"])
    inverse = 1.0 / ((settings["rope_theta"] * factor) ** (torch.arange(0, width, 2).float() / width)) / factor ** (2 / width)
    angles = torch.arange(len(ids), dtype=torch.float32)[:, None] * inverse
    cos, sin = (torch.cat([f(angles)] * 2, -1).double()[:, None] for f in (torch.cos, torch.sin))
    turn = lambda x: x * cos + torch.cat([-x[..., width // 2:], x[..., :width // 2]], -1) * sin
    x = w("embeddings.word_embeddings.weight")[ids]
    if settings["type_vocab_size"] > 0:
        x = x + w("embeddings.token_type_embeddings.weight")[types]
    x = norm(x, "embeddings.LayerNorm")
    for layer in range(settings["num_hidden_layers"]):
        part = f"encoder.layer.{layer}."
        q, k, v = (t.unflatten(-1, (heads, width)) for t in linear(x, part + "attention.qkv_proj").chunk(3, -1))
        scores = torch.einsum("ihd,jhd->hij", turn(q), turn(k)) / width ** 0.5
        context = torch.einsum("hij,jhd->ihd", scores.softmax(-1), v).flatten(1)
        x = norm(x + linear(context, part + "attention.o_proj"), part + "attn_ln")
        up, gate = linear(x, part + "mlp.up_gate_proj").chunk(2, -1)
        x = norm(x + linear(torch.nn.functional.gelu(gate) * up, part + "mlp.down_proj"), part + "mlp_ln")
    return x
