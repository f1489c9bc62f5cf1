// Sums of outer products over rows, C += scale A^T B: the gradient of a weight. A tile of C stays in registers while rows pass by; as in
// multiply.h, B lies in panels, and A is copied into tiles of TILE_ROWS columns, one row after the other, so that nothing is transposed.
// Every element is summed over the rows of a pass in order, and then added to C.

typedef struct {
  size_t k;
  const float *a, *b;
  float scale;
  float *c;
  size_t ldc;
  // Columns in the last vector.
  size_t last;
  // What is fetched meanwhile, `share` of it at every fourth k.
  const float *next;
  size_t share;
} outer_tile;

static INLINE void run_outer_tile(const int rows, const int vectors, const outer_tile *t) {
  vf sum[TILE_ROWS][2];
  const vf zero = splat(0.0f), scale = splat(t->scale);
  #pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++) {
    sum[i][0] = sum[i][1] = zero;
    __builtin_prefetch(t->c + (size_t)i * t->ldc, 1, 3);
    if (vectors > 1) __builtin_prefetch(t->c + (size_t)i * t->ldc + LANES, 1, 3);
  }
  const float *a = t->a, *b = t->b, *next = t->next;
  const size_t share = t->share;
  for (size_t k = t->k; k > 0; k--, a += TILE_ROWS, b += PANEL) {
    if (k % 4 == 0)
      for (const float *end = next + share; next < end; next += LINE_FLOATS) __builtin_prefetch(next, 0, 2);
    const vf b0 = load(b), b1 = vectors > 1 ? load(b + LANES) : zero;
    #pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
      const vf x = splat(a[i]);
      sum[i][0] = fma_(x, b0, sum[i][0]);
      if (vectors > 1) sum[i][1] = fma_(x, b1, sum[i][1]);
    }
  }
  #pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++) {
    #pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) {
      float *to = t->c + (size_t)i * t->ldc + v * LANES;
      if (v == vectors - 1 && t->last < LANES) store_n(to, fma_(scale, sum[i][v], load_n(to, t->last, zero)), t->last);
      else store(to, fma_(scale, sum[i][v], load(to)));
    }
  }
}

typedef void (*outer_function)(const outer_tile *);
#define OUTER(rows)                                                                   \
  static void outer_##rows##_1(const outer_tile *t) { run_outer_tile(rows, 1, t); }   \
  static void outer_##rows##_2(const outer_tile *t) { run_outer_tile(rows, 2, t); }
#define OUTER_ENTRY(rows) {outer_##rows##_1, outer_##rows##_2}
OUTER(1) OUTER(2) OUTER(3) OUTER(4)
#if TILE_ROWS > 4
OUTER(5) OUTER(6)
#endif
#if TILE_ROWS > 6
OUTER(7) OUTER(8) OUTER(9) OUTER(10) OUTER(11) OUTER(12)
#endif
static const outer_function outer_tiles[TILE_ROWS][2] = {
  OUTER_ENTRY(1), OUTER_ENTRY(2), OUTER_ENTRY(3), OUTER_ENTRY(4),
#if TILE_ROWS > 4
  OUTER_ENTRY(5), OUTER_ENTRY(6),
#endif
#if TILE_ROWS > 6
  OUTER_ENTRY(7), OUTER_ENTRY(8), OUTER_ENTRY(9), OUTER_ENTRY(10), OUTER_ENTRY(11), OUTER_ENTRY(12),
#endif
};

// `depth` rows of `columns` columns of A as tiles, each depth x TILE_ROWS.
static void copy_tiles(size_t depth, size_t columns, const float *a, size_t lda, float *tiles_of_a) {
  for (size_t k = 0; k < depth; k++, a += lda) {
    float *to = tiles_of_a + k * TILE_ROWS;
    size_t i = 0;
    for (; i + TILE_ROWS <= columns; i += TILE_ROWS, to += depth * TILE_ROWS) memcpy(to, a + i, TILE_ROWS * sizeof *a);
    for (size_t j = 0; i + j < columns; j++) to[j] = a[i + j];
  }
}

// Columns of A that pass over all panels before others do.
#define OUTER_BLOCK (192 / TILE_ROWS * TILE_ROWS)

static size_t outer_scratch(void) { return OUTER_BLOCK * DEPTH; }

// The panel of `column` times all tiles of a block of A's columns, for the rows from..<from+depth.
static void add_outer_panel(const ck_outer_product *p, size_t columns_of_a, float *c, size_t column, size_t from, size_t depth) {
  const size_t columns = p->n - column < PANEL ? p->n - column : PANEL;
  const int vectors = columns > LANES ? 2 : 1;
  const size_t count = (columns_of_a + TILE_ROWS - 1) / TILE_ROWS;
  const float *panel = p->packed + column * p->k + from * PANEL;
  const float *after = column + PANEL < p->n ? panel + PANEL * p->k : NULL;
  outer_tile t = {.k = depth, .a = p->scratch, .b = panel, .scale = p->scale, .c = c + column, .ldc = p->ldc,
                  .last = columns - (size_t)(vectors - 1) * LANES, .share = fetched_share(count)};
  for (size_t i = 0; i < count; i++, t.a += depth * TILE_ROWS, t.c += TILE_ROWS * p->ldc) {
    const size_t left = columns_of_a - i * TILE_ROWS, ahead = i * (depth / 4) * t.share;
    t.next = after && ahead < depth * PANEL ? after + ahead : t.b;
    outer_tiles[(left < TILE_ROWS ? left : TILE_ROWS) - 1][vectors - 1](&t);
  }
}

static void add_outer(const ck_outer_product *p) {
  const size_t passes = (p->k + DEPTH - 1) / DEPTH;
  for (size_t pass = 0, from = 0, depth; pass < passes; pass++, from += depth) {
    depth = p->k / passes + (pass < p->k % passes);
    for (size_t first = 0; first < p->m; first += OUTER_BLOCK) {
      const size_t block = p->m - first < OUTER_BLOCK ? p->m - first : OUTER_BLOCK;
      copy_tiles(depth, block, p->a + from * p->lda + first, p->lda, p->scratch);
      for (size_t column = 0; column < p->n; column += PANEL)
        add_outer_panel(p, block, p->c + first * p->ldc, column, from, depth);
    }
  }
}
