#if defined(__x86_64__)
#include "paths.h"
#include <immintrin.h>
#include <string.h>
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c"))), apply_to = function)
#define PATH avx512
#define LANES 16
// 12 rows x 2 vectors of accumulators, 2 of the panel: 26 of 32 registers.
#define TILE_ROWS 12
#define INT8_ROWS 12
#include "kernels/vector.h"
#include "kernels/lanes_avx512.h"
#include "kernels/int8_pairs_avx512.h"
#include "kernels/postings_avx512.h"
#include "kernels/vectors_pairs_avx512.h"
#include "kernels/all.h"
#pragma clang attribute pop
#endif
