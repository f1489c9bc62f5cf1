// Dot products of pairs of 16-bit integers, for processors without VNNI.
#define GROUP 2
typedef int16_t quantum;
static INLINE vi spread(const quantum *a) {
  int32_t pair;
  memcpy(&pair, a, sizeof pair);
  return (vi)_mm256_set1_epi32(pair);
}
static INLINE vi weights(const int8_t *b) { return (vi)_mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)b)); }
static INLINE vi add_dots(vi sum, vi a, vi b) { return sum + (vi)_mm256_madd_epi16((__m256i)a, (__m256i)b); }
