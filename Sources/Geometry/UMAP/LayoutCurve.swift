internal import Glibc

/// The curve 1 / (1 + a d^(2b)) of how surely points at a distance are neighbours on the picture, fitted by least squares to
/// 1 up to the minimum distance and exp(-(d - minimum)) beyond (umap-learn's find_ab_params, spread 1).
package struct LayoutCurve: Sendable {
  package private(set) var a = 1.0
  package private(set) var b = 1.0

  /// Levenberg and Marquardt's iteration over 300 distances up to 3.
  package init(minimumDistance: Double) {
    let points = (0..<300).map { number in
      let x = 3 * Double(number) / 299
      return (x: x, y: x < minimumDistance ? 1 : exp(-(x - minimumDistance)))
    }
    var damping = 1e-3, error = LayoutCurve.error(points, a, b)
    for _ in 0..<200 {
      let step = step(points, damping)
      let next = LayoutCurve.error(points, a + step.a, b + step.b)
      guard next < error, a + step.a > 0, b + step.b > 0 else {
        damping *= 10
        if damping > 1e12 { break }
        continue
      }
      a += step.a
      b += step.b
      damping = max(1e-12, damping / 10)
      if abs(step.a) + abs(step.b) < 1e-12 { break }
      error = next
    }
  }

  /// The damped Gauss-Newton step.
  private func step(_ points: [(x: Double, y: Double)], _ damping: Double) -> (a: Double, b: Double) {
    var aa = 0.0, ab = 0.0, bb = 0.0, ra = 0.0, rb = 0.0
    for point in points where point.x > 0 {
      let power = pow(point.x, 2 * b), value = 1 / (1 + a * power)
      let da = -power * value * value, db = -2 * a * power * log(point.x) * value * value
      let residual = point.y - value
      aa += da * da
      ab += da * db
      bb += db * db
      ra += da * residual
      rb += db * residual
    }
    aa *= 1 + damping
    bb *= 1 + damping
    let determinant = aa * bb - ab * ab
    return ((ra * bb - rb * ab) / determinant, (rb * aa - ra * ab) / determinant)
  }

  private static func error(_ points: [(x: Double, y: Double)], _ a: Double, _ b: Double) -> Double {
    points.reduce(0) { sum, point in
      let difference = point.y - 1 / (1 + a * pow(point.x, 2 * b))
      return sum + difference * difference
    }
  }
}
