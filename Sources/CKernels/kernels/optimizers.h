// Steps of optimizers, each value read and written once; the order of operations is torch's.

static INLINE vf vsqrt(vf x) {
#if LANES == 16
  return (vf)_mm512_sqrt_ps((__m512)x);
#elif LANES == 8
  return (vf)_mm256_sqrt_ps((__m256)x);
#else
  for (int i = 0; i < LANES; i++) x[i] = __builtin_sqrtf(x[i]);
  return x;
#endif
}

static INLINE vf gradient_lanes(const float *gradient, float factor, size_t i, size_t n) {
  return gradient ? lanes_of(gradient, i, n) * splat(factor) : splat(0.0f);
}

// torch/optim/adam.py, _single_tensor_adam: mul_, lerp_, mul_().addcmul_, sqrt / correction + epsilon, addcdiv_.
static void adamw(size_t n, const ck_adamw *s, const float *gradient, float *values, float *first, float *second) {
  const vf keep = splat(s->keep), beta2 = splat(s->beta2), other1 = splat(s->other1), other2 = splat(s->other2);
  const vf root = splat(s->root_correction), epsilon = splat(s->epsilon), size = splat(-s->step_size);
  for (size_t i = 0; i < n; i += LANES) {
    const vf g = gradient_lanes(gradient, s->gradient_factor, i, n), before = lanes_of(first, i, n);
    const vf m = fma_(other1, g - before, before), v = fma_(other2 * g, g, lanes_of(second, i, n) * beta2);
    put_lanes(first, m, i, n);
    put_lanes(second, v, i, n);
    put_lanes(values, lanes_of(values, i, n) * keep + size * m / (vsqrt(v) / root + epsilon), i, n);
  }
}

// lion_pytorch, update_fn: mul_, mul_().add_().sign_(), add_, mul_().add_.
static void lion(size_t n, const ck_lion *s, const float *gradient, float *values, float *momentum) {
  const vf keep = splat(s->keep), beta1 = splat(s->beta1), beta2 = splat(s->beta2), zero = splat(0.0f);
  const vf other1 = splat(s->other1), other2 = splat(s->other2), rate = splat(s->learning_rate);
  for (size_t i = 0; i < n; i += LANES) {
    const vf g = gradient_lanes(gradient, s->gradient_factor, i, n), m = lanes_of(momentum, i, n);
    const vf update = fma_(g, other1, m * beta1);
    // Zero where the update is zero; a NaN stays one.
    const vf signs = choose(update > zero, rate, choose(update < zero, -rate, update));
    put_lanes(values, lanes_of(values, i, n) * keep - signs, i, n);
    put_lanes(momentum, fma_(g, other2, m * beta2), i, n);
  }
}
