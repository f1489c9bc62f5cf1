// Rotary position embeddings (Su et al., 2021), and the product of gated feed-forward layers.

// x1' = x1 cos - x2 sin, x2' = x2 cos + x1 sin for the two halves of each head; products and sums are rounded apart, as transformers
// computes them.
static INLINE void rotate_head(const int back, size_t half, const float *cosine, const float *sine, float *x) {
  for (size_t i = 0; i < half; i += LANES) {
    const vf c = lanes_of(cosine, i, half), s = back ? -lanes_of(sine, i, half) : lanes_of(sine, i, half);
    const vf a = lanes_of(x, i, half), b = lanes_of(x + half, i, half);
    put_lanes(x, a * c - b * s, i, half);
    put_lanes(x + half, b * c + a * s, i, half);
  }
}

static INLINE void rotate_rows(const int back, const ck_rotation *p) {
  for (size_t r = 0; r < p->rows; r++)
    for (size_t head = 0; head < p->heads; head++)
      rotate_head(back, p->half, p->cosine + r * p->half, p->sine + r * p->half, p->x + r * p->ld + head * 2 * p->half);
}

static void rotate(const ck_rotation *p) { rotate_rows(0, p); }

// By the negative angles: the transpose.
static void rotate_back(const ck_rotation *p) { rotate_rows(1, p); }

static void gate(const ck_gate *p) {
  for (size_t r = 0; r < p->rows; r++) {
    float *row = p->inner + r * 2 * p->width;
    float *activated = p->second_is_activated ? row + p->width : row, *other = p->second_is_activated ? row : row + p->width;
    activate(p->activation, p->width, activated);
    for (size_t i = 0; i < p->width; i += LANES)
      put_lanes(p->out + r * p->width, lanes_of(activated, i, p->width) * lanes_of(other, i, p->width), i, p->width);
  }
}
