#pragma once
#include "CKernels.h"
extern const ck_kernels ck_portable;
extern const ck_int8_kernels ck_int8_portable;
extern const ck_training_kernels ck_training_portable;
extern const ck_lexical_kernels ck_lexical_portable;
extern const ck_graph_kernels ck_graph_portable;
extern const ck_vector_kernels ck_vectors_portable;
#if defined(__x86_64__)
extern const ck_kernels ck_avx512, ck_avx2;
extern const ck_training_kernels ck_training_avx512, ck_training_avx2;
extern const ck_lexical_kernels ck_lexical_avx512, ck_lexical_avx2;
extern const ck_graph_kernels ck_graph_avx512, ck_graph_avx2;
void ck_dots_codes_avx512_vnni(const ck_scattered_rows *, const int8_t *query, int32_t *out);
extern const ck_vector_kernels ck_vectors_avx512, ck_vectors_avx2, ck_vectors_avx512_vnni, ck_vectors_avx2_vnni;
extern const ck_int8_kernels ck_int8_avx512, ck_int8_avx2, ck_int8_avx512_vnni, ck_int8_avx2_vnni;
#endif
