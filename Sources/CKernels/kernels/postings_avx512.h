// Lookups by comparing with the lasts of eight sixteenths, then with the sixteen documents of one; selections by compression in
// registers (to memory it is microcode on some processors).
static size_t match(size_t count, const uint32_t *wanted, const uint32_t *block, uint32_t *found, uint32_t *places) {
  const __m256i lasts = _mm256_setr_epi32(
    (int)block[15], (int)block[31], (int)block[47], (int)block[63], (int)block[79], (int)block[95], (int)block[111], (int)block[127]);
  size_t matches = 0;
  for (size_t i = 0; i < count; i++) {
    const uint32_t part = (uint32_t)__builtin_popcount(_mm256_cmplt_epu32_mask(lasts, _mm256_set1_epi32((int)wanted[i])));
    const uint32_t start = part < 8 ? 16 * part : 112;
    const __mmask16 equal = _mm512_cmpeq_epi32_mask(_mm512_loadu_si512(block + start), _mm512_set1_epi32((int)wanted[i]));
    found[matches] = (uint32_t)i;
    places[matches] = start + (uint32_t)__builtin_ctz(equal | 0x10000u);
    matches += equal != 0;
  }
  return matches;
}

static size_t keep(size_t count, uint32_t *documents, double *scores, double floor) {
  const __m512d least = _mm512_set1_pd(floor);
  size_t kept = 0;
  for (size_t i = 0; i < count; i += 8) {
    const __mmask8 there = count - i >= 8 ? 0xff : (__mmask8)((1u << (count - i)) - 1);
    const __m512d score = _mm512_loadu_pd(scores + i);
    const __m256i document = _mm256_loadu_si256((const __m256i *)(documents + i));
    const __mmask8 stays = _mm512_mask_cmp_pd_mask(there, score, least, _CMP_GE_OQ);
    _mm512_storeu_pd(scores + kept, _mm512_maskz_compress_pd(stays, score));
    _mm256_storeu_si256((__m256i *)(documents + kept), _mm256_maskz_compress_epi32(stays, document));
    kept += (size_t)__builtin_popcount(stays);
  }
  return kept;
}
