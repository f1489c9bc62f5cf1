// Codes without VNNI: 16-bit pairs.
#define CODE_STEP 32
#define QUERY_SIZE 2
#define CODE_OFFSET 0
static INLINE vi code_step(vi sum, const int8_t *codes, const char *query) {
  const __m512i a = _mm512_cvtepi8_epi16(_mm256_loadu_si256((const __m256i *)codes));
  return sum + (vi)_mm512_madd_epi16(a, _mm512_loadu_si512(query));
}
