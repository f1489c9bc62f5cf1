// Derivatives of the activations, and activations and gates that leave what they are given.

// Phi(x) + x phi(x).
static INLINE vf dgelu(vf x) {
  const vf density = vexp(x * x * splat(-0.5f)) * splat(0.398942280f);
  return fma_(x, density, gelu_cdf(x));
}

// With s = 1 / (1 + e^-u), u the argument of vgelu_tanh: s + x s (1 - s) u'.
static INLINE vf dgelu_tanh(vf x) {
  const vf square = x * x, one = splat(1.0f);
  const vf e = vexp(-x * fma_(square, splat(0.0713548163f), splat(1.59576912f)));
  const vf s = one / (one + e);
  // (1 - s) is e s; far below zero, where e is clamped, x s is next to nothing.
  const vf slope = x * fma_(square, splat(0.2140644488f), splat(1.59576912f));
  return fma_(slope * s, e * s, s);
}

// s + x s (1 - s).
static INLINE vf dsilu(vf x) {
  const vf e = vexp(-x), s = splat(1.0f) / (splat(1.0f) + e);
  return fma_(x * s, e * s, s);
}

// A NaN passes through the sum.
static INLINE vf drelu(vf x) { return choose(x > splat(0.0f), splat(1.0f), x - x); }

// 1 - tanh^2 = 4 e / (1 + e)^2 with e = e^-2|x|.
static INLINE vf dtanh(vf x) {
  const vf magnitude = (vf)((vi)x & ~(vi)splat(-0.0f));
  const vf e = vexp(magnitude * splat(-2.0f)), r = splat(1.0f) / (splat(1.0f) + e);
  return splat(4.0f) * e * r * r;
}

static INLINE vf videntity(vf x) { return x; }
static INLINE vf didentity(vf x) { return splat(1.0f) + (x - x); }

// For each activation: out = f(x); d *= f'(x); out = f(x) y; and the gradients of both factors of f(x) y.
#define MAPS(name, f, derivative)                                                                                       \
  static void name##_to(size_t n, const float *x, float *out) {                                                         \
    for (size_t i = 0; i < n; i += LANES) put_lanes(out, f(lanes_of(x, i, n)), i, n);                                   \
  }                                                                                                                     \
  static void name##_back(size_t n, const float *x, float *d) {                                                         \
    for (size_t i = 0; i < n; i += LANES) put_lanes(d, lanes_of(d, i, n) * derivative(lanes_of(x, i, n)), i, n);        \
  }                                                                                                                     \
  static void name##_gate(size_t n, const float *x, const float *y, float *out) {                                       \
    for (size_t i = 0; i < n; i += LANES) put_lanes(out, f(lanes_of(x, i, n)) * lanes_of(y, i, n), i, n);               \
  }                                                                                                                     \
  static void name##_gate_back(size_t n, const float *x, const float *y, const float *d, float *dx, float *dy) {        \
    for (size_t i = 0; i < n; i += LANES) {                                                                             \
      const vf a = lanes_of(x, i, n), b = lanes_of(y, i, n), g = lanes_of(d, i, n);                                     \
      put_lanes(dx, g * b * derivative(a), i, n);                                                                       \
      put_lanes(dy, g * f(a), i, n);                                                                                    \
    }                                                                                                                   \
  }
MAPS(identity, videntity, didentity)
MAPS(gelu, vgelu, dgelu)
MAPS(gelu_tanh, vgelu_tanh, dgelu_tanh)
MAPS(silu, vsilu, dsilu)
MAPS(relu, vrelu, drelu)
MAPS(tanh, vtanh, dtanh)

// In the order of ck_activation.
#define MAP_ENTRY(name) {name##_to, name##_back, name##_gate, name##_gate_back}
static const struct {
  void (*to)(size_t, const float *, float *);
  void (*back)(size_t, const float *, float *);
  void (*gate)(size_t, const float *, const float *, float *);
  void (*gate_back)(size_t, const float *, const float *, const float *, float *, float *);
} maps[] = {MAP_ENTRY(identity), MAP_ENTRY(gelu), MAP_ENTRY(relu), MAP_ENTRY(tanh), MAP_ENTRY(gelu_tanh), MAP_ENTRY(silu)};

static void activate_to(ck_activation activation, size_t n, const float *x, float *out) { maps[activation].to(n, x, out); }
static void activate_back(ck_activation activation, size_t n, const float *x, float *d) { maps[activation].back(n, x, d); }

static void gate_to(const ck_gate_rows *p) {
  for (size_t r = 0; r < p->rows; r++) {
    const float *row = p->inner + r * 2 * p->width, *second = row + p->width;
    float *out = p->outer + r * p->width;
    if (p->second_is_activated) maps[p->activation].gate(p->width, second, row, out);
    else maps[p->activation].gate(p->width, row, second, out);
  }
}

static void gate_back(const ck_gate_rows *p) {
  for (size_t r = 0; r < p->rows; r++) {
    const float *row = p->inner + r * 2 * p->width, *second = row + p->width, *d = p->outer + r * p->width;
    float *first_gradient = p->inner_gradient + r * 2 * p->width, *second_gradient = first_gradient + p->width;
    if (p->second_is_activated) maps[p->activation].gate_back(p->width, second, row, d, second_gradient, first_gradient);
    else maps[p->activation].gate_back(p->width, row, second, d, first_gradient, second_gradient);
  }
}
