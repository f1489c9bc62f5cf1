#!/usr/bin/env python3
"""Size budgets: fails on maxima and the 90th percentile of function and file lengths, reports the medians.

A function over the maximum passes when the line above it (attributes and doc comments aside) is a comment `// budget: reason`.
"""
import pathlib
import re
import sys

FUNCTION_P90, FUNCTION_MAX, FILE_P90, FILE_MAX = 30, 80, 300, 500
DECLARATION = re.compile(r"^\s*(?:@\S+\s+|\w+(?:\(\w+\))?\s+)*?(?:func\s+\S|init[?!]?\s*[<(]|subscript\s*[<(])")
TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|#"""(?s:.*?)"""#|"""(?s:.*?)"""|#"[^\n]*?"#|"(?:\\.|[^"\\\n])*"', re.S)


def blank(match):
    """Comments and strings become spaces, line breaks stay, so that braces inside them do not count."""
    return re.sub(r"[^\n]", " ", match.group(0))


def body_end(lines, start):
    """Index of the line that closes the body begun by the declaration at `start`; None for a requirement without a body."""
    depth, parens, opened = 0, 0, False
    for end in range(start, len(lines)):
        if end > start and not opened and parens == 0 and (not lines[end].strip() or DECLARATION.match(lines[end])):
            return None
        for char in lines[end]:
            if not opened:
                parens += {"(": 1, ")": -1}.get(char, 0)
            if char == "{" and (opened or parens == 0):
                depth, opened = depth + 1, True
            elif char == "}" and not opened and parens == 0:
                return None
            elif char == "}" and opened:
                depth -= 1
                if depth == 0:
                    return end
    return None


def excused(lines, start):
    index = start - 1
    while index >= 0 and re.match(r"\s*(///|@)", lines[index]):
        index -= 1
    return index >= 0 and re.match(r"\s*// budget: \S", lines[index]) is not None


def functions(path):
    """(length, line, excused) of every function, initialiser and subscript with a body."""
    source = path.read_text()
    original, lines = source.split("\n"), TOKEN.sub(blank, source).split("\n")
    for start, line in enumerate(lines):
        if DECLARATION.match(line):
            end = body_end(lines, start)
            if end is not None:
                yield end - start + 1, start + 1, excused(original, start)


def rank(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    files = sorted(p for top in ("Sources", "Tests") for s in ("*.swift", "*.c", "*.h", "*.inc") for p in (root / top).rglob(s))
    failures, lengths, sizes = [], [], []
    for path in files:
        size = path.read_text().count("\n")
        sizes.append(size)
        if size > FILE_MAX:
            failures.append(f"{path.relative_to(root)}: {size} lines, at most {FILE_MAX}")
        if path.suffix != ".swift":
            continue
        for length, line, pardon in functions(path):
            lengths.append(length)
            if length > FUNCTION_MAX and not pardon:
                failures.append(f"{path.relative_to(root)}:{line}: a function of {length} lines, at most {FUNCTION_MAX}")
    if rank(lengths, 0.9) > FUNCTION_P90:
        failures.append(f"90th percentile of function lengths is {rank(lengths, 0.9)}, at most {FUNCTION_P90}")
    if rank(sizes, 0.9) > FILE_P90:
        failures.append(f"90th percentile of file lengths is {rank(sizes, 0.9)}, at most {FILE_P90}")
    print(f"budgets: {len(lengths)} functions, median {rank(lengths, 0.5)}, p90 {rank(lengths, 0.9)}, max {max(lengths, default=0)}; "
          f"{len(sizes)} files, median {rank(sizes, 0.5)}, p90 {rank(sizes, 0.9)}, max {max(sizes, default=0)}")
    for failure in failures:
        print(f"budget exceeded: {failure}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
