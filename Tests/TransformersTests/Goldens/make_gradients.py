"""Gradients of every weight of tiny random checkpoints, by torch in double precision, for what is trained here.

Writes gradients/<checkpoint>/{config.json, model.safetensors} and, beside them, <case>.json (the inputs, the outputs, the loss and its
gradient, the norm of all gradients) and <case>.safetensors (the gradient of each tensor under the name it is saved by; of word
embeddings the `rows` of the tokens that occur, as all others are zero, the padding token's too). Cases are the
checkpoint as a classifier (`cross`, the mean binary cross-entropy of one logit against graded labels), as an encoder (`mean`, mean pooling
and normalisation, a fixed linear functional of the vectors as loss), with other poolings and modules, with adapters, and with padding
tokens in the texts (`padding-tokens`: of the gradients, those of the embeddings). There is no dropout and no padding: sequences go through the model one by one. Writes gradients/dropout.json too: for each checkpoint and each rate in
its config.json, the others zero, the mean and the deviation of one input's logit.
Made with transformers 5.23, sentence-transformers 6.2, peft 0.21, torch 2.13, safetensors 0.8.
"""
import copy
import json
import os
import shutil

import torch
from peft import LoraConfig, get_peft_model, get_peft_model_state_dict
from safetensors.torch import save_file
from sentence_transformers.sentence_transformer.modules import Dense, LayerNorm, Normalize, Pooling
from transformers import (
    BertConfig, BertForSequenceClassification, DistilBertConfig, DistilBertForSequenceClassification, ElectraConfig,
    ElectraForSequenceClassification, GteConfig, GteForSequenceClassification, ModernBertConfig, ModernBertForSequenceClassification,
    RobertaConfig, RobertaForSequenceClassification)

import gte_published

here = os.path.dirname(os.path.abspath(__file__))
out = f"{here}/gradients"
lengths = [1, 2, 9, 23]
labels = [1.0, 0.0, 0.25, 0.9]
sizes = dict(vocab_size=101, hidden_size=20, num_hidden_layers=2, num_attention_heads=2, intermediate_size=19)
distributions = []
torch.set_num_threads(1)


def write(path, value):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write(json.dumps(value) + "\n")


def indented(path, value):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write(json.dumps(value, indent=1) + "\n")


def randomise(model, seed):
    torch.manual_seed(seed)
    for p in model.parameters():
        p.data = (torch.randn(p.shape) * (0.3 if p.dim() > 1 else 0.2)).half().float()
    for m in model.modules():
        if isinstance(m, torch.nn.LayerNorm):
            m.weight.data = (m.weight.data + 1).half().float()
    model.config._attn_implementation = "eager"
    return model.eval()


def inputs(seed, types):
    g = torch.Generator().manual_seed(seed)
    return [(torch.randint(5, 101, (n,), generator=g), (torch.arange(n) > n // 2).long() * types) for n in lengths]


class Checkpoint:
    """A classifier in a folder of its own, in half precision; `names` gives the state of a model under the names it is saved by."""

    def __init__(self, name, model, seed, types=False, names=lambda model: model.state_dict(), config=None):
        self.folder, self.names, self.types = f"{out}/{name}", names, types
        self.model = randomise(model, seed).double()
        self.inputs = inputs(seed, 1 if types else 0)
        save(f"{self.folder}/model.safetensors", names(self.model), torch.float16)
        settings = model.config.to_dict() | {"architectures": [type(model).__name__]}
        indented(f"{self.folder}/config.json", config or {k: v for k, v in settings.items() if not k.startswith("_")})

    def run(self, model, ids, segments):
        return model(input_ids=ids[None], **({"token_type_ids": segments[None]} if self.types else {}))

    def classify(self, model):
        """The logits, a row each, and the mean binary cross-entropy."""
        logits = torch.cat([self.run(model, *x).logits for x in self.inputs])
        wanted = torch.tensor(labels, dtype=torch.float64)[:, None]
        return logits, torch.nn.functional.binary_cross_entropy_with_logits(logits, wanted)

    def encode(self, model, modules, seed=99):
        """The vectors, and their inner product with fixed ones."""
        vectors = []
        for ids, segments in self.inputs:
            features = {"token_embeddings": self.run(model.base_model, ids, segments).last_hidden_state,
                        "attention_mask": torch.ones(1, len(ids), dtype=torch.long)}
            for module in modules:
                features = module(features)
            vectors.append(features["sentence_embedding"])
        vectors = torch.cat(vectors)
        functional = torch.randn(vectors.shape, generator=torch.Generator().manual_seed(seed)).double()
        return vectors, (functional * vectors).sum()

    def case(self, name, outputs, loss, gradients, keep=None, **more):
        """`gradients` is called after the backward pass; `keep` tells the tensors whose gradients are stored."""
        outputs.retain_grad()
        loss.backward()
        found = gradients()
        kept = {k: v for k, v in found.items() if keep is None or keep(k)}
        rows = sorted({i for x in self.inputs for i in x[0].tolist()} - {self.model.config.pad_token_id})
        for k in [k for k in kept if k.endswith(("word_embeddings.weight", "tok_embeddings.weight"))]:
            assert not kept[k][sorted(set(range(101)) - set(rows))].any()
            kept[k] = kept[k][rows]
        save(f"{self.folder}/{name}.safetensors", kept, torch.float32)
        total = sum(float(v.pow(2).sum()) for v in found.values()) ** 0.5
        short = lambda rows: [[float(f"{x:.9g}") for x in row] for row in rows.tolist()]
        write(f"{self.folder}/{name}.json", {
            "ids": [x[0].tolist() for x in self.inputs], "types": [x[1].tolist() for x in self.inputs], "outputs": short(outputs.detach()),
            "loss": loss.item(), "gradient": short(outputs.grad), "norm": total, "rows": rows, "complete": keep is None} | more)
        least = min(kept, key=lambda k: kept[k].norm())
        print(f"{os.path.basename(self.folder)} {name}: loss {loss.item():.4f}, norm {total:.3g}, least {least} {kept[least].norm():.2g}")

    def dropout(self, *keys):
        """The distribution of one input's logit, from 40,000 draws, for each of the rates alone."""
        ids, segments = self.inputs[2]
        for key in keys:
            config = copy.deepcopy(self.model.config)
            for other in vars(config):
                if "dropout" in other:
                    setattr(config, other, 0.3 if other == key else 0.0)
            model = type(self.model)(config)
            model.load_state_dict(self.model.state_dict())
            model.config._attn_implementation = "eager"
            torch.manual_seed(6)
            with torch.inference_mode():
                several = lambda x: x[None].expand(4000, -1)
                draws = [model.train()(input_ids=several(ids), **({"token_type_ids": several(segments)} if self.types else {})).logits
                         for _ in range(10)]
            logits = torch.cat(draws).double()
            found = {"mean": round(logits.mean().item(), 6), "deviation": round(logits.std().item(), 6)}
            distributions.append({"checkpoint": os.path.basename(self.folder), "key": key, "rate": 0.3, "ids": ids.tolist(),
                                  "types": segments.tolist()} | found)
            print(distributions[-1])

    def gradients(self, model):
        """By their saved names, without those that the loss does not reach. The model is spoilt."""
        for p in model.parameters():
            p.data = torch.full_like(p, torch.nan) if p.grad is None else p.grad
        return {k: v for k, v in self.names(model).items() if not v.isnan().any()}

    def cross(self):
        model = clone(self.model)
        self.case("cross", *self.classify(model), lambda: self.gradients(model))

    def padding_tokens(self):
        """A padding token every now and then, which is attended to as any other: its rows have no gradient, for torch's padding_idx."""
        model, inputs = clone(self.model), self.inputs
        pad = torch.tensor(model.config.pad_token_id)
        self.inputs = [(torch.where(torch.arange(len(ids)) % 4 == 1, pad, ids), types) for ids, types in inputs]
        self.case("padding-tokens", *self.classify(model), lambda: self.gradients(model), lambda k: "embeddings." in k)
        self.inputs = inputs

    def mean(self, name="mean"):
        model = clone(self.model)
        modules = [Pooling(model.config.hidden_size, "mean"), Normalize()]
        self.case(name, *self.encode(model, modules), lambda: self.gradients(model), pooling="mean", modules=["Normalize"])

    def modules(self, name, pooling, modules, **files):
        """Other poolings and modules; of the body, the last layer's gradients are kept. Modules are saved beside the case."""
        model = clone(self.model)
        modules = [m.double() for m in modules]
        for place, module in enumerate(modules, 2):
            if isinstance(module, (Dense, LayerNorm)):
                os.makedirs(f"{self.folder}/{name}/{place}_{type(module).__name__}")
                module.float().save(f"{self.folder}/{name}/{place}_{type(module).__name__}")
                module.double()

        def gradients():
            of_modules = {f"{place}_{type(m).__name__}/{k}": p.grad for place, m in enumerate(modules, 2) for k, p in m.named_parameters()}
            return self.gradients(model) | of_modules

        pool = Pooling(model.config.hidden_size, pooling)
        last = f"layer.{model.config.num_hidden_layers - 1}.output"
        self.case(name, *self.encode(model, [pool, *modules]), gradients, lambda k: last in k or k[1:2] == "_",
                  pooling=pooling, modules=[f"{type(m).__name__}" for m in modules])

    def lora(self, name, **settings):
        """An adapter with given A and B other than zero; the head is trained too."""
        model = get_peft_model(clone(self.model), LoraConfig(
            task_type="SEQ_CLS", lora_dropout=0.0, modules_to_save=["classifier", "pooler"], **settings)).double()
        torch.manual_seed(5)
        for key, p in model.named_parameters():
            if "lora_" in key:
                p.data = (torch.randn(p.shape) * 0.2).half().double()
        state = {k: v.clone() for k, v in get_peft_model_state_dict(model, save_embedding_layers=False).items()}
        save(f"{self.folder}/{name}-adapter.safetensors", {k: v for k, v in state.items() if "lora_" in k}, torch.float32)

        def gradients():
            for p in model.parameters():
                if p.grad is not None:
                    p.data = p.grad
            assert all((p.grad is not None) == p.requires_grad for p in model.parameters())
            return get_peft_model_state_dict(model, save_embedding_layers=False)

        self.case(name, *self.classify(model), gradients, settings=settings)


def clone(model):
    other = type(model)(model.config)
    other.config._attn_implementation = "eager"
    other.double().load_state_dict(model.state_dict())
    return other.eval()


def save(path, tensors, kind):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    save_file({k: v.detach().to(kind).clone().contiguous() for k, v in tensors.items()}, path, metadata={"format": "pt"})


def gte(name, seed, types, theta, factor, pack=True):
    native = GteConfig(**sizes, max_position_embeddings=24, type_vocab_size=types, pad_token_id=1, num_labels=1,
                       rope_parameters=gte_published.rope(theta, factor, 10))
    config = gte_published.config(native, theta, factor, ["NewForSequenceClassification"], pack_qkv=pack)
    return Checkpoint(name, GteForSequenceClassification(native), seed, types == 2, gte_published.weights if pack else unpacked, config)


def unpacked(model):
    """As `pack_qkv: false` stores them."""
    state = {}
    for k, v in gte_published.weights(model).items():
        parts = v.chunk(3) if "qkv_proj" in k else [v]
        for letter, part in zip("qkv", parts):
            state[k.replace("qkv_proj", letter + "_proj")] = part
    return state


def modernbert(name, seed, **change):
    config = dict(
        vocab_size=101, pad_token_id=0, bos_token_id=2, eos_token_id=3, cls_token_id=2, sep_token_id=3, max_position_embeddings=24,
        hidden_size=20, num_attention_heads=2, intermediate_size=13, num_hidden_layers=3, num_labels=1, global_attn_every_n_layers=2,
        local_attention=8, global_rope_theta=160000.0, local_rope_theta=100.0) | change
    written = config | {"model_type": "modernbert", "architectures": ["ModernBertForSequenceClassification"]}
    return Checkpoint(name, ModernBertForSequenceClassification(ModernBertConfig(**config)), seed, config=written)


def randomised(module, seed):
    torch.manual_seed(seed)
    for p in module.parameters():
        p.data = torch.randn(p.shape) * 0.3
    return module


shutil.rmtree(out, ignore_errors=True)
small = dict(max_position_embeddings=24, num_labels=1)
bert = Checkpoint("bert", BertForSequenceClassification(BertConfig(**sizes, **small)), 1, types=True)
bert.cross()
bert.mean()
bert.padding_tokens()
bert.dropout("hidden_dropout_prob", "attention_probs_dropout_prob", "classifier_dropout")
for pooling in ["cls", "max", "mean_sqrt_len_tokens", "weightedmean", "lasttoken"]:
    bert.modules(pooling, pooling, [])
bert.modules("several", ["lasttoken", "max", "mean"], [
    randomised(Dense(60, 9, activation_function=torch.nn.Tanh()), 1),
    randomised(Dense(9, 9, bias=False, activation_function=torch.nn.Identity(), use_residual=True), 2), Normalize(),
    randomised(Dense(9, 17, activation_function=torch.nn.GELU(), use_residual=True), 3), randomised(LayerNorm(17), 4), Normalize()])
bert.lora("lora-query-value", r=4, lora_alpha=8, target_modules=["query", "value"])
bert.lora("lora-all", r=3, lora_alpha=6, target_modules=["query", "key", "value", "dense"])
bert.lora("lora-rank-stabilised", r=4, lora_alpha=8, target_modules=["key", "intermediate.dense"], use_rslora=True)
one = BertConfig(**sizes, **small, hidden_act="gelu_new", type_vocab_size=1)
Checkpoint("bert-one-segment", BertForSequenceClassification(one), 2).cross()
roberta = RobertaConfig(**sizes, num_labels=1, max_position_embeddings=25, type_vocab_size=1, layer_norm_eps=1e-5)
roberta = Checkpoint("roberta", RobertaForSequenceClassification(roberta), 3)
roberta.cross()
roberta.mean()
roberta.padding_tokens()
roberta.dropout("hidden_dropout_prob", "attention_probs_dropout_prob", "classifier_dropout")
distil = DistilBertConfig(**small, vocab_size=101, dim=20, n_layers=2, n_heads=2, hidden_dim=19, activation="relu")
distil = Checkpoint("distilbert", DistilBertForSequenceClassification(distil), 4)
distil.cross()
distil.dropout("dropout", "attention_dropout", "seq_classif_dropout")
electra = Checkpoint("electra", ElectraForSequenceClassification(ElectraConfig(**sizes, **small, embedding_size=14)), 5, types=True)
electra.cross()
electra.dropout("hidden_dropout_prob", "attention_probs_dropout_prob", "classifier_dropout")
ntk = gte("gte", 6, 1, 20000, 8.0)
ntk.cross()
ntk.dropout("hidden_dropout_prob", "attention_probs_dropout_prob", "classifier_dropout")
gte("gte-types", 7, 2, 500.0, None).mean()
gte("gte-unpacked", 8, 0, 160000, 2.0, pack=False).cross()
plain = modernbert("modernbert", 9, classifier_pooling="mean")
plain.cross()
plain.mean()
plain.dropout("embedding_dropout", "attention_dropout", "mlp_dropout", "classifier_dropout")
modernbert("modernbert-biased", 10, classifier_pooling="cls", norm_bias=True, attention_bias=True, mlp_bias=True, classifier_bias=True,
           classifier_activation="relu", hidden_activation="relu", norm_eps=1e-3, local_attention=6,
           layer_types=["sliding_attention", "full_attention", "sliding_attention"]).cross()
with open(f"{out}/dropout.json", "w") as f:
    f.write("[\n" + ",\n".join(map(json.dumps, distributions)) + "\n]\n")
