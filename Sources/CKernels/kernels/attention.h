// Attention of one head over one sequence, by blocks of query rows: the scores of a block against the keys it may see are all that
// is ever held, so memory is linear in the length, and with a window so is time.
//
// The bits of a row depend on the keys and values in its own window alone: scores and weighted sums run over keys in order, the
// softmax of a row begins at its own first key, and a weight of zero leaves a sum as it is.

// Rows of a block, at most; half of it with a window, of which blocks of fewer rows see less that is not theirs (8 % for 64 tokens).
#define QUERY_ROWS 48

static size_t at_most(size_t a, size_t b) { return a < b ? a : b; }
static size_t first_key(size_t row, size_t window) { return row > window ? row - window : 0; }
static size_t end_key(size_t row, size_t window, size_t length) { return window < length - row ? row + window + 1 : length; }
static size_t score_stride(size_t keys) { return (keys + LANES - 1) / LANES * LANES; }

// The most keys that a block sees, counted from the panel in which they begin.
static size_t visible_keys(size_t length, size_t window) {
  return window < length ? at_most(length, 2 * window + QUERY_ROWS + PANEL) : length;
}

static size_t attention_scratch(size_t length, size_t width, size_t window) {
  return packed_size(length, width) + packed_size(width, length) + QUERY_ROWS * score_stride(visible_keys(length, window));
}

// One block of query rows and the keys first..<end that it sees; `first` is a multiple of PANEL.
typedef struct {
  size_t row, rows, first, end, stride;
  const float *keys, *values;
  float *scores;
  // Of each row: the offset of its softmax, then the factor that makes its weights add up to one.
  float factors[QUERY_ROWS];
} query_block;

// A row's scores and which of them it has, counted from the block's first key.
typedef struct {
  float *scores;
  size_t begin, end;
} row_keys;

static INLINE row_keys keys_of(const ck_head *h, const query_block *b, size_t r) {
  return (row_keys){.scores = b->scores + r * b->stride, .begin = first_key(b->row + r, h->window) - b->first,
                    .end = end_key(b->row + r, h->window, h->length) - b->first};
}

// Block `number` of those that the queries are shared out to evenly: 100 are 33, 33 and 34, not 48, 48 and 4.
static size_t block_count(const ck_head *h) {
  const size_t rows = h->window < h->length ? QUERY_ROWS / 2 : QUERY_ROWS;
  return (h->length + rows - 1) / rows;
}
static size_t block_row(const ck_head *h, size_t number) { return number * h->length / block_count(h); }

// Zeros where the block has keys that the row does not see.
static INLINE void clear_unseen(const query_block *b, row_keys k) {
  const size_t end = b->end - b->first;
  if (k.begin > 0) memset(k.scores, 0, k.begin * sizeof *k.scores);
  if (k.end < end) memset(k.scores + k.end, 0, (end - k.end) * sizeof *k.scores);
}

static void find_block(const ck_head *h, size_t number, query_block *b) {
  b->row = block_row(h, number);
  b->rows = block_row(h, number + 1) - b->row;
  b->first = first_key(b->row, h->window) / PANEL * PANEL;
  b->end = end_key(b->row + b->rows - 1, h->window, h->length);
  b->stride = score_stride(b->end - b->first);
}

static void score_block(const ck_head *h, query_block *b) {
  // Columns up to the stride are zeros of the panel's padding; softmax leaves them and the second product does not read them.
  multiply(&(ck_product){.m = b->rows, .n = b->stride, .k = h->width, .a = h->q + b->row * h->ld, .lda = h->ld,
                         .packed = b->keys + b->first * h->width, .c = b->scores, .ldc = b->stride});
  // One step for all rows, then the next: a row's reductions do not hold up the others.
  for (size_t r = 0; r < b->rows; r++) {
    const row_keys k = keys_of(h, b, r);
    b->factors[r] = softmax_offset(k.end - k.begin, h->scale, k.scores + k.begin);
  }
  for (size_t r = 0; r < b->rows; r++) {
    const row_keys k = keys_of(h, b, r);
    b->factors[r] = 1.0f / exp_row(k.end - k.begin, h->scale, b->factors[r], k.scores + k.begin);
    clear_unseen(b, k);
  }
}

// The number that dropout gives the probability of row r and the block's first key.
static INLINE uint32_t mask_number(const ck_head *h, const query_block *b, size_t r) {
  return (uint32_t)((b->row + r) * h->length + b->first);
}

static void drop_weights(const ck_head *h, const query_block *b) {
  for (size_t r = 0; r < b->rows; r++) {
    const row_keys k = keys_of(h, b, r);
    const uint32_t number = mask_number(h, b, r);
    for (size_t i = k.begin; i < k.end; i += LANES) {
      const vf factors = dropout_factors(h->dropout, numbers_from(number + (uint32_t)i));
      put_lanes(k.scores, lanes_of(k.scores, i, k.end) * factors, i, k.end);
    }
  }
}

// Rows r..<r+rows of the block times the values of its keys begin..<end.
static void weigh_values(const ck_head *h, const query_block *b, size_t r, size_t rows, size_t begin, size_t end) {
  multiply(&(ck_product){.m = rows, .n = h->width, .k = end - begin, .a = b->scores + r * b->stride + (begin - b->first),
                         .lda = b->stride, .packed = b->values + begin * PANEL, .packed_depth = h->length,
                         .c = h->out + (b->row + r) * h->ld_out, .ldc = h->ld_out});
  for (size_t i = r; i < r + rows; i++) scale_row(h->width, b->factors[i], h->out + (b->row + i) * h->ld_out);
}

static int are_finite(size_t rows, size_t width, size_t ld, const float *x) {
  vf sum = splat(0.0f);
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < width; i += LANES) sum += lanes_of(x + r * ld, i, width) * splat(0.0f);
  return sum_lanes(sum) == 0.0f;
}

static void fetch_rows(size_t rows, size_t width, size_t ld, const float *x) {
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < width; i += LINE_FLOATS) __builtin_prefetch(x + r * ld + i, 0, 2);
}

static void attention(const ck_head *h) {
  fetch_rows(h->length, h->width, h->ld, h->q);
  float *keys = h->scratch, *values = keys + packed_size(h->length, h->width);
  query_block b = {.keys = keys, .values = values, .scores = values + packed_size(h->width, h->length)};
  pack_rows(h->length, h->width, h->k, h->ld, keys);
  pack_columns(h->width, h->length, h->v, h->ld, values);
  // A weight of zero does not exclude a value that is not finite: then each row takes its own values only.
  const int apart = h->window < h->length && !are_finite(h->length, h->width, h->ld, h->v);
  for (size_t i = 0; i < block_count(h); i++) {
    find_block(h, i, &b);
    score_block(h, &b);
    if (h->dropout) drop_weights(h, &b);
    if (!apart) weigh_values(h, &b, 0, b.rows, b.first, b.end);
    for (size_t r = 0; apart && r < b.rows; r++)
      weigh_values(h, &b, r, 1, first_key(b.row + r, h->window), end_key(b.row + r, h->window, h->length));
  }
}
