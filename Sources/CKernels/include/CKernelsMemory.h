// Gives freed memory back to the system, where the C library keeps it otherwise.
#pragma once

#include <stdlib.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

static inline void ck_trim_memory(void) {
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}
