// Dot products of pairs of 16-bit integers in plain vectors.
#define GROUP 2
typedef int16_t quantum;
typedef int8_t bytes8 __attribute__((vector_size(8)));
typedef int16_t shorts8 __attribute__((vector_size(16)));
static INLINE vi spread(const quantum *a) {
  int32_t pair;
  memcpy(&pair, a, sizeof pair);
  return pair - (vi){0};
}
static INLINE vi weights(const int8_t *b) {
  bytes8 x;
  memcpy(&x, b, sizeof x);
  return (vi)__builtin_convertvector(x, shorts8);
}
static INLINE vi low_half(vi x) {
  typedef uint32_t vu __attribute__((vector_size(sizeof(vi))));
  return (vi)((vu)x << 16) >> 16;
}
static INLINE vi add_dots(vi sum, vi a, vi b) {
#if defined(__SSE2__)
  return sum + (vi)__builtin_ia32_pmaddwd128((shorts8)a, (shorts8)b);
#else
  // The low and the high half of every lane, sign-extended.
  return sum + low_half(a) * low_half(b) + (a >> 16) * (b >> 16);
#endif
}
