"""Tiny random BERT checkpoints with odd sizes, and what transformers and sentence-transformers make of them.

Writes tiny-encoder/, tiny-cross/ and tiny.json beside this file. Weights are seeded; results are computed in double precision.
Made with transformers 5.23, sentence-transformers 6.2, torch 2.13, tokenizers 0.23, safetensors 0.8.
"""
import json
import os
import shutil

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertForSequenceClassification, BertModel

here = os.path.dirname(os.path.abspath(__file__))
words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + [chr(c) for c in range(97, 123)] + ["##" + chr(c) for c in range(97, 123)]
words += "the of and to in is it on for as with by at from ear ring winnow rank text dense query hit ##ing ##ed ##s ##er 0 1 2 é 水 ! ? . ,".split()
words += [f"[unused{i}]" for i in range(101 - len(words))]
texts = ["", "a", "the winnow ranks dense text", "Query: what is it?", "éa 水 \U0001f600 ear ring", "ranked hits, " * 20, "by the ear", "z" * 150]
pairs = [("query", "the text is dense"), ("", "a hit"), ("what is it", ""), ("the " * 30, "ring " * 30), ("rank", "of winnow " * 40), ("é", "水!")]


def tokenizer_json():
    t = Tokenizer(models.WordPiece({w: i for i, w in enumerate(words)}, unk_token="[UNK]"))
    t.normalizer, t.pre_tokenizer = normalizers.BertNormalizer(lowercase=True), pre_tokenizers.BertPreTokenizer()
    t.add_special_tokens(words[:5])
    t.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0", pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    t.decoder = decoders.WordPiece()
    return t


def write(path, value):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write(json.dumps(value, indent=1, ensure_ascii=False) + "\n")


def randomise(model, seed):
    torch.manual_seed(seed)
    for p in model.parameters():
        p.data = torch.randn(p.shape) * (0.35 if p.dim() > 1 else 0.2)
    for m in model.modules():
        if isinstance(m, torch.nn.LayerNorm):
            m.weight.data += 1
    return model.eval()


def encoder():
    config = BertConfig(vocab_size=101, hidden_size=36, num_hidden_layers=2, num_attention_heads=3, intermediate_size=50,
                        max_position_embeddings=48, type_vocab_size=2)
    model = randomise(BertModel(config), 1)
    folder = f"{here}/tiny-encoder"
    shutil.rmtree(folder, ignore_errors=True)
    write(f"{folder}/config.json", {k: v for k, v in config.to_dict().items() if not k.startswith("_")} | {"model_type": "bert"})
    save_file({k: v.contiguous() for k, v in model.state_dict().items()}, f"{folder}/model.safetensors")
    tokenizer_json().save(f"{folder}/tokenizer.json", pretty=False)
    write(f"{folder}/tokenizer_config.json", {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": 512})
    kind = "sentence_transformers.models."
    write(f"{folder}/modules.json", [{"idx": i, "name": str(i), "path": p, "type": kind + t} for i, (p, t) in
                                     enumerate([("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")])])
    write(f"{folder}/1_Pooling/config.json", {"word_embedding_dimension": 36, "pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True})
    write(f"{folder}/sentence_bert_config.json", {"max_seq_length": 24, "do_lower_case": False})
    write(f"{folder}/config_sentence_transformers.json", {"prompts": {"query": "query ear: "}, "default_prompt_name": None})
    return folder, model


def vectors(folder, **change):
    """What sentence-transformers computes for the folder with some files replaced."""
    from sentence_transformers import SentenceTransformer
    copy = folder + "-copy"
    shutil.copytree(folder, copy)
    for name, value in change.items():
        path = {"pooling": "1_Pooling/config.json", "modules": "modules.json", "prompts": "config_sentence_transformers.json"}[name]
        write(f"{copy}/{path}", value) if value is not None else os.remove(f"{copy}/{path}")
    model = SentenceTransformer(copy, device="cpu").double()
    out = model.encode(texts, convert_to_numpy=True, precision="float32")
    shutil.rmtree(copy)
    return [[float(f"{x:.8g}") for x in row] for row in out]


def cross():
    config = BertConfig(vocab_size=101, hidden_size=20, num_hidden_layers=3, num_attention_heads=5, intermediate_size=33,
                        max_position_embeddings=32, type_vocab_size=2, num_labels=1, hidden_act="relu", layer_norm_eps=1e-7)
    model = randomise(BertForSequenceClassification(config), 2)
    model.config._attn_implementation = "eager"
    folder = f"{here}/tiny-cross"
    shutil.rmtree(folder, ignore_errors=True)
    write(f"{folder}/config.json", {k: v for k, v in config.to_dict().items() if not k.startswith("_")} | {"model_type": "bert"})
    tokenizer = tokenizer_json()
    tokenizer.save(f"{folder}/tokenizer.json", pretty=False)
    write(f"{folder}/tokenizer_config.json", {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": 512})
    logits = {}
    for name, kind in [("model.safetensors", torch.float16), ("old.safetensors", torch.bfloat16)]:
        state = {k: v.to(kind).contiguous() for k, v in model.state_dict().items()}
        copy = BertForSequenceClassification(config)
        copy.load_state_dict({k: v.double() for k, v in state.items()})
        copy = copy.double().eval()
        if name.startswith("old"):  # as old checkpoints call them, with the buffer they carry
            state = {k.removeprefix("bert.").replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"): v
                     for k, v in state.items()} | {"embeddings.position_ids": torch.arange(32).unsqueeze(0)}
        save_file(state, f"{folder}/{name}")
        tokenizer.enable_truncation(32)
        rows = [tokenizer.encode(a, b) for a, b in pairs]
        with torch.inference_mode():
            logits[name] = [copy(input_ids=torch.tensor([r.ids]), token_type_ids=torch.tensor([r.type_ids])).logits.item() for r in rows]
    return logits


folder, model = encoder()
legacy = lambda mode: {"word_embedding_dimension": 36, "pooling_mode_mean_tokens": False, f"pooling_mode_{mode}": True}
modules = json.load(open(f"{folder}/modules.json"))
write(f"{here}/tiny.json", {
    "texts": texts,
    "mean normalised": vectors(folder),
    "mean": vectors(folder, modules=modules[:2]),
    "cls": vectors(folder, modules=modules[:2], pooling=legacy("cls_token")),
    "max normalised": vectors(folder, pooling={"embedding_dimension": 36, "pooling_mode": "max", "include_prompt": True}),
    "no modules.json": vectors(folder, modules=None, pooling=None),
    "prompt": vectors(folder, prompts={"prompts": {"query": "query ear: "}, "default_prompt_name": "query"}),
    "pairs": pairs,
    "logits": cross(),
})
