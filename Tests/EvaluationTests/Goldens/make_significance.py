#!/usr/bin/env python3
"""Writes significance.tsv: differences of pairs, scipy's paired t-test and its exact paired permutation test (scipy 1.17).

Columns: differences (comma separated), t, p of the t-test, p of the permutation test over all sign patterns ('-' where too many).
"""
import os
import numpy as np
from scipy import stats

generator = np.random.default_rng(7)
rows = []
for count in (2, 3, 5, 8, 12, 14, 43, 54, 200):
    for shift in (0.0, 0.02, 0.2):
        values = np.round(generator.normal(shift, 0.15, count), 4)
        if count in (8, 43):
            values[generator.random(count) < 0.4] = 0.0
        t = stats.ttest_1samp(values, 0.0)
        exact = "-"
        if count <= 14:
            test = stats.permutation_test(
                (values, np.zeros(count)), lambda a, b: np.sum(a - b), permutation_type="samples", n_resamples=np.inf)
            exact = repr(float(test.pvalue))
        rows.append("\t".join([",".join(repr(float(v)) for v in values), repr(float(t.statistic)), repr(float(t.pvalue)), exact]))
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "significance.tsv"), "w") as out:
    out.write("\n".join(rows) + "\n")
