#pragma once
#include "CKernels.h"
extern const ck_kernels ck_portable;
#if defined(__x86_64__)
extern const ck_kernels ck_avx512, ck_avx2;
#endif
