// Half precision and bfloat16 to float.

static void from_half(size_t n, const void *source, float *out) {
  const char *from = source;
  size_t i = 0;
  for (; i + LANES <= n; i += LANES) store(out + i, half_lanes(from + 2 * i));
  if (i < n) {
    uint16_t rest[LANES] = {0};
    memcpy(rest, from + 2 * i, 2 * (n - i));
    store_n(out + i, half_lanes(rest), n - i);
  }
}

static void from_bfloat(size_t n, const void *source, float *out) {
  const char *from = source;
  for (size_t i = 0; i < n; i++) {
    uint16_t half;
    memcpy(&half, from + 2 * i, sizeof half);
    const uint32_t bits = (uint32_t)half << 16;
    memcpy(out + i, &bits, sizeof bits);
  }
}
