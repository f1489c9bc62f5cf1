// Which paths this processor can run.
#include "paths.h"
#include <string.h>

#if defined(__x86_64__)
static int has_avx2(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
}
static int has_avx512(void) {
  return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}
#endif

const ck_kernels *ck_path(const char *name) {
#if defined(__x86_64__)
  if (strcmp(name, "avx512") == 0) return has_avx512() ? &ck_avx512 : NULL;
  if (strcmp(name, "avx2") == 0) return has_avx2() ? &ck_avx2 : NULL;
#endif
  return strcmp(name, "portable") == 0 ? &ck_portable : NULL;
}
