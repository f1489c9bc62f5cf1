// Quantised products over packed panels, with the tiles of multiply.h. The path has defined GROUP (values of k in one lane of a
// vector of weights), quantum (how an activation is held), spread, weights and add_dots.

#define LINE 64
#define GROUPS(k) (((k) + GROUP - 1) / GROUP)
// A panel: its weights, GROUP values of k side by side for each column; then a scale and a sum of weights for each column.
#define WEIGHT_BYTES(k) (GROUPS(k) * PANEL * GROUP)
#define PANEL_BYTES(k) ((WEIGHT_BYTES(k) + PANEL * 8 + LINE - 1) / LINE * LINE)

// An odd number of cache lines, so that the rows of a tile do not fall into the same sets.
static size_t int8_row_bytes(size_t k) { return (((k * sizeof(quantum) + LINE - 1) / LINE) | 1) * LINE; }
static size_t int8_packed_bytes(size_t n, size_t k) { return (n + PANEL - 1) / PANEL * PANEL_BYTES(k); }

// Adding this rounds a float below 2^22 to an integer in its lower bits, ties to even.
static const float rounder = 0x1.8p23f;
static const int32_t rounder_bits = 0x4b400000;

// The greatest lane, by halves.
static INLINE float greatest(vf x) {
#if LANES >= 16
  x = vmax(x, __builtin_shufflevector(x, x, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
#endif
#if LANES >= 8
  x = vmax(x, __builtin_shufflevector(x, x, 4, 5, 6, 7, 0, 1, 2, 3
#if LANES == 16
  , 12, 13, 14, 15, 8, 9, 10, 11
#endif
  ));
#endif
  const float a = x[0] > x[1] ? x[0] : x[1], b = x[2] > x[3] ? x[2] : x[3];
  return a > b ? a : b;
}

static INLINE vf int8_lanes(const float *x, size_t i, size_t n) {
  return i + LANES <= n ? load(x + i) : load_n(x + i, n - i, splat(0.0f));
}

// 254 steps lie between the least and the greatest of a row and zero, so that q, whose two parts are both rounded, stays in 0...255.
static void int8_quantize_row(size_t n, const float *x, quantum *q, float *scale, int32_t *zero) {
  typedef quantum vq __attribute__((vector_size(sizeof(quantum) * LANES)));
  const vf none = splat(0.0f);
  vf low = none, high = none, wrong = none;
  for (size_t i = 0; i < n; i += LANES) {
    const vf v = int8_lanes(x, i, n);
    low = vmin(v, low);
    high = vmax(v, high);
    // Stays zero for finite numbers and becomes NaN for all others.
    wrong += v * none;
  }
  const float depth = greatest(-low), range = greatest(high) + depth;
  // Rows of next to nothing count as zeros.
  const float inverse = range > 1e-30f ? 254.0f / range : 0.0f;
  *scale = __builtin_reduce_or((vi)(wrong != wrong)) ? __builtin_nanf("") : range / 254.0f;
  const float rounded = depth * inverse + rounder;
  uint32_t bits;
  memcpy(&bits, &rounded, sizeof bits);
  *zero = (int32_t)(bits & 255);
  const vf factor = splat(inverse), shift = splat(rounder);
  const vi offset = (*zero - rounder_bits) - (vi){0};
  for (size_t i = 0; i < n; i += LANES) {
    const vi t = ((vi)(int8_lanes(x, i, n) * factor + shift) + offset) & 255;
    const vq stored = __builtin_convertvector(t, vq);
    memcpy(q + i, &stored, sizeof stored);
  }
}

static void int8_quantize(const ck_int8_rows *p) {
  const size_t stride = int8_row_bytes(p->width);
  for (size_t r = 0; r < p->rows; r++)
    int8_quantize_row(p->width, p->x + r * p->ld, (quantum *)((char *)p->q + r * stride), p->scale + r, p->zero + r);
}

// Writes one row of weights into its column of a panel.
static void int8_pack_column(size_t k, const float *w, int8_t *weights, float *scale, int32_t *sum) {
  float largest = 0, wrong = 0;
  for (size_t i = 0; i < k; i++) {
    const float size = __builtin_fabsf(w[i]);
    largest = size > largest ? size : largest;
    wrong += w[i] * 0.0f;
  }
  const float inverse = largest > 1e-30f ? 127.0f / largest : 0.0f;
  *scale = largest / 127.0f + wrong;
  *sum = 0;
  for (size_t i = 0; i < k; i++) {
    const float rounded = w[i] * inverse + rounder;
    int32_t q;
    memcpy(&q, &rounded, sizeof q);
    q -= rounder_bits;
    q = q > 127 ? 127 : q < -127 ? -127 : q;
    weights[i / GROUP * PANEL * GROUP + i % GROUP] = (int8_t)q;
    *sum += q;
  }
}

static void int8_pack(size_t n, size_t k, const float *w, size_t ldw, void *packed) {
  char *panel = packed;
  for (size_t first = 0; first < n; first += PANEL, panel += PANEL_BYTES(k)) {
    memset(panel, 0, PANEL_BYTES(k));
    float *scales = (float *)(panel + WEIGHT_BYTES(k));
    int32_t *sums = (int32_t *)(scales + PANEL);
    for (size_t j = 0; j < PANEL && first + j < n; j++)
      int8_pack_column(k, w + (first + j) * ldw, (int8_t *)panel + j * GROUP, scales + j, sums + j);
  }
}

// One tile, as in multiply.h.
typedef struct {
  size_t groups;
  const quantum *a;
  size_t lda;
  const int8_t *b;
  const float *a_scale, *b_scale, *bias;
  const int32_t *a_zero, *b_sum;
  float *c;
  size_t ldc;
  size_t last;
  // As in multiply.h, in bytes.
  const char *next;
  size_t share;
} int8_tile;

static INLINE void run_int8_tile(const int rows, const int vectors, const int8_tile *t) {
  vi sum[INT8_ROWS][2];
  #pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++) sum[i][0] = sum[i][1] = (vi){0};
  const quantum *a = t->a;
  const int8_t *b = t->b;
  const char *next = t->next;
  const size_t share = t->share;
  const size_t lda = t->lda;
  for (size_t g = t->groups; g > 0; g--, a += GROUP, b += PANEL * GROUP) {
    if (g % 4 == 0)
      for (const char *end = next + share; next < end; next += LINE) __builtin_prefetch(next, 0, 2);
    const vi b0 = weights(b), b1 = vectors > 1 ? weights(b + LANES * GROUP) : b0;
    #pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
      const vi x = spread(a + (size_t)i * lda);
      sum[i][0] = add_dots(sum[i][0], x, b0);
      if (vectors > 1) sum[i][1] = add_dots(sum[i][1], x, b1);
    }
  }
  #pragma clang loop unroll(full)
  for (int v = 0; v < vectors; v++) {
    const size_t at = (size_t)v * LANES, count = v == vectors - 1 ? t->last : LANES;
    const vf scale = load(t->b_scale + at), none = splat(0.0f);
    const vf bias = !t->bias ? none : count < LANES ? load_n(t->bias + at, count, none) : load(t->bias + at);
    vi total;
    memcpy(&total, t->b_sum + at, sizeof total);
    #pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
      const vi exact = sum[i][v] - total * t->a_zero[i];
      const vf y = __builtin_convertvector(exact, vf) * (scale * splat(t->a_scale[i])) + bias;
      float *to = t->c + (size_t)i * t->ldc + at;
      if (count < LANES) store_n(to, y, count);
      else store(to, y);
    }
  }
}

typedef void (*int8_tile_function)(const int8_tile *);
#define INT8_TILE(rows)                                                           \
  static void int8_tile_##rows##_1(const int8_tile *t) { run_int8_tile(rows, 1, t); } \
  static void int8_tile_##rows##_2(const int8_tile *t) { run_int8_tile(rows, 2, t); }
#define INT8_ENTRY(rows) {int8_tile_##rows##_1, int8_tile_##rows##_2}
INT8_TILE(1) INT8_TILE(2) INT8_TILE(3) INT8_TILE(4)
#if INT8_ROWS > 4
INT8_TILE(5) INT8_TILE(6)
#endif
#if INT8_ROWS > 6
INT8_TILE(7) INT8_TILE(8) INT8_TILE(9) INT8_TILE(10) INT8_TILE(11) INT8_TILE(12)
#endif
#if INT8_ROWS > 12
INT8_TILE(13) INT8_TILE(14)
#endif
static const int8_tile_function int8_tiles[INT8_ROWS][2] = {
  INT8_ENTRY(1), INT8_ENTRY(2), INT8_ENTRY(3), INT8_ENTRY(4),
#if INT8_ROWS > 4
  INT8_ENTRY(5), INT8_ENTRY(6),
#endif
#if INT8_ROWS > 6
  INT8_ENTRY(7), INT8_ENTRY(8), INT8_ENTRY(9), INT8_ENTRY(10), INT8_ENTRY(11), INT8_ENTRY(12),
#endif
#if INT8_ROWS > 12
  INT8_ENTRY(13), INT8_ENTRY(14),
#endif
};

// What a tile of `count` fetches of the next panel for every four groups; together they fetch all of it.
static size_t int8_share(size_t count) { return (PANEL * GROUP / 16 + count - 1) / count * LINE; }

static void int8_multiply_panel(const ck_int8_product *p, size_t column, const char *panel) {
  const size_t columns = p->n - column < PANEL ? p->n - column : PANEL;
  const int vectors = columns > LANES ? 2 : 1;
  const size_t count = (p->m + INT8_ROWS - 1) / INT8_ROWS, stride = int8_row_bytes(p->k);
  int8_tile t = {.groups = GROUPS(p->k), .lda = stride / sizeof(quantum), .b = (const int8_t *)panel,
                 .b_scale = (const float *)(panel + WEIGHT_BYTES(p->k)), .bias = p->bias ? p->bias + column : NULL,
                 .ldc = p->ldc, .last = columns - (size_t)(vectors - 1) * LANES};
  t.share = int8_share(count);
  t.b_sum = (const int32_t *)(t.b_scale + PANEL);
  for (size_t i = 0, row = 0; i < count; i++) {
    const size_t rows = p->m / count + (i < p->m % count);
    t.a = (const quantum *)((const char *)p->a + row * stride);
    const size_t ahead = i * (t.groups / 4) * t.share;
    t.next = column + PANEL < p->n && ahead < WEIGHT_BYTES(p->k) ? panel + PANEL_BYTES(p->k) + ahead : panel;
    t.a_scale = p->a_scale + row;
    t.a_zero = p->a_zero + row;
    t.c = p->c + row * p->ldc + column;
    int8_tiles[rows - 1][vectors - 1](&t);
    if (p->activation != ck_identity)
      for (size_t r = 0; r < rows; r++) activate(p->activation, columns, t.c + r * p->ldc);
    row += rows;
  }
}

static void int8_multiply(const ck_int8_product *p) {
  const char *panel = p->packed;
  for (size_t column = 0; column < p->n; column += PANEL, panel += PANEL_BYTES(p->k)) int8_multiply_panel(p, column, panel);
}

#define INT8_TABLE(label) \
  {.name = label, .row_bytes = int8_row_bytes, .packed_bytes = int8_packed_bytes, .pack = int8_pack, \
   .quantize = int8_quantize, .multiply = int8_multiply}
