// Kernels of searches in postings: integers, comparisons and moves, so that the results are the same on every path.
#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

typedef struct {
  /// "avx512", "avx2" or "portable".
  const char *name;
  /// Turns 128 gaps into documents, in place: the first gap counts from `base`, each other from behind its predecessor. Modulo 2^32.
  void (*sum_gaps)(uint32_t base, uint32_t *documents);
  /// Looks up `count` ascending documents in a block of 128 non-decreasing ones. Of each that is there, its number and its first place in the
  /// block go to `found` and `places`; returns how many are. Both have room for `count`. No wanted document is above the block's last.
  size_t (*match)(size_t count, const uint32_t *wanted, const uint32_t *block, uint32_t *found, uint32_t *places);
  /// Keeps, in order, the documents with scores >= floor, at the front; returns how many. Both arrays have room for eight more than `count`.
  size_t (*keep)(size_t count, uint32_t *documents, double *scores, double floor);
  /// Puts `count` different slots below 4096 in ascending order. `slots` has room for four more; `words` are 64 zeros, and again afterwards.
  void (*sort_slots)(size_t count, uint16_t *slots, uint64_t *words);
} ck_lexical_kernels;

/// The kernels of a path, or NULL when this processor (or this build) has not got it.
const ck_lexical_kernels *_Nullable ck_lexical_path(const char *path);

#pragma clang assume_nonnull end
