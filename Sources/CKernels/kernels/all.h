// Every kernel of a path and its table. The path has defined PATH, LANES, TILE_ROWS and its primitives.
#include "dropout.h"
#include "functions.h"
#include "pack.h"
#include "multiply.h"
#include "rows.h"
#include "training.h"
#include "derivatives.h"
#include "optimizers.h"
#include "outer.h"
#include "convert.h"
#include "attention.h"
#include "attention_backward.h"
#include "rotary.h"
#include "int8.h"
#include "postings.h"
#include "graph.h"
#include "vectors.h"

#define TEXT_(x) #x
#define TEXT(x) TEXT_(x)
const ck_kernels CONCAT(ck_, PATH) = {
  .name = TEXT(PATH), .panel = PANEL,
  .packed_size = packed_size, .pack_rows = pack_rows, .pack_columns = pack_columns, .multiply = multiply,
  .attention_scratch = attention_scratch, .attention = attention, .rotate = rotate, .gate = gate,
  .softmax = softmax, .layer_norm = layer_norm,
  .gelu = gelu_all, .gelu_tanh = gelu_tanh_all, .silu = silu_all, .exp = exp_all, .tanh = tanh_all, .relu = relu_all,
  .add = add, .dot = dot, .dot_rows = dot_rows, .mean_rows = mean_rows, .max_rows = max_rows, .normalize = normalize,
  .from_half = from_half, .from_bfloat = from_bfloat,
};
const ck_int8_kernels CONCAT(ck_int8_, PATH) = INT8_TABLE("pairs");
const ck_training_kernels CONCAT(ck_training_, PATH) = {
  .activate_to = activate_to, .activate_back = activate_back, .gate_to = gate_to, .gate_back = gate_back,
  .layer_norm_back = layer_norm_back, .column_sums = column_sums, .squared_norm = squared_norm, .scale = scale,
  .adamw = adamw, .lion = lion,
  .dropout = dropout, .outer_scratch = outer_scratch, .add_outer = add_outer,
  .attention_backward_scratch = attention_backward_scratch, .attention_backward = attention_backward, .rotate_back = rotate_back,
};
const ck_lexical_kernels CONCAT(ck_lexical_, PATH) = {
  .name = TEXT(PATH), .sum_gaps = sum_gaps, .match = match, .keep = keep, .sort_slots = sort_slots,
};
const ck_graph_kernels CONCAT(ck_graph_, PATH) = {
  .name = TEXT(PATH), .dots_f32 = dots_f32, .dots_f16 = dots_f16, .dots_i8 = dots_i8, .distances_f32 = distances_f32,
  .distances_f16 = distances_f16, .distances_i8 = distances_i8, .dots_codes = dots_codes,
};
const ck_vector_kernels CONCAT(ck_vectors_, PATH) = VECTOR_TABLE("pairs");
