"""The minimax coefficients in Sources/CKernels/kernels/functions.h. Needs numpy and mpmath; prints them as float32.

Lawson iteration: weighted linear least squares whose weights are multiplied with the error until the error is level.
"""
import mpmath as mp
import numpy as np

mp.mp.dps = 40


def lawson(solve, error, count, rounds=200):
    weights, best = np.ones(count), None
    for _ in range(rounds):
        solution = solve(np.sqrt(weights))
        wrong = np.abs(error(solution))
        if best is None or wrong.max() < best[0]:
            best = (wrong.max(), solution)
        weights = weights * (wrong / wrong.max() + 1e-3)
        weights /= weights.sum()
    return best


def fit_gelu(p=5, q=5, top=5.6, n=1200):
    """x P(x^2) / Q(x^2) = erf(x / sqrt 2) / 2 on 0..top, absolute error."""
    x = top * (0.5 - 0.5 * np.cos(np.pi * (np.arange(n) + 0.5) / n))
    f = np.array([float(mp.erf(mp.mpf(v) / mp.sqrt(2)) / 2 / mp.mpf(v)) for v in x])
    z = (x / top) ** 2
    state = {"den": np.ones(n)}

    def solve(w):
        w = w * x / state["den"]
        columns = np.concatenate([np.vander(z, p + 1, increasing=True), -f[:, None] * np.vander(z, q + 1, increasing=True)[:, 1:]], 1)
        return np.linalg.lstsq(columns * w[:, None], f * w, rcond=None)[0]

    def error(c):
        state["den"] = np.abs(np.polyval(np.r_[1, c[p + 1:]][::-1], z))
        return x * (np.polyval(c[: p + 1][::-1], z) / state["den"] - f)

    bound, c = lawson(solve, error, n)
    return bound, [c[i] / top ** (2 * i) for i in range(p + 1)], [1] + [c[p + i] / top ** (2 * i) for i in range(1, q + 1)]


def fit_exp(degree=4, n=400):
    """(e^r - 1 - r) / r^2 on |r| <= ln 2 / 2, relative error of e^r."""
    r = np.log(2) / 2 * 1.0005 * np.cos(np.pi * (np.arange(n) + 0.5) / n)
    f = np.array([float((mp.e ** mp.mpf(v) - 1 - mp.mpf(v)) / mp.mpf(v) ** 2) for v in r])
    scale = r * r / np.exp(r)
    columns = np.vander(r, degree + 1, increasing=True)
    solve = lambda w: np.linalg.lstsq(columns * (w * scale)[:, None], f * w * scale, rcond=None)[0]
    return lawson(solve, lambda c: (np.polyval(c[::-1], r) - f) * scale, n)


show = lambda values: [f"{float(np.float32(v)):.9e}f" for v in values]
bound, numerator, denominator = fit_gelu()
print("gelu", bound, show(numerator), show(denominator))
bound, coefficients = fit_exp()
print("exp", bound, show(coefficients))
