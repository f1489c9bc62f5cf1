"""What `tokenizers` 0.23.3 makes of nasty texts under Unigram tokenizers in the manner of T5, XLM-R, ALBERT and others.

    python unigram_goldens.py FOLDER [ROWS [SEED [TOKENIZER_JSON]]]

trains small vocabularies on invented text and writes FOLDER/unigram-tokenizers.json (one tokenizer.json a name) and
FOLDER/unigram.jsonl. The committed goldens are `python unigram_goldens.py . 40 1`; they use a small charsmap of our own.
For a stronger check by hand, with thousands of rows, the charsmap of the TOKENIZER_JSON takes its place, and the tests read
both files from the folder that WINNOW_SUBWORD_GOLDENS names.
"""
import base64
import json
import random
import sys
import unicodedata
from tokenizers import Tokenizer, models, trainers
from charsmap import build

FOLDER = sys.argv[1]
ROWS, SEED = (int(x) for x in (sys.argv[2:4] + ["40", "1"][len(sys.argv[2:4]) :]))
rng = random.Random(SEED)

WORDS = """the of and to in retrieval token tokens embedding embeddings unbelievable playing played lower naive café CAFÉ is a
query queries document documents relevant relevance index indexes indexing search searching engine passage passages score
Straße größer Übung niño über fiancée ﬁne ﬂow ofﬁce １２３ ａｂｃ Ｗｉｄｅ 東京 検索 中文 字符 가각 한국어 हिन्दी क्षत्रिय ไทย עברית العربية Ελληνικά
русский поиск 👍🏽 👩‍👩‍👧 🇩🇪 … ² ½ ™ № ① ㌔ ﷺ don't it's `` '' "quoted" 3.14 2,000 -- - . , ! ? ( ) / : ;""".split()
SPACES = [" ", " ", " ", "  ", "   ", "\t", "\n", "\r", "\r\n", "\v", "\f", "\x1c", "\u0085", "\u00a0", "\u1680", "\u2003", "\u2028", "\u3000", "\u200b", "\u200c", "\u200d", "\ufeff", "\u2581", " \u2581 "]
MARKS = [chr(c) for c in range(0x110000) if unicodedata.combining(chr(c))] + list("\u0903\u093e\u0e33\u0eb3\u1a55\U0001f3fb\ufe0f")
JOINERS = list("\u094d\u0915\u093c\u0600\u06dd\u0d4e\u1100\u1161\u11a8\uac00\uac01\u00a9\u00ae\u203c\u200d\U0001f468\U0001f1e9\U0001f1ea\0\x01\x7f\xad\r\n\u0301\u0308\u200c\U000e0001")
COMPATIBLE = [chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000 and unicodedata.decomposition(chr(c))]
NASTY = list("İıẞßſKÅΣςŸǅ\u0344\u0f73\u0f81각힣豈\u3400\U00020000\ufffd\0\x1c\x7f\xad\u061c\ue000\U000e0001_▁")
WHOLE = [chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000]
SAMPLE = rng.sample(COMPATIBLE, 200) + rng.sample(MARKS, 60) + rng.sample(WHOLE, 60)


def charsmap():
    """A small map in the manner of nmt_nfkc: controls away, spaces to spaces, some compatible and some composed characters."""
    if len(sys.argv) > 4:
        return json.load(open(sys.argv[4]))["normalizer"]["precompiled_charsmap"]
    mapping = {bytes([c]): "" for c in list(range(1, 9)) + [0xB] + list(range(0xE, 0x20)) + [0x7F]}
    mapping |= {c.encode(): " " for c in "\t\n\f\r\u0085\u00a0\u1680\u2003\u2028\u200b\u200e\u3000\ufeff\ufffd"}
    for c in SAMPLE[:160] + list("ﬁﬂ１２３ａｂｃＷｉｄｅ…²½™№①㌔ﷺKÅ豈"):
        mapping[c.encode()] = unicodedata.normalize("NFKC", c)
    for c in "éüöñßàç":
        mapping[unicodedata.normalize("NFD", c).encode()] = c
    mapping["\u1100\u1161".encode()] = "가"
    mapping["क".encode()] = "क"
    mapping["©".encode()] = "(c)"
    mapping["\xad".encode()] = ""
    mapping["e\u0308\u0301".encode()] = "ë́"  # never found: `e` with the first mark is
    mapping["e\u0308".encode()] = "ë"
    return base64.b64encode(build({k: v for k, v in mapping.items() if k != v.encode()})).decode()


def sentence():
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(3, 20)))


CORPUS = [sentence() for _ in range(600)] + ["".join(rng.choice(SAMPLE[:60]) for _ in range(9)) for _ in range(60)]
PRECOMPILED = {"type": "Precompiled", "precompiled_charsmap": charsmap()}
METASPACE = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
LEGACY = {"type": "Metaspace", "replacement": "▁", "add_prefix_space": True}
SPACE_SPLIT = {"type": "WhitespaceSplit"}


def regex(pattern, content):
    return {"type": "Replace", "pattern": {"Regex": pattern}, "content": content}


def string(pattern, content):
    return {"type": "Replace", "pattern": {"String": pattern}, "content": content}


def sequence(kind, *steps):
    return {"type": "Sequence", {"n": "normalizers", "p": "pretokenizers"}[kind]: list(steps)}


def template(single, second, vocabulary):
    """`single` and `second` as words: `</s>:1` is that token with type 1, `A` and `B` are the texts."""
    def piece(word):
        name, _, kind = word.partition(":")
        return {"Sequence" if name in "AB" else "SpecialToken": {"id": name, "type_id": int(kind or 0)}}
    names = {w.partition(":")[0] for w in (single + " " + second).split()} - {"A", "B"}
    special = {t: {"id": t, "ids": [vocabulary.index(t)], "tokens": [t]} for t in sorted(names)}
    return {"type": "TemplateProcessing", "single": [piece(w) for w in single.split()],
            "pair": [piece(w) for w in (single + " " + second).split()], "special_tokens": special}


def trained(normalizer, pre, specials, size=500, unknown="<unk>"):
    base = json.loads(Tokenizer(models.Unigram()).to_str())
    base.update(normalizer=normalizer, pre_tokenizer=pre)
    tokenizer = Tokenizer.from_str(json.dumps(base))
    trainer = trainers.UnigramTrainer(vocab_size=size, special_tokens=specials, unk_token=unknown, show_progress=False)
    tokenizer.train_from_iterator(CORPUS, trainer)
    return json.loads(tokenizer.to_str())


def made(pieces, normalizer, pre, unknown=0, **model):
    """A vocabulary by hand."""
    base = json.loads(Tokenizer(models.Unigram()).to_str())
    base.update(normalizer=normalizer, pre_tokenizer=pre)
    base["model"].update(vocab=pieces, unk_id=unknown, **model)
    return base


def tied():
    """Few different scores, so that many ways are equally good."""
    texts = [w for w in WORDS if len(w) > 2]
    pieces = {"▁": -1.0}
    while len(pieces) < 250:
        word = "▁" + rng.choice(texts)
        start = rng.randrange(len(word))
        pieces[word[start : start + rng.randint(1, 5)]] = rng.choice([-1.0, -2.0, -1.5, -0.1, -0.2, -0.3])
    return [["<unk>", 0.0]] + list(map(list, pieces.items())) + [["qu", -2.0], ["qu", -0.1]]


def configurations():
    t5 = sequence("n", PRECOMPILED, {"type": "Strip", "strip_left": False, "strip_right": True}, regex(" {2,}", "▁"))
    albert = sequence("n", string("``", '"'), string("''", '"'), {"type": "NFKD"}, {"type": "StripAccents"}, {"type": "Lowercase"},
                      PRECOMPILED, regex(" {2,}", " "))
    nmt = sequence("n", {"type": "Nmt"}, {"type": "NFKC"}, regex(r"\s+", " "))
    llama = sequence("n", {"type": "Prepend", "prepend": "▁"}, string(" ", "▁"))
    made_of_bytes = [["<unk>", 0.0]] + [[f"<0x{b:02X}>", 0.0] for b in range(256)]
    found = {
        "t5": trained(t5, METASPACE, ["<pad>", "</s>", "<unk>", "<extra_id_0>", "<extra_id_1>"]),
        "t5-legacy": trained(PRECOMPILED, sequence("p", SPACE_SPLIT, LEGACY), ["<pad>", "</s>", "<unk>"], 450),
        "xlm-r": trained(PRECOMPILED, sequence("p", SPACE_SPLIT, LEGACY), ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]),
        "albert": trained(albert, METASPACE, ["<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]"]),
        "first": made(tied(), nmt, {**METASPACE, "prepend_scheme": "first"}),
        "first-whole": made(tied(), None, {**METASPACE, "prepend_scheme": "first", "split": False}),
        "never": made(tied(), PRECOMPILED, {**METASPACE, "prepend_scheme": "never"}),
        "other-character": made(tied(), {"type": "Lowercase"}, {**METASPACE, "replacement": "_"}),
        "no-words": made(tied() + [["<0x41>", -1.0]], llama, None, byte_fallback=True),
        "bytes": made(made_of_bytes + tied()[1:], t5, METASPACE, byte_fallback=True),
        "gains": made([["<unk>", 0.0]] + [[p, 30 + 4 * s] for p, s in tied()[1:]] + [["ґѣ", 1.0]], None, {**METASPACE, "split": False}),
        "stripped": made(tied(), sequence("n", {"type": "Strip", "strip_left": True, "strip_right": False}, PRECOMPILED, {"type": "NFC"}),
                         sequence("p", {**METASPACE, "split": False}, {"type": "Punctuation", "behavior": "Isolated"})),
    }
    names = {name: [p for p, _ in c["model"]["vocab"]] for name, c in found.items()}
    for name in ("t5", "t5-legacy"):
        found[name]["post_processor"] = template("A </s>", "B </s>", names[name])
    found["xlm-r"]["post_processor"] = template("<s> A </s>", "</s> B </s>", names["xlm-r"])
    found["albert"]["post_processor"] = template("[CLS] A [SEP]", "B:1 [SEP]:1", names["albert"])
    for token in found["xlm-r"]["added_tokens"]:
        token["lstrip"] = token["content"] == "<mask>"
    for token in found["albert"]["added_tokens"]:
        token["lstrip"] = token["content"] == "[MASK]"
    return found


SPECIALS = ["<s>", "</s>", "<unk>", "<mask>", "<extra_id_0>", "[MASK]", "[CLS]", "<pad>", "<0x41>"]


def chunk():
    pick = rng.random()
    if pick < 0.30:
        return rng.choice(WORDS) + rng.choice(["", "", "s", "ing", " "])
    if pick < 0.34:
        return rng.choice(SPECIALS)
    if pick < 0.52:
        return rng.choice(SPACES)
    if pick < 0.56:
        return rng.choice(list("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"))
    if pick < 0.62:
        return "".join(rng.choice("abcdefgXYZ059") for _ in range(rng.choice([1, 3, 8, 40])))
    if pick < 0.74:
        return rng.choice("aeo中éक©ﬁ\u0600") + "".join(rng.choice(MARKS if rng.random() < 0.3 else "\u0301\u0308\u0327\u200d\0\u200b") for _ in range(rng.randint(1, 3)))
    if pick < 0.80:
        return "".join(rng.choice(JOINERS) for _ in range(rng.randint(1, 6)))
    if pick < 0.84:
        return unicodedata.normalize("NFD", rng.choice(COMPATIBLE)) + rng.choice(MARKS) * rng.randint(0, 1)
    if pick < 0.90:
        return rng.choice(NASTY)
    return rng.choice(COMPATIBLE if pick < 0.93 else SAMPLE if pick < 0.98 else WHOLE)


def text():
    return "".join(chunk() for _ in range(rng.choice([0, 1, 2, 4, 8, 20, 60])))


def row(name, tokenizer):
    first, pair = text(), text() if rng.random() < 0.4 else None
    given = {"configuration": name, "text": first}
    if pair is not None:
        given["pair"] = pair
    tokenizer.no_truncation()
    if rng.random() < 0.5:
        given["max"] = rng.choice([4, 5, 6, 7, 9, 16, 33])
        given["truncation"] = rng.choice(["longest_first", "only_second"]) if pair is not None else "longest_first"
        tokenizer.enable_truncation(given["max"], strategy=given["truncation"])
    try:
        encoding = tokenizer.encode(first, pair)
    except Exception as error:  # only_second cannot help a first text that is too long: the reference refuses
        assert "too short" in str(error)
        return row(name, tokenizer)
    # A range that ends before it begins, which reordered marks can give, is written as an empty one.
    offsets = [(start, max(start, end)) for start, end in encoding.offsets]
    return {**given, "ids": encoding.ids, "type_ids": encoding.type_ids, "offsets": offsets}


CONFIGURATIONS = configurations()
with open(f"{FOLDER}/unigram-tokenizers.json", "w") as file:
    json.dump(CONFIGURATIONS, file, ensure_ascii=False)
with open(f"{FOLDER}/unigram.jsonl", "w") as file:
    for name, contents in CONFIGURATIONS.items():
        tokenizer = Tokenizer.from_str(json.dumps(contents))
        for _ in range(ROWS):
            print(json.dumps(row(name, tokenizer)), file=file)
