// Sums of gaps, sixteen at a time: the sum over lanes in four steps, and the sum so far carried from vector to vector.
typedef uint32_t lanes16 __attribute__((vector_size(64)));

static void sum_gaps(uint32_t base, uint32_t *documents) {
  const lanes16 zero = {0};
  lanes16 before = zero + (base - 1);
  for (size_t i = 0; i < 128; i += 16) {
    lanes16 x;
    memcpy(&x, documents + i, sizeof x);
    x += 1;
    x += SHUFFLE(zero, x, 0, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
    x += SHUFFLE(zero, x, 0, 1, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29);
    x += SHUFFLE(zero, x, 0, 1, 2, 3, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27);
    x += SHUFFLE(zero, x, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
    x += before;
    memcpy(documents + i, &x, sizeof x);
    before = SHUFFLE(x, x, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15);
  }
}
