// Element-wise kernels that only training needs.

static void dropout(size_t n, const ck_dropout *mask, uint32_t first, float *x) {
  vu numbers = numbers_from(first);
  for (size_t i = 0; i < n; i += LANES, numbers += LANES)
    put_lanes(x, lanes_of(x, i, n) * dropout_factors(mask, numbers), i, n);
}
