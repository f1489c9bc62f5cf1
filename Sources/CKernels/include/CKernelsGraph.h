// Kernels of searches in graphs: one query against rows that stand anywhere.
#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// Rows of `width` numbers, each at an address of its own.
typedef struct {
  size_t count, width;
  const void *_Nonnull const *_Nonnull rows;
  /// One a row where numbers are code * scale, else not looked at.
  const float *_Nullable scales;
} ck_scattered_rows;

/// A row's result depends on that row and the query alone. float32 sums differ between paths in their last bits, integers do not.
typedef struct {
  /// "avx512", "avx2" or "portable".
  const char *name;
  /// Inner products with rows of float32, half precision, and codes with scales.
  void (*dots_f32)(const ck_scattered_rows *, const float *query, float *out);
  void (*dots_f16)(const ck_scattered_rows *, const float *query, float *out);
  void (*dots_i8)(const ck_scattered_rows *, const float *query, float *out);
  /// Minus the squared distances.
  void (*distances_f32)(const ck_scattered_rows *, const float *query, float *out);
  void (*distances_f16)(const ck_scattered_rows *, const float *query, float *out);
  void (*distances_i8)(const ck_scattered_rows *, const float *query, float *out);
  /// Products of codes of -127...127, at most 65,536 of them.
  void (*dots_codes)(const ck_scattered_rows *, const int8_t *query, int32_t *out);
} ck_graph_kernels;

/// NULL where ck_path is.
const ck_graph_kernels *_Nullable ck_graph_path(const char *path);
/// dots_codes of the fastest kind that this processor has; the integers are the same.
void ck_dots_codes(const ck_scattered_rows *, const int8_t *query, int32_t *out);

#pragma clang assume_nonnull end
