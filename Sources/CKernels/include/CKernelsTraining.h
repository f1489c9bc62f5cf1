// Kernels that only training needs, one table of them per instruction set.
#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// C += scale * A^T B: A is k rows of m (leading dimension lda), B is packed by pack_columns (k rows of n), C is m x n.
typedef struct {
  size_t m, n, k;
  const float *a;
  size_t lda;
  const float *packed;
  float scale;
  float *c;
  size_t ldc;
  /// outer_scratch() floats.
  float *scratch;
} ck_outer_product;

/// The gradient of a head: from that of its `out` those of q, k and v, which are overwritten.
typedef struct {
  /// As it was forward, `out` with what came of it.
  ck_head head;
  /// d out, with the leading dimension of `out`.
  const float *gradient;
  float *dq, *dk, *dv;
  size_t ld;
} ck_head_backward;

/// The training kernels of one path. Error bounds are tested against double precision for every path.
typedef struct {
  /// Multiplies x with the factors of a mask; element i of x is number first + i.
  void (*dropout)(size_t n, const ck_dropout *, uint32_t first, float *x);

  size_t (*outer_scratch)(void);
  void (*add_outer)(const ck_outer_product *);

  size_t (*attention_backward_scratch)(size_t length, size_t width, size_t window);
  void (*attention_backward)(const ck_head_backward *);
  /// By the negative angles: the gradient of `rotate`.
  void (*rotate_back)(const ck_rotation *);
} ck_training_kernels;

/// The training kernels of a path; NULL where ck_path is.
const ck_training_kernels *_Nullable ck_training_path(const char *name);

#pragma clang assume_nonnull end
