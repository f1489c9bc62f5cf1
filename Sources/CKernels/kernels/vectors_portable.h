// Codes in plain C.
#define CODE_STEP 8
#define QUERY_SIZE 2
#define CODE_OFFSET 0
static INLINE vi code_step(vi sum, const int8_t *codes, const char *query) {
  int16_t q[CODE_STEP];
  memcpy(q, query, sizeof q);
  #pragma clang loop unroll(full)
  for (int i = 0; i < CODE_STEP; i++) sum[i % LANES] += (int32_t)codes[i] * q[i];
  return sum;
}
