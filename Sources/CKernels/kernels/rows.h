// Kernels that take a matrix row by row: softmax, layer norm, pooling.

// The largest lane; any number when one is a NaN.
static INLINE float max_lanes(vf x) {
#if LANES > 8
  x = vmax(x, FOLD_8(x));
#endif
#if LANES > 4
  x = vmax(x, FOLD_4(x));
#endif
  x = vmax(x, FOLD_2(x));
  return vmax(x, FOLD_1(x))[0];
}

// What moves the largest of scale * x to zero.
static INLINE float softmax_offset(size_t n, float scale, const float *x) {
  const size_t whole = n / LANES * LANES;
  const vf lowest = splat(-__builtin_inff());
  vf highest = lowest;
  for (size_t i = 0; i < whole; i += LANES) highest = vmax(highest, load(x + i));
  if (whole < n) highest = vmax(highest, load_n(x + whole, n - whole, lowest));
  return -scale * max_lanes(highest);
}

// Each x becomes e^(scale x + offset); returns their sum.
static INLINE float exp_row(size_t n, float scale, float offset, float *x) {
  const size_t whole = n / LANES * LANES, rest = n - whole;
  const vf factor = splat(scale), shift = splat(offset), zero = splat(0.0f);
  vf total = zero;
  for (size_t i = 0; i < whole; i += LANES) {
    const vf e = vexp(fma_(load(x + i), factor, shift));
    total += e;
    store(x + i, e);
  }
  if (rest) {
    const vf e = keep_lanes(vexp(fma_(load_n(x + whole, rest, zero), factor, shift)), rest);
    total += e;
    store_n(x + whole, e, rest);
  }
  return sum_lanes(total);
}

static INLINE void scale_row(size_t n, float factor, float *x) {
  const size_t whole = n / LANES * LANES;
  for (size_t i = 0; i < whole; i += LANES) store(x + i, load(x + i) * splat(factor));
  if (whole < n) store_n(x + whole, load_n(x + whole, n - whole, splat(0.0f)) * splat(factor), n - whole);
}

static void softmax_row(size_t n, float scale, float *x) {
  scale_row(n, 1.0f / exp_row(n, scale, softmax_offset(n, scale, x), x), x);
}

static void softmax(size_t rows, size_t columns, size_t ld, float scale, float *x) {
  for (size_t r = 0; r < rows; r++) softmax_row(columns, scale, x + r * ld);
}

// Lanes i..<i+LANES of x + residual, zero past the width.
static INLINE vf summed(const float *x, const float *residual, size_t i, size_t width) {
  const vf zero = splat(0.0f);
  if (i + LANES <= width) return residual ? load(x + i) + load(residual + i) : load(x + i);
  const vf a = load_n(x + i, width - i, zero);
  return residual ? a + load_n(residual + i, width - i, zero) : a;
}

static INLINE vf lanes_of(const float *x, size_t i, size_t width) {
  return i + LANES <= width ? load(x + i) : load_n(x + i, width - i, splat(0.0f));
}

static INLINE void put_lanes(float *x, vf value, size_t i, size_t width) {
  if (i + LANES <= width) store(x + i, value);
  else store_n(x + i, value, width - i);
}

static void layer_norm_row(const ck_norm *p, const float *x, const float *residual, float *out) {
  const size_t n = p->width;
  vf total = splat(0.0f);
  for (size_t i = 0; i < n; i += LANES) {
    const vf y = summed(x, residual, i, n);
    put_lanes(out, y, i, n);
    total += y;
  }
  const vf mean = splat(sum_lanes(total) / (float)n);
  vf squares = splat(0.0f);
  for (size_t i = 0; i < n; i += LANES) {
    vf d = lanes_of(out, i, n) - mean;
    if (i + LANES > n) {
      float lane[LANES] = {0};
      store_n(lane, d, n - i);
      d = load(lane);
    }
    squares = fma_(d, d, squares);
  }
  const vf inverse = splat(1.0f / __builtin_sqrtf(sum_lanes(squares) / (float)n + p->epsilon));
  const vf zero = splat(0.0f);
  for (size_t i = 0; i < n; i += LANES) {
    const vf beta = p->beta ? lanes_of(p->beta, i, n) : zero;
    put_lanes(out, fma_((lanes_of(out, i, n) - mean) * inverse, lanes_of(p->gamma, i, n), beta), i, n);
  }
}

static void layer_norm(const ck_norm *p) {
  for (size_t r = 0; r < p->rows; r++) {
    const size_t at = r * p->width;
    layer_norm_row(p, p->x + at, p->residual ? p->residual + at : NULL, p->out + at);
  }
}

static void add(size_t n, const float *x, float *y) {
  for (size_t i = 0; i < n; i += LANES) put_lanes(y, lanes_of(x, i, n) + lanes_of(y, i, n), i, n);
}

// Four sums run side by side over blocks of four vectors; the rest goes to the first.
static float dot(size_t n, const float *a, const float *b) {
  vf s0 = splat(0.0f), s1 = s0, s2 = s0, s3 = s0;
  size_t i = 0;
  for (; i + 4 * LANES <= n; i += 4 * LANES) {
    s0 = fma_(load(a + i), load(b + i), s0);
    s1 = fma_(load(a + i + LANES), load(b + i + LANES), s1);
    s2 = fma_(load(a + i + 2 * LANES), load(b + i + 2 * LANES), s2);
    s3 = fma_(load(a + i + 3 * LANES), load(b + i + 3 * LANES), s3);
  }
  for (; i < n; i += LANES) s0 = fma_(lanes_of(a, i, n), lanes_of(b, i, n), s0);
  return sum_lanes((s0 + s1) + (s2 + s3));
}

static void dot_rows(size_t rows, size_t width, const float *x, size_t ld, const float *vector, float *out) {
  for (size_t r = 0; r < rows; r++) out[r] = dot(width, x + r * ld, vector);
}

static void mean_rows(size_t rows, size_t width, const float *x, float *out) {
  memcpy(out, x, width * sizeof *x);
  for (size_t r = 1; r < rows; r++) add(width, x + r * width, out);
  const vf count = splat((float)rows);
  for (size_t i = 0; i < width; i += LANES) put_lanes(out, lanes_of(out, i, width) / count, i, width);
}

static void max_rows(size_t rows, size_t width, const float *x, float *out) {
  memcpy(out, x, width * sizeof *x);
  for (size_t r = 1; r < rows; r++)
    for (size_t i = 0; i < width; i += LANES) {
      const vf top = lanes_of(out, i, width);
      // vmax gives its second operand when either is a NaN.
      put_lanes(out, choose(top == top, vmax(top, lanes_of(x + r * width, i, width)), top), i, width);
    }
}

static void normalize(size_t n, float *x) {
  const float length = __builtin_sqrtf(dot(n, x, x));
  const vf divisor = splat(length > 1e-12f ? length : 1e-12f);
  for (size_t i = 0; i < n; i += LANES) put_lanes(x, lanes_of(x, i, n) / divisor, i, n);
}
