#pragma once
#include <stddef.h>
#include <stdint.h>
/// Name of the instruction-set path in use: "avx512", "avx2" or "portable".
const char *ck_isa_name(void);
