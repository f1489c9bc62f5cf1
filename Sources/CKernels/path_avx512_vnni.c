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

#include "kernels/graph_rows.h"
// dpbusd takes unsigned times signed: (query + 128) row - 128 row.
static INLINE int32_t code_product(const int8_t *row, size_t width, const int8_t *query) {
  const __m512i offset = _mm512_set1_epi8((char)0x80), ones = _mm512_set1_epi8(1);
  __m512i dots = _mm512_setzero_si512(), sums = _mm512_setzero_si512();
  for (size_t j = 0; j < width; j += 64) {
    const __mmask64 mask = width - j >= 64 ? ~0ull : (1ull << (width - j)) - 1;
    const __m512i r = _mm512_maskz_loadu_epi8(mask, row + j), q = _mm512_maskz_loadu_epi8(mask, query + j);
    dots = _mm512_dpbusd_epi32(dots, _mm512_xor_si512(q, offset), r);
    sums = _mm512_dpbusd_epi32(sums, ones, r);
  }
  return _mm512_reduce_add_epi32(_mm512_sub_epi32(dots, _mm512_slli_epi32(sums, 7)));
}
GATHER_CODES(dots_codes)
void ck_dots_codes_avx512_vnni(const ck_scattered_rows *rows, const int8_t *query, int32_t *out) { dots_codes(rows, query, out); }
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
