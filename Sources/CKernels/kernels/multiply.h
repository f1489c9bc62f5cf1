// A matrix product over packed panels (after Goto and van de Geijn, 2008): a tile of up to TILE_ROWS rows and one panel's columns
// stays in registers while k runs. Every element is summed over k in order, whatever tile it lies in.

#define LINE_FLOATS 16

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
  // What is fetched meanwhile, `share` of it (whole cache lines) at every fourth k.
  const float *next;
  size_t share;
} tile;

static INLINE void run_tile(const int rows, const int vectors, const int transposed, const tile *t) {
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
  const float *next = t->next;
  const size_t share = t->share;
  const size_t lda = t->lda;
  for (size_t k = t->k; k > 0; k--, a += transposed ? lda : 1, b += PANEL) {
    if (k % 4 == 0)
      for (const float *end = next + share; next < end; next += LINE_FLOATS) __builtin_prefetch(next, 0, 2);
    const vf b0 = load(b), b1 = vectors > 1 ? load(b + LANES) : zero;
    #pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
      const vf x = splat(a[transposed ? (size_t)i : (size_t)i * lda]);
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
#define TILE(rows)                                                                \
  static void tile_##rows##_1(const tile *t) { run_tile(rows, 1, 0, t); }         \
  static void tile_##rows##_2(const tile *t) { run_tile(rows, 2, 0, t); }         \
  static void tile_##rows##_1_across(const tile *t) { run_tile(rows, 1, 1, t); }  \
  static void tile_##rows##_2_across(const tile *t) { run_tile(rows, 2, 1, t); }
// By vectors, then by whether A is transposed.
#define TILE_ENTRY(rows) {{tile_##rows##_1, tile_##rows##_1_across}, {tile_##rows##_2, tile_##rows##_2_across}}
TILE(1) TILE(2) TILE(3) TILE(4)
#if TILE_ROWS > 4
TILE(5) TILE(6)
#endif
#if TILE_ROWS > 6
TILE(7) TILE(8) TILE(9) TILE(10) TILE(11) TILE(12)
#endif
static const tile_function tiles[TILE_ROWS][2][2] = {
  TILE_ENTRY(1), TILE_ENTRY(2), TILE_ENTRY(3), TILE_ENTRY(4),
#if TILE_ROWS > 4
  TILE_ENTRY(5), TILE_ENTRY(6),
#endif
#if TILE_ROWS > 6
  TILE_ENTRY(7), TILE_ENTRY(8), TILE_ENTRY(9), TILE_ENTRY(10), TILE_ENTRY(11), TILE_ENTRY(12),
#endif
};

// Where A's element (row, k) stands.
static const float *left_at(const ck_product *p, size_t row, size_t k) {
  return p->transposes ? p->a + k * p->lda + row : p->a + row * p->lda + k;
}

// The part of a panel that begins at `column`, for k from `from` on.
static const float *panel_at(const ck_product *p, size_t column, size_t from) {
  return p->packed + column * (p->packed_depth ? p->packed_depth : p->k) + from * PANEL;
}

// What comes after that part of a panel; NULL after the last.
static const float *panel_after(const ck_product *p, size_t column, size_t from, size_t depth) {
  if (column + PANEL < p->n) return panel_at(p, column + PANEL, from);
  return from + depth < p->k ? panel_at(p, 0, from + depth) : NULL;
}

// What one of `count` tiles fetches of a panel for every four k: together they fetch all of it.
static size_t fetched_share(size_t count) { return (PANEL / 4 + count - 1) / count * LINE_FLOATS; }

// The rows of one panel for k in from..<from+depth. Meanwhile the next panel is fetched into the second-level cache; without that,
// layers that exceed the caches take 10 % longer, and a single tile of rows up to 50 %.
static void multiply_panel(const ck_product *p, size_t column, size_t from, size_t depth) {
  const size_t columns = p->n - column < PANEL ? p->n - column : PANEL;
  const int vectors = columns > LANES ? 2 : 1;
  const size_t count = (p->m + TILE_ROWS - 1) / TILE_ROWS;
  const float *after = panel_after(p, column, from, depth);
  tile t = {.k = depth, .lda = p->lda, .b = panel_at(p, column, from), .ldc = p->ldc,
            .last = columns - (size_t)(vectors - 1) * LANES, .share = fetched_share(count)};
  for (size_t i = 0, row = 0; i < count; i++) {
    // Rows are shared out evenly: 13 rows are 7 + 6, not 12 + 1.
    const size_t rows = p->m / count + (i < p->m % count);
    t.a = left_at(p, row, from);
    t.c = p->c + row * p->ldc + column;
    const int adds = from || p->accumulates;
    t.start = adds ? t.c : p->bias ? p->bias + column : NULL;
    t.ld_start = adds ? p->ldc : 0;
    const size_t ahead = i * (depth / 4) * t.share;
    t.next = after && ahead < depth * PANEL ? after + ahead : t.b;
    tiles[rows - 1][vectors - 1][p->transposes](&t);
    if (p->activation != ck_identity && !p->accumulates && from + depth == p->k)
      for (size_t r = 0; r < rows; r++) activate(p->activation, columns, t.c + r * p->ldc);
    row += rows;
  }
}

// Depth of one pass over k: PANEL x DEPTH floats of B stay near while all rows pass over them.
#ifndef DEPTH
#define DEPTH 384
#endif
// Rows that pass over all panels before others do: BLOCK_ROWS x DEPTH floats of A stay in the second-level cache.
#define BLOCK_ROWS 192

static void multiply_block(const ck_product *p) {
  const size_t passes = p->k ? (p->k + DEPTH - 1) / DEPTH : 1;
  for (size_t pass = 0, from = 0; pass < passes; pass++) {
    const size_t depth = p->k / passes + (pass < p->k % passes);
    for (size_t column = 0; column < p->n; column += PANEL) multiply_panel(p, column, from, depth);
    from += depth;
  }
}

static void multiply(const ck_product *p) {
  const size_t count = (p->m + TILE_ROWS - 1) / TILE_ROWS, blocks = (p->m + BLOCK_ROWS - 1) / BLOCK_ROWS;
  ck_product block = *p;
  for (size_t i = 0, row = 0; i < blocks; i++, row += block.m) {
    const size_t end = (i + 1) * count / blocks * TILE_ROWS;
    block.m = (end < p->m ? end : p->m) - row;
    block.a = left_at(p, row, 0);
    block.c = p->c + row * p->ldc;
    multiply_block(&block);
  }
}
