"""Writes Sources/Text/Subword/Unicode/GraphemeTable.swift: the grapheme break property as `tokenizers` (0.23.3) sees it.

The Precompiled normaliser treats text grapheme by grapheme, by the `unicode-segmentation` crate; which Unicode version that
follows is asked of the library itself. The probe is a charsmap that maps the first byte of anything to one `!`, that of a mark
to one `m`: a grapheme of fewer than six bytes becomes what its first code point becomes, a longer one keeps its length.

    python grapheme_tables.py ../../../../Sources/Text/Subword/Unicode
"""
import sys
from tokenizers import __version__, normalizers
from charsmap import build
from unicode_tables import SCALARS, class_runs, swift

NAMES = "control extend conjunctExtend linker joiner regional prepend spacing leading vowel trailing pictographic consonant".split()
MARK, KA, VIRAMA, ZWJ, SIGN = "\u0301", "\u0915", "\u094d", "\u200d", "\u00a9"
L, V, T = "\u1100", "\u1161", "\u11a8"
shape = normalizers.Precompiled(build({bytes([b]): "m" if b == 0xCC else "!" for b in range(1, 256)})).normalize_str


def stands(before, middle, after=""):
    """Whether a grapheme begins at `middle`: then it is short, and swallows the mark."""
    text = before + middle + MARK + after
    assert len((middle + MARK).encode()) < 6 <= len((before + middle + MARK).encode())
    return shape(text)[-1] != "m"


def category(c):
    s = chr(c)
    if c < 0x7F:
        return None if c >= 32 else "control"
    if shape("a" + s) == "!":  # joins what stands before it
        if s == ZWJ:
            return "joiner"
        if not stands(KA + s, KA):
            return "linker"
        if not stands(KA + s + VIRAMA, KA):
            return "conjunctExtend"
        return "spacing" if stands(SIGN + s + ZWJ, SIGN) else "extend"
    if shape(s + "a") == "!":
        return "prepend"
    if not stands(s + ZWJ, SIGN):
        return "pictographic"
    if not stands(s + VIRAMA, KA):
        return "consonant"
    if 0xAC00 <= c < 0xD7A4:  # computed
        assert stands(s, V) == ((c - 0xAC00) % 28 > 0) and not stands(s, T) and stands(s, L)
        return None
    if not stands(s, L):
        return "leading"
    if not stands(s, V):
        return "vowel"
    if not stands(s, T):
        return "trailing"
    if stands(s, "\u200c"):
        return "control"
    return "regional" if 0x1F1E6 <= c <= 0x1F1FF else None


def main(folder):
    found = {c: category(c) for c in SCALARS}
    numbers = {c: 1 + NAMES.index(name) for c, name in found.items() if name}
    swift(
        folder, "GraphemeTable", "What decides where graphemes begin, but for Hangul syllables, which are computed.",
        [("categories", f"(gap, length, category) runs; from 1: {', '.join(NAMES)}.", class_runs(numbers))])


main(sys.argv[1])
