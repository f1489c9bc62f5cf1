// The project's own kernels, one table of them per instruction set.
//
// A kernel's body stands once, in kernels/*.h, and is compiled once per instruction set (path_*.c). Within one path a row of a
// result depends on that row's inputs alone: never on the number of rows, on blocking or on threads.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "CKernelsGraph.h"
#include "CKernelsMemory.h"
#include "CKernelsPause.h"
#include "CKernelsPrefetch.h"

#pragma clang assume_nonnull begin

/// What is applied to a product before it is stored.
typedef enum { ck_identity = 0, ck_gelu = 1, ck_relu = 2, ck_tanh = 3, ck_gelu_tanh = 4, ck_silu = 5 } ck_activation;

/// Which elements are dropped: those whose hash of `key` and their number is below `threshold`. The others are multiplied with `factor`.
typedef struct {
  uint64_t key;
  uint32_t threshold;
  float factor;
} ck_dropout;

/// C = activation(A B + bias), or activation(C + A B): A is m x k, B is packed (k x n), C is m x n, all row-major with leading dimensions in floats.
typedef struct {
  size_t m, n, k;
  const float *a;
  size_t lda;
  const float *packed;
  /// Rows of a panel where `packed` points into panels deeper than k; 0 for k.
  size_t packed_depth;
  const float *_Nullable bias;
  float *c;
  size_t ldc;
  ck_activation activation;
  /// 1 when `a` holds A transposed, k rows of m; else 0.
  int transposes;
  /// C += A B instead; bias and activation are not looked at.
  int accumulates;
} ck_product;

/// softmax(scale Q K^T) V for one head of one sequence; q, k, v are length x width with a common leading dimension. Row i sees the
/// keys j with |i - j| <= window alone, whatever stands elsewhere; a window of at least the length is none.
typedef struct {
  size_t length, width, ld, window;
  const float *q, *k, *v;
  float scale;
  float *out;
  size_t ld_out;
  /// attention_scratch(length, width, window) floats; for the gradient attention_backward_scratch(...).
  float *scratch;
  /// Dropout on the softmax; its element (i, j) has the number i * length + j.
  const ck_dropout *_Nullable dropout;
} ck_head;

/// out[r] = gamma * (y - mean(y)) / sqrt(var(y) + epsilon) + beta with y = x[r] + residual[r]. out may be x or residual.
typedef struct {
  size_t rows, width;
  const float *x;
  const float *_Nullable residual;
  const float *gamma;
  const float *_Nullable beta;
  float epsilon;
  float *out;
} ck_norm;

/// Rotates pairs x[i], x[half + i] of each of a row's heads by the angles of that row (Su et al., 2021), in place.
typedef struct {
  size_t rows, heads, half;
  /// rows x half.
  const float *cosine, *sine;
  float *x;
  size_t ld;
} ck_rotation;

/// out[r] = activation(one half of inner[r]) * the other half. inner is rows x 2 width and serves as scratch, out rows x width.
typedef struct {
  size_t rows, width;
  ck_activation activation;
  int second_is_activated;
  float *inner;
  float *out;
} ck_gate;

/// The kernels of one instruction-set path. Error bounds are tested against double precision for every path.
typedef struct {
  /// "avx512", "avx2" or "portable".
  const char *name;
  /// Columns of one panel of a packed matrix.
  size_t panel;
  /// Floats that packing a k x n matrix takes.
  size_t (*packed_size)(size_t n, size_t k);
  /// Packs B = W^T, where W has n rows of k (a linear layer's weight).
  void (*pack_rows)(size_t n, size_t k, const float *w, size_t ldw, float *packed);
  /// Packs B itself, k rows of n.
  void (*pack_columns)(size_t n, size_t k, const float *b, size_t ldb, float *packed);
  void (*multiply)(const ck_product *);

  size_t (*attention_scratch)(size_t length, size_t width, size_t window);
  void (*attention)(const ck_head *);
  void (*rotate)(const ck_rotation *);
  void (*gate)(const ck_gate *);

  /// Each row of x becomes softmax(scale * row). Relative error <= 4e-6 of the largest entry.
  void (*softmax)(size_t rows, size_t columns, size_t ld, float scale, float *x);
  void (*layer_norm)(const ck_norm *);

  /// x * (1 + erf(x / sqrt 2)) / 2; error <= 4e-7 |x| + 1e-30.
  void (*gelu)(size_t n, float *x);
  /// x * (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2 and x / (1 + e^-x); error <= 4e-7 |x| + 1e-30.
  void (*gelu_tanh)(size_t n, float *x);
  void (*silu)(size_t n, float *x);
  /// e^x for -87 <= x <= 88, relative error <= 2.5e-7; clamped outside.
  void (*exp)(size_t n, float *x);
  /// Absolute error <= 2.5e-7.
  void (*tanh)(size_t n, float *x);
  void (*relu)(size_t n, float *x);
  /// y += x.
  void (*add)(size_t n, const float *x, float *y);
  float (*dot)(size_t n, const float *a, const float *b);
  /// out[r] = dot(x[r], vector).
  void (*dot_rows)(size_t rows, size_t width, const float *x, size_t ld, const float *vector, float *out);
  /// out = mean, or element-wise maximum, of the rows; rows >= 1. A NaN in a column stays one.
  void (*mean_rows)(size_t rows, size_t width, const float *x, float *out);
  void (*max_rows)(size_t rows, size_t width, const float *x, float *out);
  /// x / max(|x|, 1e-12), torch's normalize.
  void (*normalize)(size_t n, float *x);

  /// IEEE half precision and bfloat16 to float; the source need not be aligned.
  void (*from_half)(size_t n, const void *source, float *out);
  void (*from_bfloat)(size_t n, const void *source, float *out);
} ck_kernels;

/// The kernels of a path, or NULL when this processor (or this build) has not got it.
const ck_kernels *_Nullable ck_path(const char *name);

#pragma clang assume_nonnull end

#include "CKernelsInt8.h"
#include "CKernelsLexical.h"
#include "CKernelsTraining.h"
#include "CKernelsVectors.h"
