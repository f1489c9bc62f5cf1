// The vector type of a path. Included with LANES defined, before the path's own primitives.
#pragma STDC FP_CONTRACT OFF
#define INLINE inline __attribute__((always_inline))
#define PANEL (2 * LANES)
#define CONCAT_(a, b) a##b
#define CONCAT(a, b) CONCAT_(a, b)

typedef float vf __attribute__((vector_size(4 * LANES)));
typedef int32_t vi __attribute__((vector_size(4 * LANES)));

static INLINE vf load(const float *p) {
  vf x;
  memcpy(&x, p, sizeof x);
  return x;
}
static INLINE void store(float *p, vf x) { memcpy(p, &x, sizeof x); }
static INLINE vf splat(float x) { return x - (vf){0}; }
static INLINE vf choose(vi mask, vf a, vf b) { return (vf)((mask & (vi)a) | (~mask & (vi)b)); }

// LOWS and HIGHS interleave the lower and the upper halves of two vectors; FOLD_n moves lanes n..<2n to the front.
#define SHUFFLE __builtin_shufflevector
#if LANES == 16
#define LOWS(a, b) SHUFFLE(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define HIGHS(a, b) SHUFFLE(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#define FOLD_8(x) SHUFFLE(x, x, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15)
#define FOLD_4(x) SHUFFLE(x, x, 4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7)
#define FOLD_2(x) SHUFFLE(x, x, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3)
#define FOLD_1(x) SHUFFLE(x, x, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
#elif LANES == 8
#define LOWS(a, b) SHUFFLE(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define HIGHS(a, b) SHUFFLE(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#define FOLD_4(x) SHUFFLE(x, x, 4, 5, 6, 7, 4, 5, 6, 7)
#define FOLD_2(x) SHUFFLE(x, x, 2, 3, 2, 3, 2, 3, 2, 3)
#define FOLD_1(x) SHUFFLE(x, x, 1, 1, 1, 1, 1, 1, 1, 1)
#else
#define LOWS(a, b) SHUFFLE(a, b, 0, 4, 1, 5)
#define HIGHS(a, b) SHUFFLE(a, b, 2, 6, 3, 7)
#define FOLD_2(x) SHUFFLE(x, x, 2, 3, 2, 3)
#define FOLD_1(x) SHUFFLE(x, x, 1, 1, 1, 1)
#endif

// x with zeros in the lanes from n on.
static INLINE vf keep_lanes(vf x, size_t n) {
  vi lane;
  #pragma clang loop unroll(full)
  for (int i = 0; i < LANES; i++) lane[i] = i;
  return (vf)((vi)x & (lane < (int32_t)n));
}

// Sums over lanes, always by the same tree.
static INLINE float sum_lanes(vf x) {
#if LANES > 8
  x += FOLD_8(x);
#endif
#if LANES > 4
  x += FOLD_4(x);
#endif
  x += FOLD_2(x);
  x += FOLD_1(x);
  return x[0];
}

// Transposes LANES x LANES floats: each stage interleaves the first half of the rows with the second, and doubles the length of runs
// that stand in their place.
static INLINE void transpose(vf x[LANES]) {
  vf y[LANES];
  #pragma clang loop unroll(full)
  for (int width = 1; width < LANES; width *= 2) {
    #pragma clang loop unroll(full)
    for (int i = 0; i < LANES / 2; i++) {
      y[2 * i] = LOWS(x[i], x[i + LANES / 2]);
      y[2 * i + 1] = HIGHS(x[i], x[i + LANES / 2]);
    }
    #pragma clang loop unroll(full)
    for (int i = 0; i < LANES; i++) x[i] = y[i];
  }
}
