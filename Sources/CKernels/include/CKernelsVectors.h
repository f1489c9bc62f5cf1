// Kernels of searches over stored vectors.
#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// What a first pass over codes knows of a query. The score of a row with the integer product s, the error e and the length l lies within
/// error_factor e + length_factor l + square_slack l^2 + slack of scale (scale of the row) s - square l^2 - constant.
typedef struct {
  float scale, error_factor, length_factor, square, square_slack, constant, slack;
} ck_code_query;

/// Bounds of the scores of rows of codes with some queries: upper and lower are queries x rows, with the leading dimension ld.
typedef struct {
  size_t rows, width;
  const int8_t *codes;
  const float *scales, *errors, *lengths;
  const int32_t *sums;
  size_t queries;
  /// query_bytes(width) bytes a query, made by prepare_query.
  const void *query_codes;
  const ck_code_query *query;
  float *upper, *lower;
  size_t ld;
} ck_code_pass;

typedef struct {
  /// What multiplies codes: "vnni" or "pairs". The integers are the same.
  const char *name;
  size_t (*query_bytes)(size_t width);
  void (*prepare_query)(size_t width, const int8_t *codes, void *out);
  void (*bound)(const ck_code_pass *);
  /// out[r] = scales[r] * codes[r].
  void (*decode)(size_t rows, size_t width, const int8_t *codes, const float *scales, float *out);
  /// Numbers (row * columns + column), ascending, of the scores that reach the threshold of their column; returns how many.
  size_t (*reaching)(size_t rows, size_t columns, const float *scores, const float *thresholds, uint32_t *found);
  /// The same for one row of scores and one threshold.
  size_t (*reaching_one)(size_t count, const float *scores, float threshold, uint32_t *found);
  /// scores (rows x queries) of rows of floats with at most 8 queries, row-major: the bits of ck_kernels.multiply, faster for so few.
  void (*score_few)(size_t rows, size_t width, const float *x, size_t queries, const float *query, float *scores);
  /// scores[r][c] = 2 scores[r][c] - row_squares[r] - column_squares[c].
  void (*distances)(size_t rows, size_t columns, float *scores, const float *row_squares, const float *column_squares);
} ck_vector_kernels;

/// The fastest kernels of a path on this processor, or those that do without VNNI; NULL where ck_path is.
const ck_vector_kernels *_Nullable ck_vector_path(const char *path, int without_vnni);

/// Asks for memory that will be read soon, into the second-level cache.
static inline void ck_prefetch_bytes(const void *start, size_t count) {
  for (size_t i = 0; i < count; i += 64) __builtin_prefetch((const char *)start + i, 0, 2);
}

#pragma clang assume_nonnull end
