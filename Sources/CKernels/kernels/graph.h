// One query against scattered rows.
#include "graph_rows.h"

static INLINE vf lanes_f32(const float *row) { return load(row); }
static INLINE vf lanes_f16(const uint16_t *row) { return half_lanes(row); }
static INLINE vf lanes_i8(const int8_t *row) {
  typedef int8_t bytes __attribute__((vector_size(LANES)));
  bytes x;
  memcpy(&x, row, sizeof x);
  return __builtin_convertvector(x, vf);
}

// Four sums, then the rest, then the lanes: always the same order. TERM(x, q, sum) adds the lanes x of a row and q of the query.
#define ROW_SUM(NAME, TYPE, LOAD, TERM)                                                                    \
  static INLINE float NAME(const TYPE *row, size_t width, const float *query, float scale) {               \
    vf sums[4] = {{0}, {0}, {0}, {0}};                                                                     \
    size_t j = 0;                                                                                          \
    for (; j + 4 * LANES <= width; j += 4 * LANES)                                                         \
      for (int s = 0; s < 4; s++) sums[s] = TERM(LOAD(row + j + s * LANES), load(query + j + s * LANES), sums[s]); \
    for (; j + LANES <= width; j += LANES) sums[0] = TERM(LOAD(row + j), load(query + j), sums[0]);        \
    if (j < width) {                                                                                       \
      TYPE rest[LANES] = {0};                                                                              \
      float of_query[LANES] = {0};                                                                         \
      memcpy(rest, row + j, (width - j) * sizeof(TYPE));                                                   \
      memcpy(of_query, query + j, (width - j) * sizeof(float));                                            \
      sums[1] = TERM(LOAD(rest), load(of_query), sums[1]);                                                 \
    }                                                                                                      \
    (void)scale;                                                                                           \
    return sum_lanes((sums[0] + sums[1]) + (sums[2] + sums[3]));                                           \
  }
#define PRODUCT(x, q, sum) fma_(x, q, sum)
static INLINE vf add_square(vf difference, vf sum) { return fma_(difference, difference, sum); }
#define SQUARE(x, q, sum) add_square((q) - (x), sum)
#define SCALED_SQUARE(x, q, sum) add_square((q) - (x) * splat(scale), sum)
ROW_SUM(dot_f32, float, lanes_f32, PRODUCT)
ROW_SUM(dot_f16, uint16_t, lanes_f16, PRODUCT)
ROW_SUM(dot_i8, int8_t, lanes_i8, PRODUCT)
ROW_SUM(square_f32, float, lanes_f32, SQUARE)
ROW_SUM(square_f16, uint16_t, lanes_f16, SQUARE)
ROW_SUM(square_i8, int8_t, lanes_i8, SCALED_SQUARE)

#define GATHER(NAME, TYPE, ROW, RESULT)                                                        \
  static void NAME(const ck_scattered_rows *all, const float *query, float *out) {             \
    const size_t width = all->width, bytes = width * sizeof(TYPE), ahead = rows_ahead(bytes);  \
    for (size_t i = 0; i < all->count && i < ahead; i++) fetch_row(all->rows[i], bytes);       \
    for (size_t i = 0; i < all->count; i++) {                                                  \
      if (i + ahead < all->count) fetch_row(all->rows[i + ahead], bytes);                      \
      const float scale = all->scales ? all->scales[i] : 1;                                    \
      const float sum = ROW((const TYPE *)all->rows[i], width, query, scale);                  \
      out[i] = RESULT;                                                                         \
    }                                                                                          \
  }
GATHER(dots_f32, float, dot_f32, sum)
GATHER(dots_f16, uint16_t, dot_f16, sum)
GATHER(dots_i8, int8_t, dot_i8, sum * scale)
GATHER(distances_f32, float, square_f32, -sum)
GATHER(distances_f16, uint16_t, square_f16, -sum)
GATHER(distances_i8, int8_t, square_i8, -sum)

static INLINE int32_t code_product(const int8_t *row, size_t width, const int8_t *query) {
  int32_t sum = 0;
  for (size_t j = 0; j < width; j++) sum += (int16_t)row[j] * (int16_t)query[j];
  return sum;
}
GATHER_CODES(dots_codes)
