// Attention of one head over one sequence, by blocks of query rows: the scores of a block are all that is ever held, so memory
// is linear in the length.

#define QUERY_ROWS 48

static size_t score_stride(size_t length) { return (length + LANES - 1) / LANES * LANES; }

static size_t attention_scratch(size_t length, size_t width) {
  return packed_size(length, width) + packed_size(width, length) + QUERY_ROWS * score_stride(length);
}

static void attention(const ck_head *h) {
  float *keys = h->scratch, *values = keys + packed_size(h->length, h->width);
  float *scores = values + packed_size(h->width, h->length);
  const size_t stride = score_stride(h->length);
  pack_rows(h->length, h->width, h->k, h->ld, keys);
  pack_columns(h->width, h->length, h->v, h->ld, values);
  for (size_t row = 0; row < h->length; row += QUERY_ROWS) {
    const size_t rows = h->length - row < QUERY_ROWS ? h->length - row : QUERY_ROWS;
    // Columns up to the stride are zeros of the panel's padding; softmax leaves them and the second product does not read them.
    multiply(&(ck_product){.m = rows, .n = stride, .k = h->width, .a = h->q + row * h->ld, .lda = h->ld, .packed = keys,
                           .c = scores, .ldc = stride});
    softmax(rows, h->length, stride, h->scale, scores);
    multiply(&(ck_product){.m = rows, .n = h->width, .k = h->length, .a = scores, .lda = stride, .packed = values,
                           .c = h->out + row * h->ld_out, .ldc = h->ld_out});
  }
}
