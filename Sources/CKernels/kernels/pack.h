// Packed matrices: panels of PANEL columns, each k rows of PANEL floats, columns past n filled with zeros.

static size_t packed_size(size_t n, size_t k) { return (n + PANEL - 1) / PANEL * PANEL * k; }

// LANES columns of a panel, made of `rows` rows of w and zeros, for the k that fill whole vectors; returns how many those are.
static INLINE size_t pack_square(const size_t rows, size_t k, const float *w, size_t ldw, float *packed) {
  size_t i = 0;
  for (; i + LANES <= k; i += LANES) {
    vf x[LANES];
    #pragma clang loop unroll(full)
    for (int j = 0; j < LANES; j++) x[j] = (size_t)j < rows ? load(w + (size_t)j * ldw + i) : splat(0.0f);
    transpose(x);
    #pragma clang loop unroll(full)
    for (int j = 0; j < LANES; j++) store(packed + (i + j) * PANEL, x[j]);
  }
  return i;
}

static void pack_rows(size_t n, size_t k, const float *w, size_t ldw, float *packed) {
  for (size_t first = 0; first < n; first += LANES) {
    float *lanes = packed + first / PANEL * PANEL * k + first % PANEL;
    const float *rows = w + first * ldw;
    const size_t columns = n - first < LANES ? n - first : LANES;
    const size_t whole = columns == LANES ? pack_square(LANES, k, rows, ldw, lanes) : pack_square(columns, k, rows, ldw, lanes);
    for (size_t i = whole; i < k; i++)
      for (size_t j = 0; j < LANES; j++) lanes[i * PANEL + j] = j < columns ? rows[j * ldw + i] : 0;
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
