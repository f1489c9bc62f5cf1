// The gradient of one head's attention, by the same blocks of query rows as forward: a block's probabilities P are computed again
// (Dao et al., 2022), memory is linear in the length. With the dropout factors m, D the inner products of a row of `out` and its gradient:
//   dV = (P m)^T dO,  dP = m (dO V^T),  dS = scale P (dP - D),  dQ = dS K,  dK = dS^T Q.
// dK and dV are summed over queries in order, dQ over keys, whatever the blocks; outside a row's window P m and dS are zeros.

static size_t attention_backward_scratch(size_t length, size_t width, size_t window) {
  return 2 * packed_size(length, width) + packed_size(width, length) + 2 * packed_size(width, QUERY_ROWS) +
         2 * QUERY_ROWS * score_stride(visible_keys(length, window));
}

// A block's scores become P m; `differences` begins as dO V^T and becomes dS, with the stride of the scores.
typedef struct {
  query_block block;
  float *differences;
  // V^T in panels, K in panels, and the block's rows of Q and dO in panels.
  const float *value_rows, *key_columns;
  float *queries, *gradients;
} gradient_block;

// One row: weights e^x to P m, products with the values to dS.
static INLINE void differ_row(const ck_head *h, row_keys k, float *differences, float inverse, float sum, uint32_t number) {
  const vf factor = splat(inverse), scale = splat(h->scale), mean = splat(sum);
  for (size_t i = k.begin; i < k.end; i += LANES) {
    const vf p = lanes_of(k.scores, i, k.end) * factor;
    vf dp = lanes_of(differences, i, k.end), dropped = p;
    if (h->dropout) {
      const vf m = dropout_factors(h->dropout, numbers_from(number + (uint32_t)i));
      dropped = p * m;
      dp *= m;
    }
    put_lanes(k.scores, dropped, i, k.end);
    put_lanes(differences, p * (dp - mean) * scale, i, k.end);
  }
}

static void differ(const ck_head_backward *g, const gradient_block *d) {
  const ck_head *h = &g->head;
  const query_block *b = &d->block;
  const float *out = h->out + b->row * h->ld_out, *gradient = g->gradient + b->row * h->ld_out;
  float means[QUERY_ROWS];
  for (size_t r = 0; r < b->rows; r++) means[r] = dot(h->width, out + r * h->ld_out, gradient + r * h->ld_out);
  multiply(&(ck_product){.m = b->rows, .n = b->stride, .k = h->width, .a = gradient, .lda = h->ld_out,
                         .packed = d->value_rows + b->first * h->width, .c = d->differences, .ldc = b->stride});
  for (size_t r = 0; r < b->rows; r++) {
    row_keys k = keys_of(h, b, r);
    float *row = d->differences + r * b->stride;
    differ_row(h, k, row, b->factors[r], means[r], mask_number(h, b, r));
    k.scores = row;
    clear_unseen(b, k);
  }
}

// What rows r..<r+rows of the block give to the gradients of its keys begin..<end, and those keys to the rows' own.
static void add_gradients(const ck_head_backward *g, const gradient_block *d, size_t r, size_t rows, size_t begin, size_t end) {
  const ck_head *h = &g->head;
  const query_block *b = &d->block;
  const size_t at = r * b->stride + (begin - b->first);
  ck_product keys = {.m = end - begin, .n = h->width, .k = rows, .a = b->scores + at, .lda = b->stride, .transposes = 1,
                     .packed = d->gradients + r * PANEL, .packed_depth = b->rows, .c = g->dv + begin * g->ld, .ldc = g->ld,
                     .accumulates = 1};
  multiply(&keys);
  keys.a = d->differences + at;
  keys.packed = d->queries + r * PANEL;
  keys.c = g->dk + begin * g->ld;
  multiply(&keys);
  multiply(&(ck_product){.m = rows, .n = h->width, .k = end - begin, .a = d->differences + at, .lda = b->stride,
                         .packed = d->key_columns + begin * PANEL, .packed_depth = h->length,
                         .c = g->dq + (b->row + r) * g->ld, .ldc = g->ld});
}

static void clear_rows(size_t rows, size_t width, size_t ld, float *x) {
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < width; i += LANES) put_lanes(x + r * ld, splat(0.0f), i, width);
}

// Rows of a block stand apart, so that no hardware fetches them ahead.
static void fetch_block(const ck_head_backward *g, size_t number) {
  const ck_head *h = &g->head;
  if (number >= block_count(h)) return;
  const size_t row = block_row(h, number), rows = block_row(h, number + 1) - row;
  fetch_rows(rows, h->width, h->ld, h->q + row * h->ld);
  fetch_rows(rows, h->width, h->ld_out, h->out + row * h->ld_out);
  fetch_rows(rows, h->width, h->ld_out, g->gradient + row * h->ld_out);
}

static void attention_backward(const ck_head_backward *g) {
  const ck_head *h = &g->head;
  const size_t panels = packed_size(h->length, h->width), columns = packed_size(h->width, h->length);
  const size_t block = packed_size(h->width, QUERY_ROWS);
  float *keys = h->scratch, *values = keys + panels, *key_columns = values + panels, *queries = key_columns + columns;
  float *gradients = queries + block, *scores = gradients + block;
  gradient_block d = {.block = {.keys = keys, .scores = scores}, .value_rows = values, .key_columns = key_columns,
                      .queries = queries, .gradients = gradients,
                      .differences = scores + QUERY_ROWS * score_stride(visible_keys(h->length, h->window))};
  pack_rows(h->length, h->width, h->k, h->ld, keys);
  pack_rows(h->length, h->width, h->v, h->ld, values);
  pack_columns(h->width, h->length, h->k, h->ld, key_columns);
  clear_rows(h->length, h->width, g->ld, g->dk);
  clear_rows(h->length, h->width, g->ld, g->dv);
  // A zero does not exclude a factor that is not finite: then each row takes its own keys only.
  const int apart = h->window < h->length &&
                    !(are_finite(h->length, h->width, h->ld, h->q) && are_finite(h->length, h->width, h->ld, h->k) &&
                      are_finite(h->length, h->width, h->ld_out, g->gradient));
  query_block *b = &d.block;
  fetch_block(g, 0);
  for (size_t i = 0; i < block_count(h); i++) {
    find_block(h, i, b);
    score_block(h, b);
    fetch_block(g, i + 1);
    differ(g, &d);
    pack_columns(h->width, b->rows, h->q + b->row * h->ld, h->ld, queries);
    pack_columns(h->width, b->rows, g->gradient + b->row * h->ld_out, h->ld_out, gradients);
    if (!apart) add_gradients(g, &d, 0, b->rows, b->first, b->end);
    for (size_t r = 0; apart && r < b->rows; r++)
      add_gradients(g, &d, r, 1, first_key(b->row + r, h->window), end_key(b->row + r, h->window, h->length));
  }
}
