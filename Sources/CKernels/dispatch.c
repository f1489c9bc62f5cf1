// Which paths this processor can run.
#include "paths.h"
#include <string.h>
#if defined(__x86_64__)
#include <cpuid.h>
#endif

#if defined(__x86_64__)
static int has_avx2(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
}
static int has_avx512(void) {
  return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}
// AVX-VNNI is bit 4 of EAX in leaf 7, subleaf 1; not every compiler knows its name.
static int has_avx_vnni(void) {
  unsigned a = 0, b, c, d;
  return __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a >> 4 & 1);
}
#endif

const ck_kernels *ck_path(const char *name) {
#if defined(__x86_64__)
  if (strcmp(name, "avx512") == 0) return has_avx512() ? &ck_avx512 : NULL;
  if (strcmp(name, "avx2") == 0) return has_avx2() ? &ck_avx2 : NULL;
#endif
  return strcmp(name, "portable") == 0 ? &ck_portable : NULL;
}

const ck_int8_kernels *ck_int8_path(const char *path, int without_vnni) {
  if (!ck_path(path)) return NULL;
#if defined(__x86_64__)
  if (strcmp(path, "avx512") == 0)
    return !without_vnni && __builtin_cpu_supports("avx512vnni") ? &ck_int8_avx512_vnni : &ck_int8_avx512;
  if (strcmp(path, "avx2") == 0) return !without_vnni && has_avx_vnni() ? &ck_int8_avx2_vnni : &ck_int8_avx2;
#endif
  return &ck_int8_portable;
}

const ck_training_kernels *ck_training_path(const char *path) {
  if (!ck_path(path)) return NULL;
#if defined(__x86_64__)
  if (strcmp(path, "avx512") == 0) return &ck_training_avx512;
  if (strcmp(path, "avx2") == 0) return &ck_training_avx2;
#endif
  return &ck_training_portable;
}

const ck_lexical_kernels *ck_lexical_path(const char *path) {
  if (!ck_path(path)) return NULL;
#if defined(__x86_64__)
  if (strcmp(path, "avx512") == 0) return &ck_lexical_avx512;
  if (strcmp(path, "avx2") == 0) return &ck_lexical_avx2;
#endif
  return &ck_lexical_portable;
}

const ck_graph_kernels *ck_graph_path(const char *path) {
  if (!ck_path(path)) return NULL;
#if defined(__x86_64__)
  if (strcmp(path, "avx512") == 0) return &ck_graph_avx512;
  if (strcmp(path, "avx2") == 0) return &ck_graph_avx2;
#endif
  return &ck_graph_portable;
}

void ck_dots_codes(const ck_scattered_rows *rows, const int8_t *query, int32_t *out) {
#if defined(__x86_64__)
  if (has_avx512() && __builtin_cpu_supports("avx512vnni")) return ck_dots_codes_avx512_vnni(rows, query, out);
  if (has_avx512()) return ck_graph_avx512.dots_codes(rows, query, out);
  if (has_avx2()) return ck_graph_avx2.dots_codes(rows, query, out);
#endif
  ck_graph_portable.dots_codes(rows, query, out);
}

const ck_vector_kernels *ck_vector_path(const char *path, int without_vnni) {
  if (!ck_path(path)) return NULL;
#if defined(__x86_64__)
  if (strcmp(path, "avx512") == 0)
    return !without_vnni && __builtin_cpu_supports("avx512vnni") ? &ck_vectors_avx512_vnni : &ck_vectors_avx512;
  if (strcmp(path, "avx2") == 0) return !without_vnni && has_avx_vnni() ? &ck_vectors_avx2_vnni : &ck_vectors_avx2;
#endif
  return &ck_vectors_portable;
}
