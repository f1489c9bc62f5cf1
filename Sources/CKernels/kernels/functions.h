// exp, tanh and GELU on a vector. A NaN stays one: vmin and vmax give their second operand when either is NaN, so that is x. The coefficients are minimax fits (Lawson iteration): Tests/TensorsTests/Goldens/fit_kernels.py.

// e^x = 2^n e^r, |r| <= ln 2 / 2; e^r - 1 - r = r^2 P(r) with relative error 3.1e-9.
static INLINE vf vexp(vf x) {
  const vf shift = splat(0x1.8p23f);
  x = vmin(splat(88.0f), vmax(splat(-87.0f), x));
  const vf biased = fma_(x, splat(1.44269504f), shift);
  const vf n = biased - shift;
  vf r = fma_(n, splat(-0.693359375f), x);
  r = fma_(n, splat(2.12194440e-4f), r);
  vf p = splat(1.381453942e-03f);
  p = fma_(p, r, splat(8.368745446e-03f));
  p = fma_(p, r, splat(4.166838899e-02f));
  p = fma_(p, r, splat(1.666652113e-01f));
  p = fma_(p, r, splat(4.999999404e-01f));
  p = fma_(p * r, r, r) + splat(1.0f);
  const vi power = ((vi)biased - (vi)shift + 127) << 23;
  return p * (vf)power;
}

// tanh |x| = 1 - 2 / (e^2|x| + 1), then the sign.
static INLINE vf vtanh(vf x) {
  const vi sign = (vi)x & (vi)splat(-0.0f);
  const vf magnitude = (vf)((vi)x ^ sign);
  const vf t = splat(1.0f) - splat(2.0f) / (vexp(magnitude + magnitude) + splat(1.0f));
  return (vf)((vi)t | sign);
}

// Phi(x) = 1/2 + x P(x^2) / Q(x^2) for |x| <= 5.6, where |Phi - fit| <= 9.3e-9; Phi(-5.6) is 1.1e-8.
static INLINE vf gelu_cdf(vf x) {
  const vf t = vmin(splat(5.6f), vmax(splat(-5.6f), x));
  const vf s = t * t;
  vf p = splat(2.214505557e-08f);
  p = fma_(p, s, splat(6.356446193e-06f));
  p = fma_(p, s, splat(1.738481951e-04f));
  p = fma_(p, s, splat(4.707244225e-03f));
  p = fma_(p, s, splat(3.437593579e-02f));
  p = fma_(p, s, splat(3.989422321e-01f));
  vf q = splat(1.180197955e-06f);
  q = fma_(q, s, splat(7.510073192e-05f));
  q = fma_(q, s, splat(1.912964624e-03f));
  q = fma_(q, s, splat(2.893997729e-02f));
  q = fma_(q, s, splat(2.528333962e-01f));
  q = fma_(q, s, splat(1.0f));
  return fma_(t, p / q, splat(0.5f));
}

// x Phi(x). Far below zero the factor is -5.6, so that what rounding leaves of Phi stays below 3e-7.
static INLINE vf vgelu(vf x) { return vmax(splat(-5.6f), x) * gelu_cdf(x); }

static INLINE vf vsilu(vf x) { return x / (splat(1.0f) + vexp(-x)); }

// (1 + tanh u) / 2 = 1 / (1 + e^-2u) with 2u = sqrt(8 / pi) (x + 0.044715 x^3).
static INLINE vf vgelu_tanh(vf x) {
  const vf u = x * fma_(x * x, splat(0.0713548163f), splat(1.59576912f));
  return x / (splat(1.0f) + vexp(-u));
}

static INLINE vf vrelu(vf x) { return vmax(splat(0.0f), x); }

#define ELEMENTWISE(name, function)                                                  \
  static __attribute__((unused)) void name(size_t n, float *x) {                     \
    size_t i = 0;                                                                    \
    for (; i + LANES <= n; i += LANES) store(x + i, function(load(x + i)));          \
    if (i < n) store_n(x + i, function(load_n(x + i, n - i, splat(0.0f))), n - i);   \
  }
ELEMENTWISE(gelu_all, vgelu)
ELEMENTWISE(gelu_tanh_all, vgelu_tanh)
ELEMENTWISE(silu_all, vsilu)
ELEMENTWISE(exp_all, vexp)
ELEMENTWISE(tanh_all, vtanh)
ELEMENTWISE(relu_all, vrelu)

static void activate(ck_activation activation, size_t n, float *x) {
  switch (activation) {
  case ck_gelu: gelu_all(n, x); break;
  case ck_gelu_tanh: gelu_tanh_all(n, x); break;
  case ck_silu: silu_all(n, x); break;
  case ck_relu: relu_all(n, x); break;
  case ck_tanh: tanh_all(n, x); break;
  case ck_identity: break;
  }
}
