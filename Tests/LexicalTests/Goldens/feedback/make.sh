#!/usr/bin/env bash
# What Anserini 1.7.1 (Lucene 10) answers with RM3 and Rocchio feedback over Pipelines/quickstart's passages, for its queries and hard.tsv:
# NAME.run (twenty best) and NAME.terms (query id, then every term of the feedback query with its weight as the shortest decimal of the
# float32).  With SHARED also CACM: cacm-*.run (thirty best).
# Usage: make.sh ANSERINI_JAR WORKDIR [SHARED]   (needs java 19 or later, python3)
set -euo pipefail
jar=$1 work=$2 shared=${3:-}; here=$(cd "$(dirname "$0")" && pwd); quickstart=$here/../../../../Pipelines/quickstart
mkdir -p "$work/quickstart"
cp "$quickstart/passages.jsonl" "$work/quickstart/a.jsonl"
cat "$quickstart/queries.tsv" "$here/hard.tsv" > "$work/queries.tsv"
run() { ${JAVA:-java} -Xmx2g -cp "$jar" "$@" > "$work/log" 2>&1; }
index() {
  run io.anserini.index.IndexCollection -collection JsonCollection -generator DefaultLuceneDocumentGenerator -threads 1 -optimize \
    -storeDocvectors "$@"
}
search() { run io.anserini.search.SearchCollection -threads 1 "$@"; }
terms() {
  python3 - "$work/log" > "$1" <<'PY'
import re, sys
queries = {}
for line in open(sys.argv[1]):
    if found := re.search(r'QID: (\S+)', line): pairs = queries.setdefault(found[1], [])
    elif found := re.search(r'Feedback term: (\S+) -> (\S+)', line): pairs.append(f'{found[1]} {found[2]}')
for query, pairs in sorted(queries.items()): print(query, *sorted(pairs), sep='\t')
PY
}
feedback() {
  local name=$1 method=$2; shift 2
  search -index "$work/quickstart.index" -topics "$work/queries.tsv" -topicReader TsvString -hits 20 -output "$here/$name.run" \
    "-$method" "-$method.outputQuery" "$@"
  terms "$here/$name.terms"
}
index -input "$work/quickstart" -index "$work/quickstart.index"
feedback rm3 rm3 -bm25
feedback rm3-few rm3 -bm25 -bm25.k1 0.82 -bm25.b 0.68 -rm3.fbDocs 3 -rm3.fbTerms 2 -rm3.originalQueryWeight 0.8
feedback rm3-many rm3 -bm25 -rerankCutoff 1000 -rm3.fbDocs 60 -rm3.fbTerms 25 -rm3.originalQueryWeight 0.3
feedback rm3-all rm3 -bm25 -rm3.fbDocs 2 -rm3.fbTerms 1000 -rm3.originalQueryWeight 0
feedback rocchio rocchio -bm25
feedback rocchio-negative rocchio -bm25 -rocchio.useNegative -rerankCutoff 1000
feedback rocchio-many rocchio -bm25 -rocchio.useNegative -rerankCutoff 30 -rocchio.topFbDocs 5 -rocchio.topFbTerms 40 \
  -rocchio.bottomFbDocs 20 -rocchio.bottomFbTerms 1000 -rocchio.alpha 0.7 -rocchio.beta 1.1 -rocchio.gamma 0.6
[ -n "$shared" ] || exit 0
mkdir -p "$work/cacm"; cp "$shared/data/cacm/cacm.json" "$work/cacm/a.jsonl"
index -input "$work/cacm" -index "$work/cacm.index"
cacm() {
  search -index "$work/cacm.index" -topics "$shared/data/cacm/topics.cacm.txt" -topicReader Cacm -hits 30 -output "$here/$1.run" "${@:2}"
}
cacm cacm-rm3 -bm25 -rm3
cacm cacm-rocchio -bm25 -rocchio
