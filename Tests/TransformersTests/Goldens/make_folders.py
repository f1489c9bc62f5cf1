"""Folders of many kinds around tiny-encoder/, and what sentence-transformers, transformers and peft make of them.

Writes folders/ (weights of modules, shards and adapters, a few kilobytes each) and folders.json beside this file. Run make_tiny.py first.
Weights are seeded; results are computed in double precision.
Made with transformers 5.23, sentence-transformers 6.2, peft 0.21, torch 2.13, safetensors 0.8.
"""
import json
import os
import shutil
import tempfile

import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import load_file, save_file
from sentence_transformers import CrossEncoder, SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Dense, LayerNorm
from transformers import AutoModel, AutoModelForSequenceClassification

here = os.path.dirname(os.path.abspath(__file__))
out = f"{here}/folders"
shutil.rmtree(out, ignore_errors=True)
texts = ["", "a", "the winnow ranks dense text", "Query: what is it?", "éa 水 \U0001f600 ear ring", "ranked hits, " * 20]
pairs = [("query", "the text is dense"), ("", "a hit"), ("what is it", ""), ("the " * 30, "ring " * 30), ("é", "水!")]
KIND = {"old": lambda kind: f"sentence_transformers.models.{kind}",
        "new": lambda kind: "sentence_transformers." + {
            "Transformer": "base.modules.transformer.Transformer", "Pooling": "sentence_transformer.modules.pooling.Pooling",
            "Normalize": "base.modules.normalize.Normalize", "Dense": "base.modules.dense.Dense",
            "LayerNorm": "sentence_transformer.modules.layer_norm.LayerNorm", "Dropout": "sentence_transformer.modules.dropout.Dropout"}[kind]}


def rounded(rows):
    return [[float(f"{x:.8g}") for x in row] for row in rows]


def write(path, value):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write(json.dumps(value, indent=1, ensure_ascii=False) + "\n")


def modules(*kinds, style="old"):
    path = lambda i, kind: "" if kind == "Transformer" else f"{i}_{kind}"
    return [{"idx": i, "name": str(i), "path": path(i, kind), "type": KIND[style](kind)} for i, kind in enumerate(kinds)]


def prepared(base, overlay, files, remove):
    """A copy of a base folder, with an overlay of folders/ and some JSON files."""
    root = tempfile.mkdtemp()
    shutil.copytree(f"{here}/{base}", f"{root}/{base}")
    shutil.copytree(f"{here}/{base}", f"{root}/model")
    for name in remove:
        os.remove(f"{root}/model/{name}")
    if overlay:
        shutil.copytree(f"{out}/{overlay}", f"{root}/model", dirs_exist_ok=True)
    for name, value in files.items():
        write(f"{root}/model/{name}", value)
    os.chdir(f"{root}/model")  # peft looks for a relative base from here
    return f"{root}/model"


encoders, crosses = [], []


def encoder(name, files={}, overlay=None, remove=[], prompt=None):
    folder = prepared("tiny-encoder", overlay, files, remove)
    model = SentenceTransformer(folder, device="cpu").double()
    encode = {None: model.encode, "query": model.encode_query, "document": model.encode_document}.get(prompt)
    found = encode(texts) if encode else model.encode(texts, prompt_name=prompt)
    encoders.append({"name": name, "overlay": overlay, "files": files, "remove": remove, "prompt": prompt, "vectors": rounded(found)})


def cross(name, base, files={}, overlay=None, remove=[]):
    folder = prepared(base, overlay, files, remove)
    model = CrossEncoder(folder, device="cpu").double()
    logits = model.predict(pairs, activation_fn=torch.nn.Identity())
    crosses.append({"name": name, "base": base, "overlay": overlay, "files": files, "remove": remove,
                    "logits": rounded([logits])[0], "scores": rounded([model.predict(pairs)])[0]})


def randomised(module, seed, scale=0.3):
    torch.manual_seed(seed)
    for p in module.parameters():
        p.data = torch.randn(p.shape) * scale
    return module


def pooling():
    two = modules("Transformer", "Pooling")
    for mode in ["mean", "cls", "max", "mean_sqrt_len_tokens", "weightedmean", "lasttoken"]:
        encoder(mode, {"modules.json": two, "1_Pooling/config.json": {"embedding_dimension": 36, "pooling_mode": mode}})
    encoder("three modes", {"modules.json": two, "1_Pooling/config.json": {
        "embedding_dimension": 36, "pooling_mode": ["lasttoken", "mean", "cls"], "include_prompt": True}})
    encoder("three modes, by flags", {"1_Pooling/config.json": {
        "word_embedding_dimension": 36, "pooling_mode_mean_tokens": True, "pooling_mode_max_tokens": True, "pooling_mode_cls_token": True,
        "pooling_mode_lasttoken": False}})
    encoder("newer module names", {"modules.json": modules("Transformer", "Pooling", "Dropout", "Normalize", style="new"),
                                   "2_Dropout/config.json": {"dropout": 0.1},
                                   "3_Normalize/config.json": {"module_input_name": "sentence_embedding"},
                                   "sentence_bert_config.json": {
                                       "transformer_task": "feature-extraction", "module_output_name": "token_embeddings",
                                       "modality_config": {"text": {"method": "forward", "method_output_name": "last_hidden_state"}},
                                       "processor_kwargs": {"model_max_length": 11}}})


def prompts():
    all = {"prompts": {"query": "query ear: ", "document": "the ring ", "rank": "winnow"}, "default_prompt_name": "rank"}
    for prompt in [None, "query", "document", "rank"]:
        encoder(f"prompt {prompt}", {"config_sentence_transformers.json": all}, prompt=prompt)
    encoder("no prompt for documents", {"config_sentence_transformers.json": {"prompts": {"query": "query ear: "}}}, prompt="document")
    modes = ["mean", "cls", "max", "weightedmean", "mean_sqrt_len_tokens", "lasttoken"]
    without = {"embedding_dimension": 36, "pooling_mode": modes, "include_prompt": False}
    encoder("prompt left out", {"config_sentence_transformers.json": all, "1_Pooling/config.json": without}, prompt="query")
    encoder("no prompt to leave out", {"1_Pooling/config.json": without}, prompt="document")


def dense():
    def save(overlay, number, module):
        folder = f"{out}/{overlay}/{number}_{type(module).__name__}"
        os.makedirs(folder)
        module.save(folder)

    save("dense", 2, randomised(Dense(36, 10, bias=True, activation_function=torch.nn.Tanh()), 1))
    save("dense", 3, randomised(Dense(10, 10, bias=False, activation_function=torch.nn.Identity(), use_residual=True), 2))
    save("dense", 4, randomised(Dense(10, 17, activation_function=torch.nn.GELU(), use_residual=True), 3))
    save("dense", 5, randomised(LayerNorm(17), 4))
    kinds = ["Transformer", "Pooling", "Dense", "Dense", "Dense", "LayerNorm", "Normalize"]
    encoder("dense", {"modules.json": modules(*kinds)}, overlay="dense")
    encoder("dense, newer names", {"modules.json": modules(*kinds[:4], style="new")}, overlay="dense")
    encoder("truncated", {"config_sentence_transformers.json": {"truncate_dim": 7}})


def shards():
    model = AutoModel.from_pretrained(f"{here}/tiny-encoder").to(torch.bfloat16)
    model.save_pretrained(f"{out}/shards", max_shard_size="30KB")
    os.remove(f"{out}/shards/config.json")
    encoder("shards", overlay="shards", remove=["model.safetensors"])


def adapters():
    base = f"{here}/tiny-encoder"
    model = SentenceTransformer(base, device="cpu")
    model.add_adapter(LoraConfig(r=4, lora_alpha=6, use_rslora=True, target_modules=["query", "dense"], rank_pattern={"intermediate.dense": 3},
                                 alpha_pattern={r"layer\.1\..*query": 5}))
    keep(model[0].model, "adapter", lambda folder: model.save(folder))
    encoder("adapter", overlay="adapter", remove=["config.json", "model.safetensors"])

    model = AutoModelForSequenceClassification.from_pretrained(base, num_labels=1)
    model = get_peft_model(model, LoraConfig(r=2, lora_alpha=3, task_type="SEQ_CLS", target_modules=["key", "value"], bias="lora_only"))
    keep(model, "adapter-cross", lambda folder: model.save_pretrained(folder))
    cross("adapter", "tiny-encoder", CROSS | {"config_sentence_transformers.json": {"model_type": "CrossEncoder"}}, "adapter-cross",
          ["config.json", "model.safetensors"])


def keep(model, overlay, save):
    """Saves an adapter with random factors, in bfloat16, whose base is beside it."""
    torch.manual_seed(7)
    for name, p in model.named_parameters():
        if "lora_" in name or "modules_to_save" in name or p.requires_grad:
            p.data = torch.randn(p.shape) * 0.2
    folder = tempfile.mkdtemp()
    save(folder)
    configuration = json.load(open(f"{folder}/adapter_config.json"))
    write(f"{out}/{overlay}/adapter_config.json", configuration | {"base_model_name_or_path": "../tiny-encoder"})
    weights = load_file(f"{folder}/adapter_model.safetensors")
    save_file({k: v.to(torch.bfloat16).contiguous() for k, v in weights.items()}, f"{out}/{overlay}/adapter_model.safetensors")


CROSS = {"modules.json": modules("Transformer", style="new"), "sentence_bert_config.json": {
    "transformer_task": "sequence-classification", "module_output_name": "scores", "max_seq_length": 19,
    "modality_config": {"text": {"method": "forward", "method_output_name": "logits"}}}}


def cross_encoders():
    saved = lambda **more: {"config_sentence_transformers.json": {"model_type": "CrossEncoder", "prompts": {}} | more}
    cross("plain", "tiny-cross")
    cross("saved by version 6", "tiny-cross", CROSS | saved(activation_fn="torch.nn.modules.linear.Identity"))
    cross("with a prompt", "tiny-cross", CROSS | saved(prompts={"q": "ear ring "}, default_prompt_name="q"))
    config = json.load(open(f"{here}/tiny-cross/config.json"))
    cross("version 4", "tiny-cross", {"config.json": config | {"sentence_transformers": {"activation_fn": "torch.nn.modules.activation.Tanh"}}})
    cross("version 3", "tiny-cross", {"config.json": config | {"sbert_ce_default_activation_function": "torch.nn.modules.linear.Identity"}})


def cased():
    tokenizer = json.load(open(f"{here}/tiny-encoder/tokenizer.json"))
    tokenizer["normalizer"] |= {"lowercase": False, "strip_accents": False}
    settings = {"max_seq_length": 24, "do_lower_case": True}
    configuration = {"tokenizer_class": "PreTrainedTokenizerFast", "pad_token": "[PAD]", "model_max_length": 512}
    texts[:] = texts + ["The WINNOW Ranks ÉAR"]
    encoder("do_lower_case", {"sentence_bert_config.json": settings, "tokenizer_config.json": configuration,
                              "tokenizer.json": tokenizer})


pooling()
prompts()
dense()
shards()
adapters()
cross_encoders()
cased()
compact = lambda row: json.dumps(row, ensure_ascii=False)
with open(f"{here}/folders.json", "w") as f:
    f.write('{"texts": ' + compact(texts) + ',\n"pairs": ' + compact(pairs) + ',\n"encoders": [\n' + ",\n".join(map(compact, encoders))
            + '\n],\n"crossEncoders": [\n' + ",\n".join(map(compact, crosses)) + "\n]}\n")
