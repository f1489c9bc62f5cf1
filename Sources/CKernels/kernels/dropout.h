// Dropout masks (Srivastava et al., 2014) drawn by a hash of an element's number: nothing is stored, and whoever draws a mask again
// gets the same. The hash is Wellons' 16-21f0aaad-15-d35a2d97-15 (hash-prospector), with the second half of the key mixed in between
// its rounds, so that masks of two keys are not permutations of each other.

typedef uint32_t vu __attribute__((vector_size(4 * LANES)));

static INLINE vu splat_u(uint32_t x) { return x - (vu){0}; }

// first, first + 1, ...
static INLINE vu numbers_from(uint32_t first) {
  vu x;
  #pragma clang loop unroll(full)
  for (int i = 0; i < LANES; i++) x[i] = (uint32_t)i;
  return x + splat_u(first);
}

// What the elements of those numbers are multiplied with: zero or the mask's factor.
static INLINE vf dropout_factors(const ck_dropout *d, vu number) {
  vu x = number ^ splat_u((uint32_t)d->key);
  x ^= x >> 16;
  x *= splat_u(0x21f0aaadu);
  x ^= splat_u((uint32_t)(d->key >> 32));
  x ^= x >> 15;
  x *= splat_u(0xd35a2d97u);
  x ^= x >> 15;
  return (vf)((vi)splat(d->factor) & (vi)(x >= splat_u(d->threshold)));
}
