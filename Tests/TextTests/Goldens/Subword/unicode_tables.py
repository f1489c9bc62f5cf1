"""Writes Sources/Text/Subword/Unicode/*Table.swift: what the `tokenizers` library (0.23.3) believes about every code point.

The library mixes Unicode versions (old categories for marks and punctuation, a newer case mapping from Rust's standard
library), so the tables are not taken from one version of the Unicode data but asked of the library itself, code point by
code point. Run with `tokenizers` 0.23.3 installed:  python unicode_tables.py ../../../../Sources/Text/Subword/Unicode

Encoding of a table: whole numbers, six bits a character (5 of the number, lowest first, 1 that says more follow).
"""
import sys
from pathlib import Path
from tokenizers import AddedToken, Regex, Tokenizer, __version__, models, normalizers, pre_tokenizers

SCALARS = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-"
nfd = normalizers.NFD().normalize_str
nfc = normalizers.NFC().normalize_str
nfkd = normalizers.NFKD().normalize_str
lower = normalizers.Lowercase().normalize_str


def number(value):
    text = ""
    while True:
        value, low = value >> 5, value & 31
        text += ALPHABET[low + (32 if value else 0)]
        if not value:
            return text


def signed(value):
    return number(value * 2 if value >= 0 else -value * 2 - 1)


def runs(members):
    """A set of code points: (gap, length) pairs."""
    text, end, start = "", 0, None
    members = sorted(members)
    for i, c in enumerate(members):
        start = c if start is None else start
        if i + 1 == len(members) or members[i + 1] != c + 1:
            text += number(start - end) + number(c + 1 - start)
            end, start = c + 1, None
    return text


def mapping(table):
    """Code point to code points: (gap, count, first relative to the key, others relative to U+0300)."""
    text, last = "", 0
    for c, mapped in sorted(table.items()):
        text += number(c - last) + number(len(mapped)) + signed(ord(mapped[0]) - c)
        text += "".join(signed(ord(m) - 0x300) for m in mapped[1:])
        last = c
    return text


def bert(**on):
    options = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False)
    return normalizers.BertNormalizer(**{**options, **on}).normalize_str


def pieces():
    splitter = pre_tokenizers.BertPreTokenizer()
    found = {c: len(splitter.pre_tokenize_str("a" + chr(c) + "b")) for c in SCALARS}
    return {c for c in SCALARS if found[c] == 2}, {c for c in SCALARS if found[c] == 3}


def matching(pattern):
    """What one character of a regular expression matches, in the engine that the library uses for Split and ByteLevel."""
    split = pre_tokenizers.Split(Regex(pattern), "removed")
    return {c for c in SCALARS if not split.pre_tokenize_str(chr(c))}


def numeric():
    digits = pre_tokenizers.Digits(individual_digits=True)
    return {c for c in SCALARS if len(digits.pre_tokenize_str("a" + chr(c) + "b")) == 3}


def compositions():
    """Composite to its pair of characters; Hangul syllables are computed."""
    pairs = {}
    for c in SCALARS:
        parts = nfd(chr(c))
        if parts == chr(c) or nfc(chr(c)) != chr(c) or 0xAC00 <= c < 0xD7A4:
            continue
        first = nfc(parts[:-1])
        assert len(first) == 1 and nfc(first + parts[-1]) == chr(c), hex(c)
        pairs[c] = (first, parts[-1])
    return pairs


def composition_rows(pairs):
    """(gap of the composite, first relative to it, second relative to U+0300)."""
    text, last = "", 0
    for c, (first, second) in sorted(pairs.items()):
        text += number(c - last) + signed(ord(first) - c) + signed(ord(second) - 0x300)
        last = c
    return text


def word_characters():
    tokenizer = Tokenizer(models.WordLevel({"x": 0, "[U]": 1}, unk_token="[U]"))
    tokenizer.add_tokens([AddedToken("<x>", single_word=True, normalized=False)])
    encodings = tokenizer.encode_batch([chr(c) + "<x>" for c in SCALARS])
    return {c for c, e in zip(SCALARS, encodings) if len(e.ids) == 1}


def combining_classes():
    """Classes up to renaming: only their order matters. 0 for starters."""
    candidates = [c for c in SCALARS if nfd(chr(c)) == chr(c)]
    overlay, last = chr(0x334), chr(0x345)  # classes 1 and 240, the smallest and the largest
    marks = [c for c in candidates if nfd(last + chr(c)) != last + chr(c) or nfd(chr(c) + overlay) != chr(c) + overlay]

    def before(a, b):
        return a != b and nfd(chr(b) + chr(a)) == chr(a) + chr(b)

    groups = []  # sorted representatives
    for c in marks:
        if not any(not before(c, g) and not before(g, c) for g in groups):
            groups.append(c)
    groups = sorted(groups, key=lambda g: sum(before(o, g) for o in groups))
    classes = {}
    for c in marks:
        same = [i for i, g in enumerate(groups) if not before(c, g) and not before(g, c)]
        assert len(same) == 1, (hex(c), same, [hex(groups[i]) for i in same])
        classes[c] = same[0] + 1
    return classes


def class_runs(classes):
    text, end = "", 0
    keys = sorted(classes)
    i = 0
    while i < len(keys):
        j = i
        while j + 1 < len(keys) and keys[j + 1] == keys[j] + 1 and classes[keys[j + 1]] == classes[keys[i]]:
            j += 1
        text += number(keys[i] - end) + number(j + 1 - i) + number(classes[keys[i]])
        end, i = keys[j] + 1, j + 1
    return text


def swift(folder, name, comment, tables):
    with open(f"{folder}/{name}.swift", "w") as file:
        script = f"Tests/TextTests/Goldens/Subword/{Path(sys.argv[0]).name}"
        print(f"// Made by {script} from tokenizers {__version__}; do not edit.\n", file=file)
        print(f"/// {comment}\nenum {name} {{", file=file)
        for i, (table, doc, text) in enumerate(tables):
            lines = [text[k : k + 120] for k in range(0, len(text), 120)]
            print(("\n" if i else "") + f"  /// {doc}\n  static let {table}: StaticString = \"\"\"", file=file)
            print("\\\n".join("    " + line for line in lines) + "\n    \"\"\"", file=file)
        print("}", file=file)


def main(folder):
    clean = bert(clean_text=True)
    strip = bert(strip_accents=True)
    spaces, punctuation = pieces()
    removed = {c for c in SCALARS if clean("a" + chr(c) + "b") == "ab"}
    blanks = {c for c in SCALARS if clean("a" + chr(c) + "b") == "a b"}
    assert blanks == spaces - removed, "clean_text and the pre-tokenizer agree on white space"
    marks = {c for c in SCALARS if nfd(chr(c)) == chr(c) and strip(chr(c)) == ""}
    hangul = range(0xAC00, 0xD7A4)
    swift(
        folder, "CharacterSetTables", "Sets of code points as (gap, length) runs.",
        [
            ("whiteSpace", "White_Space: Rust's `char::is_whitespace` and the `\\s` of its regular expressions.", runs(spaces)),
            ("removed", "What BertNormalizer's clean_text removes: U+0000, U+FFFD and its categories Cc (but tab, LF, CR), Cf, Cn, Co.", runs(removed)),
            ("punctuation", "What BertPreTokenizer takes for punctuation.", runs(punctuation)),
            ("nonspacingMarks", "What strip_accents removes after decomposition.", runs(marks)),
            ("word", "`\\w` of Rust's regular expressions.", runs(word_characters())),
            ("combiningMarks", "What StripAccents removes.", runs({c for c in SCALARS if normalizers.StripAccents().normalize_str(chr(c)) == ""})),
            ("numeric", "Rust's `char::is_numeric`.", runs(numeric())),
            ("letters", "`\\p{L}` of Split and ByteLevel.", runs(matching(r"\p{L}"))),
            ("numbers", "`\\p{N}` of Split and ByteLevel.", runs(matching(r"\p{N}"))),
            ("spaces", "`\\s` of Split and ByteLevel.", runs(matching(r"\s"))),
            ("combiningClasses", "Canonical combining classes by rank as (gap, length, rank) runs.", class_runs(combining_classes())),
        ])
    swift(
        folder, "LowercaseTable", "Full lower-case mappings, as Rust's `char::to_lowercase` has them.",
        [("mappings", "(gap, count, first - key, others - U+0300)", mapping({c: lower(chr(c)) for c in SCALARS if lower(chr(c)) != chr(c)}))])
    swift(
        folder, "DecompositionTable", "Full canonical decompositions but for Hangul syllables, which are computed.",
        [("mappings", "(gap, count, first - key, others - U+0300)", mapping({c: nfd(chr(c)) for c in SCALARS if nfd(chr(c)) != chr(c) and c not in hangul}))])
    compatible = {c: nfkd(chr(c)) for c in SCALARS if nfkd(chr(c)) != nfd(chr(c))}
    swift(
        folder, "CompatibilityTable", "Full compatibility decompositions where they differ from the canonical ones.",
        [("mappings", "(gap, count, first - key, others - U+0300)", mapping(compatible))])
    swift(
        folder, "CompositionTable", "Canonical compositions but for Hangul syllables, which are computed.",
        [("pairs", "(gap of the composite, first - composite, second - U+0300)", composition_rows(compositions()))])


if __name__ == "__main__":
    main(sys.argv[1])
