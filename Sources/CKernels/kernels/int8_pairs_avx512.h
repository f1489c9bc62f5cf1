// Dot products of pairs of 16-bit integers, for processors without VNNI.
#define GROUP 2
typedef int16_t quantum;
static INLINE vi spread(const quantum *a) {
  int32_t pair;
  memcpy(&pair, a, sizeof pair);
  return (vi)_mm512_set1_epi32(pair);
}
static INLINE vi weights(const int8_t *b) { return (vi)_mm512_cvtepi8_epi16(_mm256_loadu_si256((const __m256i *)b)); }
static INLINE vi add_dots(vi sum, vi a, vi b) { return sum + (vi)_mm512_madd_epi16((__m512i)a, (__m512i)b); }
