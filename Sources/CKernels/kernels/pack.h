// Packed matrices: panels of PANEL columns, each k rows of PANEL floats, columns past n filled with zeros.

static size_t packed_size(size_t n, size_t k) { return (n + PANEL - 1) / PANEL * PANEL * k; }

static void pack_rows(size_t n, size_t k, const float *w, size_t ldw, float *packed) {
  // Sixteen rows of the panel at a time, so that the scattered writes stay in the first-level cache.
  const size_t depth = 16;
  for (size_t first = 0; first < n; first += PANEL, packed += PANEL * k) {
    const size_t columns = n - first < PANEL ? n - first : PANEL;
    for (size_t from = 0; from < k; from += depth) {
      const size_t to = k - from < depth ? k : from + depth;
      for (size_t j = 0; j < columns; j++)
        for (size_t i = from; i < to; i++) packed[i * PANEL + j] = w[(first + j) * ldw + i];
      for (size_t j = columns; j < PANEL; j++)
        for (size_t i = from; i < to; i++) packed[i * PANEL + j] = 0;
    }
  }
}

static void pack_columns(size_t n, size_t k, const float *b, size_t ldb, float *packed) {
  const vf zero = splat(0.0f);
  for (size_t first = 0; first < n; first += PANEL)
    for (size_t i = 0; i < k; i++, packed += PANEL) {
      const float *row = b + i * ldb + first;
      const size_t columns = n - first;
      if (columns >= PANEL) {
        store(packed, load(row));
        store(packed + LANES, load(row + LANES));
      } else {
        store(packed, columns >= LANES ? load(row) : load_n(row, columns, zero));
        store(packed + LANES, columns > LANES ? load_n(row + LANES, columns - LANES, zero) : zero);
      }
    }
}
