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

// Sums and maxima over lanes, always by the same tree.
static INLINE float sum_lanes(vf x) {
  float lane[LANES];
  store(lane, x);
  for (int width = LANES / 2; width > 0; width /= 2)
    for (int i = 0; i < width; i++) lane[i] += lane[i + width];
  return lane[0];
}
static INLINE float max_lanes(vf x) {
  float lane[LANES];
  store(lane, x);
  for (int i = 1; i < LANES; i++) lane[0] = lane[i] > lane[0] ? lane[i] : lane[0];
  return lane[0];
}
