// Asks for a cache line that will be read or written soon.
#pragma once

static inline void ck_prefetch(const void *address) { __builtin_prefetch(address, 1, 3); }
