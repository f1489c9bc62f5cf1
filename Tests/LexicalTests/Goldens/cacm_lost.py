"""What shared/data/cacm/cacm.json lacks of CACM: its converter took a "<" of ten texts for markup and dropped the rest of them.

shared/data/cacm/cacm-bm25.txt was made from the HTML files themselves: Anserini 1.7.1, HtmlCollection, then -topicReader Cacm -hits 30 -bm25
over them gives that file byte for byte.  Writes one line a document: id, then the lost words in alphabetical order.
Usage: cacm_lost.py CACM/corpus/uncompressed (github.com/castorini/anserini-data, 1f371c2) SHARED > cacm-lost.txt
"""
import json
import re
import sys

folder, shared = sys.argv[1:]
for line in open(f"{shared}/data/cacm/cacm.json"):
    document = json.loads(line)
    html = open(f"{folder}/{document['id']}.html").read()
    text = " ".join(re.sub("</?(html|pre)>", "", html).split())
    kept = " ".join(document["contents"].split())
    assert text.startswith(kept)
    if text != kept:
        print(document["id"], *sorted(text[len(kept):].lower().split()))
