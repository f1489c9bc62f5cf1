// Lookups and selections without a branch on the data.
static size_t match(size_t count, const uint32_t *wanted, const uint32_t *block, uint32_t *found, uint32_t *places) {
  size_t matches = 0;
  for (size_t i = 0; i < count; i++) {
    const uint32_t document = wanted[i];
    size_t low = 0;
    #pragma clang loop unroll(full)
    for (size_t half = 64; half > 0; half /= 2) low += block[low + half - 1] < document ? half : 0;
    found[matches] = (uint32_t)i;
    places[matches] = (uint32_t)low;
    matches += block[low] == document;
  }
  return matches;
}

static size_t keep(size_t count, uint32_t *documents, double *scores, double floor) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    const double score = scores[i];
    documents[kept] = documents[i];
    scores[kept] = score;
    kept += score >= floor;
  }
  return kept;
}
