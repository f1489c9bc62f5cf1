// Plain C on four-lane vectors: SSE2 on x86-64, NEON on arm64.
#include "paths.h"
#include <string.h>
#define PATH portable
#define LANES 4
#define TILE_ROWS 4
#define INT8_ROWS 4
#include "kernels/vector.h"

static INLINE vf load_n(const float *p, size_t n, vf fill) {
  for (size_t i = 0; i < n; i++) fill[i] = p[i];
  return fill;
}
static INLINE void store_n(float *p, vf x, size_t n) {
  for (size_t i = 0; i < n; i++) p[i] = x[i];
}
static INLINE vf vmax(vf a, vf b) { return choose(a > b, a, b); }
static INLINE vf vmin(vf a, vf b) { return choose(a < b, a, b); }
static INLINE vf fma_(vf a, vf b, vf c) { return a * b + c; }

// Half precision by integers: the magnitude is scaled by 2^112, which also makes subnormals right; infinities and NaN keep an
// all-ones exponent.
static INLINE vf half_lanes(const void *p) {
  uint16_t half[LANES];
  memcpy(half, p, sizeof half);
  vf out;
  for (int i = 0; i < LANES; i++) {
    const uint32_t magnitude = (uint32_t)(half[i] & 0x7fff) << 13, sign = (uint32_t)(half[i] & 0x8000) << 16;
    float value;
    memcpy(&value, &magnitude, sizeof value);
    value *= 0x1p112f;
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    if (magnitude >= 0x7c00u << 13) bits |= 0x7f800000u;
    bits |= sign;
    memcpy(&value, &bits, sizeof value);
    out[i] = value;
  }
  return out;
}

#include "kernels/int8_pairs_portable.h"
#include "kernels/postings_portable.h"
#include "kernels/vectors_portable.h"
#include "kernels/all.h"
