// Searches over stored vectors. The path has defined CODE_STEP (codes a step), QUERY_SIZE (bytes of a query's code), CODE_OFFSET (what is
// added to a query's codes) and code_step.

static size_t code_query_bytes(size_t width) { return ((width + CODE_STEP - 1) / CODE_STEP * CODE_STEP * QUERY_SIZE + 63) / 64 * 64; }

static void prepare_code_query(size_t width, const int8_t *codes, void *out) {
  memset(out, 0, code_query_bytes(width));
  for (size_t i = 0; i < width; i++) {
#if QUERY_SIZE == 1
    ((uint8_t *)out)[i] = (uint8_t)(codes[i] + CODE_OFFSET);
#else
    ((int16_t *)out)[i] = codes[i];
#endif
  }
}

static INLINE vi code_rest(vi sum, const int8_t *codes, size_t n, const char *query) {
  int8_t rest[CODE_STEP] = {0};
  memcpy(rest, codes, n);
  return code_step(sum, rest, query);
}

// Products of a query with LANES rows; rows from `count` on are the last one again.
static INLINE vi code_products(const size_t count, size_t width, const int8_t *codes, const char *query) {
  vi sum[LANES];
  size_t i = 0;
  #pragma clang loop unroll(full)
  for (int r = 0; r < LANES; r++) sum[r] = (vi){0};
  for (; i + CODE_STEP <= width; i += CODE_STEP) {
    #pragma clang loop unroll(full)
    for (int r = 0; r < LANES; r++)
      sum[r] = code_step(sum[r], codes + ((size_t)r < count ? (size_t)r : count - 1) * width + i, query + i * QUERY_SIZE);
  }
  if (i < width)
    for (int r = 0; r < LANES; r++)
      sum[r] = code_rest(sum[r], codes + ((size_t)r < count ? (size_t)r : count - 1) * width + i, width - i, query + i * QUERY_SIZE);
  vf x[LANES];
  #pragma clang loop unroll(full)
  for (int r = 0; r < LANES; r++) x[r] = (vf)sum[r];
  transpose(x);
  vi total = (vi)x[0];
  #pragma clang loop unroll(full)
  for (int r = 1; r < LANES; r++) total += (vi)x[r];
  return total;
}

static INLINE vf some_lanes(const float *p, const size_t count) {
  return count == LANES ? load(p) : load_n(p, count, splat(0.0f));
}

static INLINE void bound_block(const ck_code_pass *p, size_t row, const size_t count) {
  const vf scales = some_lanes(p->scales + row, count), errors = some_lanes(p->errors + row, count);
  const vf lengths = some_lanes(p->lengths + row, count), squares = lengths * lengths;
  const vi sums = (vi)some_lanes((const float *)p->sums + row, count) * CODE_OFFSET;
  const char *query = p->query_codes;
  for (size_t j = 0; j < p->queries; j++, query += code_query_bytes(p->width)) {
    const ck_code_query *q = p->query + j;
    const vi product = code_products(count, p->width, p->codes + row * p->width, query) - sums;
    const vf score = __builtin_convertvector(product, vf) * (scales * splat(q->scale)) - squares * splat(q->square) - splat(q->constant);
    const vf radius = errors * splat(q->error_factor) + lengths * splat(q->length_factor) + squares * splat(q->square_slack) + splat(q->slack);
    float *upper = p->upper + j * p->ld + row, *lower = p->lower + j * p->ld + row;
    if (count == LANES) {
      store(upper, score + radius);
      store(lower, score - radius);
    } else {
      store_n(upper, score + radius, count);
      store_n(lower, score - radius, count);
    }
  }
}

static void bound_codes(const ck_code_pass *p) {
  size_t row = 0;
  for (; row + LANES <= p->rows; row += LANES) {
    // Rows that come four blocks later: a single query is as fast as memory.
    const char *ahead = (const char *)p->codes + (row + 4 * LANES) * p->width;
    for (size_t i = 0; i < LANES * p->width; i += 64) __builtin_prefetch(ahead + i, 0, 3);
    bound_block(p, row, LANES);
  }
  if (row < p->rows) bound_block(p, row, p->rows - row);
}

static void decode_codes(size_t rows, size_t width, const int8_t *codes, const float *scales, float *out) {
  for (size_t r = 0; r < rows; r++, codes += width, out += width)
    for (size_t i = 0; i < width; i++) out[i] = (float)codes[i] * scales[r];
}

static INLINE int any_lane(vi mask) {
#if LANES == 16
  return _mm512_movepi32_mask((__m512i)mask) != 0;
#elif LANES == 8
  return _mm256_movemask_ps((__m256)mask) != 0;
#else
  return __builtin_reduce_or(mask) != 0;
#endif
}

static INLINE size_t reaching_row(size_t columns, const float *scores, const float *thresholds, float one, uint32_t first, uint32_t *found) {
  size_t n = 0, c = 0;
  for (; c + LANES <= columns; c += LANES) {
    const vi mask = load(scores + c) >= (thresholds ? load(thresholds + c) : splat(one));
    if (!any_lane(mask)) continue;
    for (uint32_t i = 0; i < LANES; i++) {
      found[n] = first + (uint32_t)c + i;
      n += mask[i] != 0;
    }
  }
  for (; c < columns; c++)
    if (scores[c] >= (thresholds ? thresholds[c] : one)) found[n++] = first + (uint32_t)c;
  return n;
}

static size_t reaching(size_t rows, size_t columns, const float *scores, const float *thresholds, uint32_t *found) {
  size_t n = 0;
  for (size_t r = 0; r < rows; r++)
    n += reaching_row(columns, scores + r * columns, thresholds, 0, (uint32_t)(r * columns), found + n);
  return n;
}

static size_t reaching_one(size_t count, const float *scores, float threshold, uint32_t *found) {
  return reaching_row(count, scores, NULL, threshold, 0, found);
}

// Squares of rows are transposed in registers, so that a lane is a row and its sum runs over the numbers in order, as in multiply.h.
static INLINE void score_few_block(
  const size_t count, size_t width, const float *x, const size_t queries, const float *query, float *scores) {
  vf sum[8];
  for (size_t j = 0; j < queries; j++) sum[j] = splat(0.0f);
  for (size_t k = 0; k < width; k += LANES) {
    const size_t depth = width - k < LANES ? width - k : LANES;
    vf t[LANES];
    #pragma clang loop unroll(full)
    for (int r = 0; r < LANES; r++) {
      const float *row = x + ((size_t)r < count ? (size_t)r : count - 1) * width + k;
      t[r] = depth == LANES ? load(row) : load_n(row, depth, splat(0.0f));
    }
    transpose(t);
    for (size_t j = 0; j < queries; j++) {
      const float *q = query + j * width + k;
      if (depth == LANES) {
        #pragma clang loop unroll(full)
        for (int i = 0; i < LANES; i++) sum[j] = fma_(t[i], splat(q[i]), sum[j]);
      } else {
        for (size_t i = 0; i < depth; i++) sum[j] = fma_(t[i], splat(q[i]), sum[j]);
      }
    }
  }
  for (size_t j = 0; j < queries; j++)
    for (size_t r = 0; r < count; r++) scores[r * queries + j] = sum[j][r];
}

static void score_few(size_t rows, size_t width, const float *x, size_t queries, const float *query, float *scores) {
  size_t row = 0;
  for (; row + LANES <= rows; row += LANES) {
    if (queries == 1) score_few_block(LANES, width, x + row * width, 1, query, scores + row);
    else score_few_block(LANES, width, x + row * width, queries, query, scores + row * queries);
  }
  if (row < rows) score_few_block(rows - row, width, x + row * width, queries, query, scores + row * queries);
}

static void distances(size_t rows, size_t columns, float *scores, const float *row_squares, const float *column_squares) {
  for (size_t r = 0; r < rows; r++, scores += columns)
    for (size_t c = 0; c < columns; c++) scores[c] = 2 * scores[c] - row_squares[r] - column_squares[c];
}

#define VECTOR_TABLE(label) \
  {.name = label, .query_bytes = code_query_bytes, .prepare_query = prepare_code_query, .bound = bound_codes, \
   .decode = decode_codes, .reaching = reaching, .reaching_one = reaching_one, .score_few = score_few, .distances = distances}
