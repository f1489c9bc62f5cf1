"""Writes the tables of Sources/Text/Analysis/Tables from Unicode properties.  Usage: python3 make_word_break_tables.py

Needs Perl with Unicode 14 or later (any Debian or Ubuntu) for the properties, Python 3.10 or later for simple lower case.

Lucene 10's StandardTokenizer is a longest-match scanner over the words of UAX #29, run on Unicode 12.1 properties (its grammar
file says 9, its released tables are 12.1: newer letters such as U+1C90 are words, those of Unicode 13 are not). What later versions
changed for older characters is undone in REVISED. The grammar below states UAX #29's rules WB4-WB13, the emoji sequences of UTS #51,
one token per Han or Hiragana character, and runs of South-East-Asian letters; it becomes a minimal automaton over classes of
characters that no rule tells apart."""
import os, subprocess, sys

VERSION = "12.1"
PROPERTIES = {
    "format": "WB=Format", "extend": "WB=Extend", "zwj": "WB=ZWJ", "aletter": "WB=ALetter", "hebrew": "WB=Hebrew_Letter",
    "numeric": "WB=Numeric", "katakana": "WB=Katakana", "midletter": "WB=MidLetter", "midnumlet": "WB=MidNumLet",
    "single": "WB=Single_Quote", "double": "WB=Double_Quote", "midnum": "WB=MidNum", "extendnumlet": "WB=ExtendNumLet",
    "regional": "WB=Regional_Indicator", "complex": "Line_Break=SA", "han": "Script=Han", "hiragana": "Script=Hiragana",
    "emoji": "Emoji", "modifier": "Emoji_Modifier", "base": "Emoji_Modifier_Base", "pictographic": "Extended_Pictographic",
    "digit": "Nd", "present": "Present_In: " + VERSION,
}
PERL = r'''
for my $row (@ARGV) { my ($name, $property) = split /\|/, $row; my $re = qr/\p{$property}/; my $from = -1; print $name;
  for my $c (0 .. 0x110000) { my $in = $c < 0x110000 && !($c >= 0xD800 && $c <= 0xDFFF) && chr($c) =~ $re;
    if ($in) { $from = $c if $from < 0 } elsif ($from >= 0) { print " $from-", $c - 1; $from = -1 } } print "\n" }'''


def properties():
    rows = [f"{name}|{value}" for name, value in PROPERTIES.items()]
    text = subprocess.run(["perl", "-e", PERL, *rows], capture_output=True, text=True, check=True).stdout
    sets = {}
    for line in text.splitlines():
        name, *ranges = line.split()
        sets[name] = {c for r in ranges for a, b in [map(int, r.split("-"))] for c in range(a, b + 1)}
    return sets


def span(a, b): return set(range(a, b + 1))


def character_sets():
    p = properties()
    known = p["present"]
    # REVISED: letters that were symbols or punctuation in 12.1, a MidLetter and a Han mark that were not, reserved pictographs.
    letters = (p["aletter"] | p["hebrew"]) & known - span(0x2E5, 0x2EB) - {0x55A, 0x58A} - span(0xA708, 0xA716)
    middle = p["midletter"] & known - {0x55F}
    han = p["han"] & known - {0x16FE2}
    pictographic = p["pictographic"] | span(0x1FB00, 0x1FBFF)
    key = set(map(ord, "0123456789#*"))
    plain = key | p["regional"] | p["modifier"] | set(map(ord, "©®™〰〽"))
    glue = (p["format"] | p["extend"] | p["zwj"]) & known
    quotes = p["midnumlet"] | p["single"]
    return {
        "glue": glue, "unpresented": glue - {0xFE0E, 0xFE0F}, "zwj": p["zwj"], "vs16": {0xFE0F}, "letter": letters,
        "hebrew": p["hebrew"] & known, "number": p["numeric"] & known | p["digit"] & span(0xFF00, 0xFFEF),
        "katakana": p["katakana"] & known, "midletter": middle | quotes, "midnumber": p["midnum"] & known | quotes,
        "underscore": p["extendnumlet"] & known, "han": han, "hiragana": p["hiragana"] & known, "single": p["single"],
        "double": p["double"], "regional": p["regional"], "complex": p["complex"] & known, "key": key, "keycap": {0x20E3},
        "pictograph": pictographic | p["emoji"] - plain, "base": p["base"] & known, "modifier": p["modifier"],
        "tag": span(0xE0020, 0xE007E), "endtag": {0xE007F},
    }


# Regular expressions: a string is one character of that set; tuples are ("then", ...), ("or", ...), ("star", x).
def then(*parts): return ("then", *parts)
def either(*parts): return ("or", *parts)
def star(part): return ("star", part)
def plus(part): return then(part, star(part))
def maybe(part): return either(part, then())
def glued(name): return then(name, star("glue"))


def words():
    letter, hebrew, number, katakana = map(glued, ("letter", "hebrew", "number", "katakana"))
    join = star(glued("underscore"))
    numbers = then(number, star(then(either(join, glued("midnumber")), number)))  # WB8, WB11, WB12, WB13a, WB13b
    letters = then(letter, star(then(either(join, glued("midletter")), letter)))  # WB5-WB7, WB13a, WB13b
    quoted = then(hebrew, either(glued("single"), then(glued("double"), hebrew)))  # WB7a-WB7c
    kana = then(katakana, star(then(join, katakana)))  # WB13
    part = either(kana, plus(either(quoted, numbers, letters)))  # WB9, WB10
    word = then(join, part, star(then(plus(glued("underscore")), part)), join)
    plain = star("unpresented")
    element = either(then(star("zwj"), "pictograph", plain, maybe("vs16")),
                     then(maybe(then(star("zwj"), "base", plain)), "modifier", plain))
    emoji = then(element, either(star(then("zwj", element)), then(plus("tag"), "endtag")))
    keycap = then("key", plain, maybe("vs16"), "keycap", plain)
    flag = then(glued("regional"), glued("regional"))
    return either(word, emoji, keycap, flag, plus(glued("complex")), glued("han"), glued("hiragana"))


class Automaton:
    """Thompson's construction, subsets, then Moore's minimisation over classes of characters."""

    def __init__(self, expression, signatures):
        self.empty, self.step = [], []
        start, end = self.build(expression)
        alphabet = sorted(signatures)
        first = self.closure({start})
        numbers, rows, queue = {frozenset(): 0, first: 1}, [[0] * len(alphabet)], [first]
        for states in queue:
            row = []
            for names in alphabet:
                target = self.closure({t for s in states for name, t in self.step[s] if name in names})
                if target not in numbers:
                    numbers[target] = len(numbers)
                    queue.append(target)
                row.append(numbers[target])
            rows.append(row)
        accepting = [end in states for states in numbers]
        self.minimise(rows, accepting, alphabet)

    def state(self):
        self.empty.append([]); self.step.append([])
        return len(self.empty) - 1

    def build(self, e):
        a, b = self.state(), self.state()
        if isinstance(e, str): self.step[a].append((e, b))
        elif e[0] == "then":
            last = a
            for part in e[1:]:
                x, y = self.build(part); self.empty[last].append(x); last = y
            self.empty[last].append(b)
        elif e[0] == "or":
            for part in e[1:]:
                x, y = self.build(part); self.empty[a].append(x); self.empty[y].append(b)
        else:
            x, y = self.build(e[1]); self.empty[a] += [x, b]; self.empty[y] += [x, b]
        return a, b

    def closure(self, states):
        seen, stack = set(states), list(states)
        while stack:
            for t in self.empty[stack.pop()]:
                if t not in seen: seen.add(t); stack.append(t)
        return frozenset(seen)

    def minimise(self, rows, accepting, alphabet):
        group = [int(a) for a in accepting]
        while True:
            keys = [(group[s], *[group[t] for t in rows[s]]) for s in range(len(rows))]
            order = {k: n for n, k in enumerate(dict.fromkeys(keys))}
            refined = [order[k] for k in keys]
            if len(set(refined)) == len(set(group)): break
            group = refined
        members = {g: s for s, g in reversed(list(enumerate(group)))}
        # Dead first, start second, accepting states last.
        names = sorted(members, key=lambda g: (g != group[0], g != group[1], accepting[members[g]], g))
        number = {g: n for n, g in enumerate(names)}
        table = [[number[group[t]] for t in rows[members[g]]] for g in names]
        columns = {}
        self.class_of = {}
        dead = tuple(0 for _ in table)
        columns[dead] = 0
        for n, signature in enumerate(alphabet):
            self.class_of[signature] = columns.setdefault(tuple(row[n] for row in table), len(columns))
        self.rows = [list(row) for row in zip(*columns)]
        self.first_accepting = next(n for n, g in enumerate(names) if accepting[members[g]])


def base36(n):
    digits = ""
    while True:
        n, d = divmod(n, 36); digits = "0123456789abcdefghijklmnopqrstuvwxyz"[d] + digits
        if n == 0: return digits


def runs(values):
    """(first, count, value) of every run of one non-zero value."""
    found, first = [], 0
    for c in range(1, len(values) + 1):
        if c == len(values) or values[c] != values[first]:
            if values[first]: found.append((first, c - first, values[first]))
            first = c
    return found


def packed(ranges):
    """Each run as the gap since the run before, a capital for the value, and the count unless it is one."""
    words, last = [], 0
    for first, count, value in ranges:
        words.append(base36(first - last) + chr(64 + value) + (base36(count) if count > 1 else ""))
        last = first + count
    return words


def wrapped(words, indent="    ", width=128):
    lines, line = [], indent
    for w in words:
        if len(line) + len(w) + 1 > width: lines.append(line.rstrip()); line = indent
        line += w + " "
    return "\n".join(lines + [line.rstrip()])


HEAD = "// Made by Tests/TextTests/Goldens/make_word_break_tables.py; do not edit.\n\n"


def lower_case():
    """(code point, distance to its simple lower case). U+0130 is the one character whose full mapping is longer than one."""
    pairs = {c: ord(chr(c).lower()) for c in range(0x110000) if c != 0x130 and not 0xD800 <= c <= 0xDFFF and chr(c).lower() != chr(c)}
    pairs[0x130] = 0x69
    return pairs


def lower_rows(pairs):
    """Rows (first, count, stride, lower): stride 2 is for alphabets that alternate capital and small letters."""
    rows = []
    for c, low in sorted(pairs.items()):
        if rows:
            first, count, stride, target = rows[-1]
            step = c - (first + (count - 1) * max(stride, 1))
            if low - c == target - first and step in (1, 2) and stride in (0, step):
                rows[-1] = (first, count + 1, step, target); continue
        rows.append((c, 1, 0, low))
    return rows


def write(folder, name, text):
    with open(os.path.join(folder, name), "w") as out: out.write(HEAD + text)


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    folder = os.path.join(here, "../../../Sources/Text/Analysis/Tables")
    sets = character_sets()
    members = [[] for _ in range(0x110000)]
    for name, codes in sets.items():
        for c in codes: members[c].append(name)
    signatures = [frozenset(m) for m in members]
    automaton = Automaton(words(), {s for s in signatures if s})
    classes = [automaton.class_of[s] if s else 0 for s in signatures]
    states, kinds = len(automaton.rows), len(automaton.rows[0])
    print(f"{states} states, {kinds} classes, accepting from {automaton.first_accepting}", file=sys.stderr)
    write(folder, "WordBreakRanges.swift", f'''/// The class of every code point in the automaton of `WordBreakAutomaton`, from Unicode {VERSION} properties: runs in ascending order,
/// each the gap since the run before (base 36), the class as a capital (A is 1), and the count (base 36) unless it is one.
enum WordBreakRanges {{
  static let packed = """
{wrapped(packed(runs(classes)))}
    """
}}
''')
    numbers = [str(t) + "," for row in automaton.rows for t in row]
    write(folder, "WordBreakAutomaton.swift", f'''/// The minimal automaton of Lucene's word-break grammar: row by state, column by class of character.
enum WordBreakAutomaton {{
  static let classes = {kinds}
  /// Nothing that continues is a word.
  static let dead: UInt8 = 0
  static let start: UInt8 = 1
  /// This state and all higher ones end a word.
  static let firstAccepting: UInt8 = {automaton.first_accepting}
  static let transitions: [UInt8] = [
{wrapped(numbers)}
  ]
}}
''')
    pairs = lower_case()
    text = [".".join(map(base36, (f, n, max(s, 1)))) + "." + base36(t) for f, n, s, t in lower_rows(pairs)]
    write(folder, "LowerCaseRanges.swift", f'''/// Simple lower case per code point, as Java's `Character.toLowerCase(int)` has it: rows of first code point, count, stride and the
/// first one's lower case (base 36, full stops between).
enum LowerCaseRanges {{
  static let packed = """
{wrapped(text)}
    """
}}
''')


if __name__ == "__main__": main()
