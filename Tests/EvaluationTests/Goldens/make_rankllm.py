#!/usr/bin/env python3
"""Writes rankllm.tsv: what trec_eval says of every run in ../shared/data/msmarco-dl/runs_rankllm.

usage: make_rankllm.py TREC_EVAL SHARED      (made with trec_eval 9.0.4)

Rows are measures; columns are run:level. `-c -m all_trec -l LEVEL`; the values printed for all topics.
"""
import glob, gzip, os, subprocess, sys, tempfile

trec_eval, shared = sys.argv[1], sys.argv[2]
folder = os.path.join(shared, "data/msmarco-dl")
columns, values, measures = [], {}, []
for path in sorted(glob.glob(folder + "/runs_rankllm/*.run.gz")):
    name = os.path.basename(path)[: -len(".run.gz")]
    qrels = f"{folder}/qrels.{name[:4]}-passage.txt"
    with tempfile.NamedTemporaryFile() as plain:
        plain.write(gzip.open(path).read())
        plain.flush()
        for level in (1, 2):
            columns.append(f"{name}:{level}")
            command = [trec_eval, "-c", "-m", "all_trec", "-l", str(level), qrels, plain.name]
            for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines():
                measure, topic, value = line.split()
                if topic != "all" or measure == "runid":
                    continue
                if measure not in measures:
                    measures.append(measure)
                values[measure, columns[-1]] = value
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "rankllm.tsv"), "w") as out:
    out.write("\t".join(["measure"] + columns) + "\n")
    for measure in measures:
        out.write("\t".join([measure] + [values[measure, column] for column in columns]) + "\n")
