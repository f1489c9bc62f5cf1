#if defined(__x86_64__)
#include "paths.h"
#include <immintrin.h>
#include <string.h>
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define PATH avx2
#define LANES 8
// 6 rows x 2 vectors of accumulators, 2 of the panel, 1 broadcast: 15 of 16 registers.
#define TILE_ROWS 6
#define INT8_ROWS 6
#include "kernels/vector.h"
#include "kernels/lanes_avx2.h"
#include "kernels/int8_pairs_avx2.h"
#include "kernels/postings_portable.h"
#include "kernels/vectors_pairs_avx2.h"
#include "kernels/all.h"
#pragma clang attribute pop
#endif
