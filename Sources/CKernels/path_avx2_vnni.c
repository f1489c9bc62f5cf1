#if defined(__x86_64__)
#include "paths.h"
#include <immintrin.h>
#include <string.h>
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c,avxvnni"))), apply_to = function)
#define LANES 8
#define INT8_ROWS 6
#include "kernels/vector.h"
#include "kernels/lanes_avx2.h"

#define GROUP 4
typedef uint8_t quantum;
static INLINE vi spread(const quantum *a) {
  int32_t group;
  memcpy(&group, a, sizeof group);
  return (vi)_mm256_set1_epi32(group);
}
static INLINE vi weights(const int8_t *b) { return (vi)_mm256_loadu_si256((const __m256i *)b); }
static INLINE vi add_dots(vi sum, vi a, vi b) {
  return (vi)_mm256_dpbusd_avx_epi32((__m256i)sum, (__m256i)a, (__m256i)b);
}

#include "kernels/functions.h"
#include "kernels/int8.h"
const ck_int8_kernels ck_int8_avx2_vnni = INT8_TABLE("vnni");

#define CODE_STEP 32
#define QUERY_SIZE 1
#define CODE_OFFSET 128
static INLINE vi code_step(vi sum, const int8_t *codes, const char *query) {
  const __m256i q = _mm256_loadu_si256((const __m256i *)query), d = _mm256_loadu_si256((const __m256i *)codes);
  return (vi)_mm256_dpbusd_avx_epi32((__m256i)sum, q, d);
}
#include "kernels/vectors.h"
const ck_vector_kernels ck_vectors_avx2_vnni = VECTOR_TABLE("vnni");
#pragma clang attribute pop
#endif
