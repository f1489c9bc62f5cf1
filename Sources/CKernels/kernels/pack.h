// Packed matrices: panels of PANEL columns, each k rows of PANEL floats, columns past n filled with zeros.

static size_t packed_size(size_t n, size_t k) { return (n + PANEL - 1) / PANEL * PANEL * k; }

// LANES columns of a panel, made of LANES rows of w, for the k that fill whole vectors; returns how many those are.
static INLINE size_t pack_square(size_t k, const float *w, size_t ldw, float *packed) {
  size_t i = 0;
  for (; i + LANES <= k; i += LANES) {
    vf x[LANES];
    #pragma clang loop unroll(full)
    for (int j = 0; j < LANES; j++) x[j] = load(w + (size_t)j * ldw + i);
    transpose(x);
    #pragma clang loop unroll(full)
    for (int j = 0; j < LANES; j++) store(packed + (i + j) * PANEL, x[j]);
  }
  return i;
}

static void pack_rows(size_t n, size_t k, const float *w, size_t ldw, float *packed) {
  for (size_t first = 0; first < n; first += LANES) {
    float *lanes = packed + first / PANEL * PANEL * k + first % PANEL;
    const size_t columns = n - first < LANES ? n - first : LANES;
    const size_t whole = columns == LANES ? pack_square(k, w + first * ldw, ldw, lanes) : 0;
    for (size_t j = 0; j < columns; j++)
      for (size_t i = whole; i < k; i++) lanes[i * PANEL + j] = w[(first + j) * ldw + i];
    for (size_t j = columns; j < LANES; j++)
      for (size_t i = 0; i < k; i++) lanes[i * PANEL + j] = 0;
  }
  // The second half of the last panel.
  if (n % PANEL > 0 && n % PANEL <= LANES)
    for (size_t i = 0; i < k; i++) store(packed + n / PANEL * PANEL * k + i * PANEL + LANES, splat(0.0f));
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
