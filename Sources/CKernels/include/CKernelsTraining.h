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

/// Rows of 2 width (inner) and of width (outer) of a gate: outer = activation(one half) * the other half, or, backward, outer is the
/// gradient of that product and inner_gradient becomes the gradient of inner.
typedef struct {
  size_t rows, width;
  ck_activation activation;
  int second_is_activated;
  const float *inner;
  float *outer;
  float *_Nullable inner_gradient;
} ck_gate_rows;

/// Backward of a layer norm of x: d, the gradient of what came out, becomes that of x. The sums over the rows that gamma's and beta's
/// gradients are made of are stored (width floats each).
typedef struct {
  size_t rows, width;
  const float *x, *gamma;
  float epsilon;
  float *d, *gamma_sums, *beta_sums;
} ck_norm_back;

/// A step of AdamW in single precision: keep is 1 - rate * decay, other1 and other2 are 1 - beta, step_size the rate over the first
/// bias correction, root_correction the root of the second.
typedef struct {
  float keep, other1, beta2, other2, root_correction, epsilon, step_size, gradient_factor;
} ck_adamw;

/// A step of Lion in single precision: keep is 1 - rate * decay, other1 and other2 are 1 - beta.
typedef struct {
  float keep, beta1, other1, beta2, other2, learning_rate, gradient_factor;
} ck_lion;

/// The training kernels of one path. Error bounds are tested against double precision for every path.
typedef struct {
  /// Multiplies x with the factors of a mask; element i of x is number first + i.
  void (*dropout)(size_t n, const ck_dropout *, uint32_t first, float *x);

  /// out = activation(x), with the error bounds of the activations in place.
  void (*activate_to)(ck_activation, size_t n, const float *x, float *out);
  /// d *= activation'(x), of which the absolute error is <= 6e-7.
  void (*activate_back)(ck_activation, size_t n, const float *x, float *d);
  void (*gate_to)(const ck_gate_rows *);
  void (*gate_back)(const ck_gate_rows *);
  void (*layer_norm_back)(const ck_norm_back *);
  void (*column_sums)(size_t rows, size_t width, const float *x, size_t ld, float *sums);
  double (*squared_norm)(size_t n, const float *x);
  void (*scale)(size_t n, float factor, float *x);
  /// A gradient of NULL stands for zeros.
  void (*adamw)(size_t n, const ck_adamw *, const float *_Nullable gradient, float *values, float *first, float *second);
  void (*lion)(size_t n, const ck_lion *, const float *_Nullable gradient, float *values, float *momentum);

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
