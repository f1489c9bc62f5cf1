// Products of quantised matrices: unsigned bytes times signed bytes, summed exactly in 32-bit integers.
//
// An activation row x is stored as x ≈ scale (q - zero) with 0 <= q, zero <= 255, a weight row w as w ≈ scale q with |q| <= 127. The
// integers and, for ck_identity, the resulting floats are the same on every path.
#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// Rows of floats to be stored as bytes, each with a scale and a zero of its own. A row that holds no finite numbers only gets the
/// scale NaN.
typedef struct {
  size_t rows, width, ld;
  const float *x;
  /// rows x row_bytes(width), 64-byte aligned.
  void *q;
  float *scale;
  int32_t *zero;
} ck_int8_rows;

/// C = activation(A B + bias): A is m quantised rows of k, B is packed (k x n), C is m x n floats.
typedef struct {
  size_t m, n, k;
  const void *a;
  const float *a_scale;
  const int32_t *a_zero;
  const void *packed;
  const float *_Nullable bias;
  float *c;
  size_t ldc;
  ck_activation activation;
} ck_int8_product;

/// The quantised kernels of one path. Sums are exact for k <= 65,536.
typedef struct {
  /// What multiplies: "vnni" (four bytes a lane) or "pairs" (16-bit pairs).
  const char *name;
  /// Bytes of one quantised row.
  size_t (*row_bytes)(size_t k);
  /// Bytes that packing takes; the memory is 64-byte aligned.
  size_t (*packed_bytes)(size_t n, size_t k);
  /// Quantises and packs B = W^T, where W has n rows of k: each row by its largest magnitude.
  void (*pack)(size_t n, size_t k, const float *w, size_t ldw, void *packed);
  void (*quantize)(const ck_int8_rows *);
  void (*multiply)(const ck_int8_product *);
} ck_int8_kernels;

/// The fastest quantised kernels of a path on this processor, or those that do without VNNI; NULL where ck_path is.
const ck_int8_kernels *_Nullable ck_int8_path(const char *path, int without_vnni);

#pragma clang assume_nonnull end
