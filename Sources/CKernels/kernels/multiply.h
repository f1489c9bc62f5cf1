// A matrix product over packed panels (after Goto and van de Geijn, 2008): a tile of up to TILE_ROWS rows and one panel's columns
// stays in registers while k runs. Every element is summed over k in order, whatever tile it lies in.

// One tile. `vectors` (1 or 2) covers the columns, `last` of them in the last vector. `start` is what the sum begins with: a row of
// bias (ld_start 0), the earlier part of C, or NULL for zero.
typedef struct {
  size_t k;
  const float *a;
  size_t lda;
  const float *b;
  const float *start;
  size_t ld_start;
  float *c;
  size_t ldc;
  size_t last;
} tile;

static INLINE void run_tile(const int rows, const int vectors, const tile *t) {
  vf sum[TILE_ROWS][2];
  const vf zero = splat(0.0f);
  const size_t last = t->last;
  const int edge = vectors - 1;
  #pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++) {
    #pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) {
      if (!t->start) {
        sum[i][v] = zero;
        continue;
      }
      const float *from = t->start + (size_t)i * t->ld_start + v * LANES;
      sum[i][v] = v == edge && last < LANES ? load_n(from, last, zero) : load(from);
    }
  }
  const float *a = t->a, *b = t->b;
  const size_t lda = t->lda;
  for (size_t k = t->k; k > 0; k--, a++, b += PANEL) {
    const vf b0 = load(b), b1 = vectors > 1 ? load(b + LANES) : zero;
    #pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
      const vf x = splat(a[(size_t)i * lda]);
      sum[i][0] = fma_(x, b0, sum[i][0]);
      if (vectors > 1) sum[i][1] = fma_(x, b1, sum[i][1]);
    }
  }
  #pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++) {
    #pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) {
      float *to = t->c + (size_t)i * t->ldc + v * LANES;
      if (v == edge && last < LANES) store_n(to, sum[i][v], last);
      else store(to, sum[i][v]);
    }
  }
}

typedef void (*tile_function)(const tile *);
#define TILE(rows)                                                      \
  static void tile_##rows##_1(const tile *t) { run_tile(rows, 1, t); }  \
  static void tile_##rows##_2(const tile *t) { run_tile(rows, 2, t); }
#define TILE_ENTRY(rows) {tile_##rows##_1, tile_##rows##_2}
TILE(1) TILE(2) TILE(3) TILE(4)
#if TILE_ROWS > 4
TILE(5) TILE(6)
#endif
#if TILE_ROWS > 6
TILE(7) TILE(8) TILE(9) TILE(10) TILE(11) TILE(12)
#endif
static const tile_function tiles[TILE_ROWS][2] = {
  TILE_ENTRY(1), TILE_ENTRY(2), TILE_ENTRY(3), TILE_ENTRY(4),
#if TILE_ROWS > 4
  TILE_ENTRY(5), TILE_ENTRY(6),
#endif
#if TILE_ROWS > 6
  TILE_ENTRY(7), TILE_ENTRY(8), TILE_ENTRY(9), TILE_ENTRY(10), TILE_ENTRY(11), TILE_ENTRY(12),
#endif
};

// The rows of one panel for k in from..<from+depth.
static void multiply_panel(const ck_product *p, size_t column, size_t from, size_t depth) {
  const size_t columns = p->n - column < PANEL ? p->n - column : PANEL;
  const int vectors = columns > LANES ? 2 : 1;
  const size_t count = (p->m + TILE_ROWS - 1) / TILE_ROWS;
  const size_t packed_depth = p->packed_depth ? p->packed_depth : p->k;
  tile t = {.k = depth, .lda = p->lda, .b = p->packed + column * packed_depth + from * PANEL, .ldc = p->ldc,
            .last = columns - (size_t)(vectors - 1) * LANES};
  for (size_t i = 0, row = 0; i < count; i++) {
    // Rows are shared out evenly: 13 rows are 7 + 6, not 12 + 1.
    const size_t rows = p->m / count + (i < p->m % count);
    t.a = p->a + row * p->lda + from;
    t.c = p->c + row * p->ldc + column;
    t.start = from ? t.c : p->bias ? p->bias + column : NULL;
    t.ld_start = from ? p->ldc : 0;
    tiles[rows - 1][vectors - 1](&t);
    if (p->activation != ck_identity && from + depth == p->k)
      for (size_t r = 0; r < rows; r++) activate(p->activation, columns, t.c + r * p->ldc);
    row += rows;
  }
}

// Depth of one pass over k: PANEL x DEPTH floats of B stay near while all rows pass over them.
#ifndef DEPTH
#define DEPTH 384
#endif

static void multiply(const ck_product *p) {
  if (p->m == 0) return;
  const size_t passes = p->k ? (p->k + DEPTH - 1) / DEPTH : 1;
  for (size_t pass = 0, from = 0; pass < passes; pass++) {
    const size_t depth = p->k / passes + (pass < p->k % passes);
    for (size_t column = 0; column < p->n; column += PANEL) multiply_panel(p, column, from, depth);
    from += depth;
  }
}
