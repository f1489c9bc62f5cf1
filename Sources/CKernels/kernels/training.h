// Row-wise and element-wise kernels that only training needs.

static void dropout(size_t n, const ck_dropout *mask, uint32_t first, float *x) {
  vu numbers = numbers_from(first);
  for (size_t i = 0; i < n; i += LANES, numbers += LANES)
    put_lanes(x, lanes_of(x, i, n) * dropout_factors(mask, numbers), i, n);
}

static void scale(size_t n, float factor, float *x) { scale_row(n, factor, x); }

// Sums of columns: LANES at a time, down the rows.
static void column_sums(size_t rows, size_t width, const float *x, size_t ld, float *sums) {
  size_t i = 0;
  for (; i + 4 * LANES <= width; i += 4 * LANES) {
    vf s0 = splat(0.0f), s1 = s0, s2 = s0, s3 = s0;
    for (size_t r = 0; r < rows; r++) {
      const float *row = x + r * ld + i;
      s0 += load(row), s1 += load(row + LANES), s2 += load(row + 2 * LANES), s3 += load(row + 3 * LANES);
    }
    store(sums + i, s0), store(sums + i + LANES, s1), store(sums + i + 2 * LANES, s2), store(sums + i + 3 * LANES, s3);
  }
  for (; i < width; i += LANES) {
    vf sum = splat(0.0f);
    for (size_t r = 0; r < rows; r++) sum += lanes_of(x + r * ld, i, width);
    put_lanes(sums, sum, i, width);
  }
}

// In double precision, two lanes of it for each of a float vector.
typedef double vd __attribute__((vector_size(4 * LANES)));
#if LANES == 16
#define HALF_LANES(x, from) __builtin_convertvector(SHUFFLE(x, x, from, from + 1, from + 2, from + 3, from + 4, from + 5, from + 6, from + 7), vd)
#elif LANES == 8
#define HALF_LANES(x, from) __builtin_convertvector(SHUFFLE(x, x, from, from + 1, from + 2, from + 3), vd)
#else
#define HALF_LANES(x, from) __builtin_convertvector(SHUFFLE(x, x, from, from + 1), vd)
#endif

static double squared_norm(size_t n, const float *x) {
  vd low = {0}, high = {0};
  for (size_t i = 0; i < n; i += LANES) {
    const vf v = lanes_of(x, i, n);
    const vd a = HALF_LANES(v, 0), b = HALF_LANES(v, LANES / 2);
    low += a * a;
    high += b * b;
  }
  low += high;
  double sum = 0;
  for (int i = 0; i < LANES / 2; i++) sum += low[i];
  return sum;
}

// One row of the backward pass of a layer norm; see ck_norm_back. With h the standardised row and a = d * gamma:
// dx = (a - mean(a) - h mean(a h)) / deviation.
static INLINE void layer_norm_back_row(const ck_norm_back *p, const float *x, float *d) {
  const size_t n = p->width;
  vf total = splat(0.0f), squares = total, sum = total, product = total;
  for (size_t i = 0; i < n; i += LANES) total += lanes_of(x, i, n);
  const vf mean = splat(sum_lanes(total) / (float)n);
  for (size_t i = 0; i < n; i += LANES) {
    vf e = lanes_of(x, i, n) - mean;
    if (i + LANES > n) e = keep_lanes(e, n - i);
    const vf a = lanes_of(d, i, n) * lanes_of(p->gamma, i, n);
    squares = fma_(e, e, squares);
    sum += a;
    product = fma_(a, e, product);
  }
  const float inverse = 1.0f / __builtin_sqrtf(sum_lanes(squares) / (float)n + p->epsilon);
  const vf deviation = splat(inverse), offset = splat(-sum_lanes(sum) / (float)n);
  const vf slope = splat(-(sum_lanes(product) * inverse) / (float)n);
  for (size_t i = 0; i < n; i += LANES) {
    const vf h = (lanes_of(x, i, n) - mean) * deviation, g = lanes_of(d, i, n);
    put_lanes(p->gamma_sums, fma_(g, h, lanes_of(p->gamma_sums, i, n)), i, n);
    put_lanes(p->beta_sums, lanes_of(p->beta_sums, i, n) + g, i, n);
    put_lanes(d, fma_(slope, h, fma_(g, lanes_of(p->gamma, i, n), offset)) * deviation, i, n);
  }
}

static void layer_norm_back(const ck_norm_back *p) {
  memset(p->gamma_sums, 0, p->width * sizeof(float));
  memset(p->beta_sums, 0, p->width * sizeof(float));
  for (size_t r = 0; r < p->rows; r++) layer_norm_back_row(p, p->x + r * p->width, p->d + r * p->width);
}
