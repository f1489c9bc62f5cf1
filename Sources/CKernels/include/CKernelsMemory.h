// How the C library deals with memory.
#pragma once

#include <stdlib.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

// Gives freed memory back to the system.
static inline void ck_trim_memory(void) {
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}

// From now on blocks of so many bytes come from the system and go back to it one by one. By default the library raises this bound as
// blocks are freed, and large blocks then leave holes in its heap: seen in builds of an index, 265 MiB of heap for 39 MiB in use.
static inline void ck_map_blocks_from(int bytes) {
#if defined(__GLIBC__)
  mallopt(M_MMAP_THRESHOLD, bytes);
#endif
}
