"""What `tokenizers` 0.23.3 makes of nasty texts under several WordPiece configurations.

    python wordpiece_goldens.py FOLDER [ROWS [SEED [CHARACTERS]]]

writes FOLDER/configurations.json (tokenizer.json files that share one invented vocabulary, named `vocabulary`) and
FOLDER/wordpiece.jsonl. The committed goldens are `python wordpiece_goldens.py . 40 1 300`; thousands of rows and characters
make a stronger check by hand (24,000 rows over 6,000 characters agreed when this was written): the test reads both files
from the folder that WINNOW_SUBWORD_GOLDENS names.
"""
import json
import random
import sys
import unicodedata
from tokenizers import Tokenizer

FOLDER = sys.argv[1]
ROWS, SEED, CHARACTERS = (int(x) for x in (sys.argv[2:] + ["40", "1", "300"][len(sys.argv) - 2 :]))
rng = random.Random(SEED)

WORDS = "the of and to in retrieval token tokens embed ##ding ##dings un ##believ ##able play ##ing ##ed lower [x] naive cafe ' s".split()
SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
SPACES = [" ", "  ", "\t", "\n", "\r", "\v", "\f", "\u0085", "\u00a0", "\u1680", "\u2003", "\u2028", "\u202f", "\u3000", "\u200b", "\ufeff"]
MARKS = [chr(c) for c in range(0x110000) if unicodedata.combining(chr(c))]
DECOMPOSING = [chr(c) for c in range(0xAC00) if unicodedata.decomposition(chr(c))[:1] not in ("", "<")]
NASTY = list("İıẞßſKÅΣςŸǅﬁ\u0344\u0f73\u0f75\u0f81\u0f80가각힣豈墨\u3400\U00020000\U0002b820\U0002b920中文字\ufffd\0\x1c\x7f\xad\u200d\u061c\ue000")
WHOLE = [chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000]


def added(content, id, **flags):
    base = dict(single_word=False, lstrip=False, rstrip=False, normalized=False, special=True)
    return {"id": id, "content": content, **base, **flags}


def vocabulary():
    sample = NASTY + rng.sample(DECOMPOSING, min(len(DECOMPOSING), CHARACTERS)) + rng.sample(MARKS, min(len(MARKS), CHARACTERS // 2))
    sample += rng.sample(WHOLE, CHARACTERS)
    letters = [chr(c) for c in range(33, 127)]
    for c in sample:
        for form in (c, c.lower(), unicodedata.normalize("NFD", c), unicodedata.normalize("NFD", c).lower()):
            letters += list(form)
    tokens = SPECIALS + WORDS + sum(([c, "##" + c] for c in letters), [])
    return sample, {t: i for i, t in enumerate(dict.fromkeys(t for t in tokens if t.strip()))}


SAMPLE, VOCABULARY = vocabulary()
SIZE = len(VOCABULARY)


def template():
    piece = lambda s, i, t: {s: {"id": i, "type_id": t}}
    first = [piece("SpecialToken", "[CLS]", 0), piece("Sequence", "A", 0), piece("SpecialToken", "[SEP]", 0)]
    second = [piece("Sequence", "B", 1), piece("SpecialToken", "[SEP]", 1)]
    special = {t: {"id": t, "ids": [VOCABULARY[t]], "tokens": [t]} for t in ("[CLS]", "[SEP]")}
    return {"type": "TemplateProcessing", "single": first, "pair": first + second, "special_tokens": special}


def configuration(normalizer={}, model={}, post=None, tokens=(), typed=True, pre="BertPreTokenizer", **whole):
    kind = {"type": "WordPiece"} if typed else {}
    base = {"unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100}
    bert = dict(type="BertNormalizer", clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=True)
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [added(t, VOCABULARY[t]) for t in SPECIALS] + list(tokens),
        "normalizer": None if normalizer is None else {**bert, **normalizer},
        "pre_tokenizer": pre and {"type": pre}, "post_processor": post or template(), "decoder": None,
        "model": {**kind, **base, **model, "vocab": VOCABULARY}, **whole,
    }


BERT_PROCESSING = {"type": "BertProcessing", "sep": ["[SEP]", VOCABULARY["[SEP]"]], "cls": ["[CLS]", VOCABULARY["[CLS]"]]}
ADDED = [
    added("<lr>", SIZE, lstrip=True, rstrip=True), added("<one>", SIZE + 1, single_word=True), added("<l>", SIZE + 2, lstrip=True),
    added("Caf\u00e9", SIZE + 3, normalized=True, special=False), added("mid", SIZE + 4, normalized=True, special=False, single_word=True),
    added("<lr>x", SIZE + 5, rstrip=True), added("tok", SIZE + 6, special=False, normalized=True, rstrip=True),
    added("Of\u00c9", SIZE + 7, single_word=True), added(" ", SIZE + 8, special=False, normalized=False, single_word=True)]
CONFIGURATIONS = {
    "uncased": configuration(),
    "cased": configuration({"lowercase": False}),
    "accents-kept": configuration({"strip_accents": False}),
    "accents-stripped-cased": configuration({"strip_accents": True, "lowercase": False}, {"max_input_chars_per_word": 6}),
    "unclean": configuration({"clean_text": False, "handle_chinese_chars": False}, post=BERT_PROCESSING),
    "untyped": configuration(
        typed=False, truncation=dict(direction="Right", max_length=5, strategy="LongestFirst", stride=0),
        padding=dict(strategy={"Fixed": 9}, direction="Right", pad_to_multiple_of=None, pad_id=0, pad_type_id=0, pad_token="[PAD]")),
    "added": configuration(tokens=ADDED),
    "added-cased": configuration({"lowercase": False}, tokens=ADDED, post=BERT_PROCESSING),
    "bare": configuration(None, pre=None),
    "other-prefix": configuration(model={"continuing_subword_prefix": "t", "unk_token": "[MASK]"}),
    "no-prefix": configuration(model={"continuing_subword_prefix": ""}),
}
CONFIGURATIONS["unprocessed"] = {**configuration(), "post_processor": None}


def chunk():
    pick = rng.random()
    if pick < 0.25:
        return rng.choice(WORDS).replace("##", "") + rng.choice(["", "", "s", "ing", "dings"])
    if pick < 0.32:
        return rng.choice(SPECIALS + [t["content"] for t in ADDED] + ["cafe", "CAFE\u0301", "OFE", "mid", "MID", "tok"])
    if pick < 0.50:
        return rng.choice(SPACES)
    if pick < 0.60:
        return rng.choice(list("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"))
    if pick < 0.70:
        return "".join(rng.choice("abcdefgXYZ059") for _ in range(rng.choice([1, 3, 8, 40, 120])))
    if pick < 0.80:
        return rng.choice("aeo中") + "".join(rng.choice(MARKS + ["\0", "\u200b"]) for _ in range(rng.randint(1, 5)))
    if pick < 0.86:
        return rng.choice(DECOMPOSING) + rng.choice(MARKS) * rng.randint(0, 2)
    if pick < 0.90:
        return rng.choice(NASTY)
    return rng.choice(SAMPLE if pick < 0.96 else WHOLE)


def text():
    return "".join(chunk() for _ in range(rng.choice([0, 1, 2, 4, 8, 20, 60])))


def row(name, tokenizer):
    first, pair = text(), text() if rng.random() < 0.5 else None
    given = {"configuration": name, "text": first}
    if pair is not None:
        given["pair"] = pair
    tokenizer.no_truncation()
    if rng.random() < 0.6:
        given["max"] = rng.choice([3, 4, 5, 6, 7, 9, 16, 33])
        given["truncation"] = rng.choice(["longest_first", "only_second"]) if pair is not None else "longest_first"
        tokenizer.enable_truncation(given["max"], strategy=given["truncation"])
    try:
        encoding = tokenizer.encode(first, pair)
    except Exception as error:  # only_second cannot help a first text that is too long: the reference refuses
        assert "too short" in str(error)
        return row(name, tokenizer)
    return {**given, "ids": encoding.ids, "type_ids": encoding.type_ids, "offsets": encoding.offsets}


bare = {name: {**c, "model": {k: v for k, v in c["model"].items() if k != "vocab"}} for name, c in CONFIGURATIONS.items()}
with open(f"{FOLDER}/configurations.json", "w") as file:
    json.dump({"vocabulary": VOCABULARY, "configurations": bare}, file)
with open(f"{FOLDER}/wordpiece.jsonl", "w") as file:
    for name, contents in CONFIGURATIONS.items():
        tokenizer = Tokenizer.from_str(json.dumps(contents))
        tokenizer.no_padding()
        for _ in range(ROWS):
            print(json.dumps(row(name, tokenizer)), file=file)
