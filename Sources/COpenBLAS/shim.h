// Types of the few OpenBLAS entry points in use. The library itself is opened with dlopen, after its core type has been chosen.
#pragma once
enum { co_row_major = 101, co_no_trans = 111, co_trans = 112 };
typedef void (*co_sgemm_fn)(int order, int trans_a, int trans_b, int m, int n, int k, float alpha, const float *a, int lda,
                            const float *b, int ldb, float beta, float *c, int ldc);
typedef void (*co_set_num_threads_fn)(int);
typedef char *(*co_get_string_fn)(void);
