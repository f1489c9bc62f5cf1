// Codes without VNNI: 16-bit pairs.
#define CODE_STEP 16
#define QUERY_SIZE 2
#define CODE_OFFSET 0
static INLINE vi code_step(vi sum, const int8_t *codes, const char *query) {
  const __m256i a = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)codes));
  return sum + (vi)_mm256_madd_epi16(a, _mm256_loadu_si256((const __m256i *)query));
}
