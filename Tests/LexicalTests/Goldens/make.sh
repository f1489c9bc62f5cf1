#!/usr/bin/env bash
# Lucene's ten best (Anserini 1.7.1 on Lucene 10, one thread) over the DL pool with exact lengths at indexing and at search.
# Usage: make.sh SHARED ANSERINI_JAR WORKDIR   (needs java, python3, zstd); writes pool-exact-lengths.run beside this script.
# shared/data/lucene/bm25-accurate was made with -bm25.accurate at search alone, see `DocumentLengths.code`.
set -euo pipefail
shared=$1 jar=$2 work=$3; here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$work/pool"
zstdcat "$shared/data/msmarco-dl/passages.jsonl.zst" | python3 -c '
import json, sys
for line in sys.stdin: d = json.loads(line); print(json.dumps({"id": d["id"], "contents": d["text"]}))' > "$work/pool/a.jsonl"
cat "$shared"/data/msmarco-dl/queries.dl{19,20}.tsv > "$work/queries.tsv"
run() { java -Xmx2g -cp "$jar" "$@" > "$work/log" 2>&1; }
index() { run io.anserini.index.IndexCollection -collection JsonCollection -generator DefaultLuceneDocumentGenerator -threads 1 -optimize "$@"; }
search() { run io.anserini.search.SearchCollection -hits 10 -threads 1 "$@"; }
index -input "$work/pool" -index "$work/pool.index" -bm25.accurate
search -index "$work/pool.index" -topics "$work/queries.tsv" -topicReader TsvString -output "$here/pool-exact-lengths.run" -bm25.accurate
