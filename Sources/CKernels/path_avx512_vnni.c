#if defined(__x86_64__)
#include "paths.h"
#include <immintrin.h>
#include <string.h>
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma,f16c"))), apply_to = function)
#define LANES 16
// 14 rows x 2 vectors of accumulators, 2 of the panel, 1 broadcast: 31 of 32 registers.
#define INT8_ROWS 14
#include "kernels/vector.h"
#include "kernels/lanes_avx512.h"

#define GROUP 4
typedef uint8_t quantum;
static INLINE vi spread(const quantum *a) {
  int32_t group;
  memcpy(&group, a, sizeof group);
  return (vi)_mm512_set1_epi32(group);
}
static INLINE vi weights(const int8_t *b) { return (vi)_mm512_loadu_si512(b); }
static INLINE vi add_dots(vi sum, vi a, vi b) { return (vi)_mm512_dpbusd_epi32((__m512i)sum, (__m512i)a, (__m512i)b); }

#include "kernels/functions.h"
#include "kernels/int8.h"
const ck_int8_kernels ck_int8_avx512_vnni = INT8_TABLE("vnni");

#define CODE_STEP 64
#define QUERY_SIZE 1
#define CODE_OFFSET 128
static INLINE vi code_step(vi sum, const int8_t *codes, const char *query) {
  return (vi)_mm512_dpbusd_epi32((__m512i)sum, _mm512_loadu_si512(query), _mm512_loadu_si512(codes));
}
#include "kernels/vectors.h"
const ck_vector_kernels ck_vectors_avx512_vnni = VECTOR_TABLE("vnni");
#pragma clang attribute pop
#endif
