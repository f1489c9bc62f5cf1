internal import Foundation

/// 1 / (1 + e^-x), without overflow.
func sigmoid(_ x: Double) -> Double {
  let small = exp(-abs(x))
  return x >= 0 ? 1 / (1 + small) : small / (1 + small)
}

/// ln(1 + e^x), without overflow: max(x, 0) + ln(1 + e^-|x|).
func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }

/// Logarithms of the softmax of some numbers.
func logSoftmax(_ numbers: [Double]) -> [Double] {
  let largest = numbers.reduce(-.infinity) { max($0, $1) }
  let logarithm = log(numbers.reduce(0) { $0 + exp($1 - largest) })
  return numbers.map { $0 - largest - logarithm }
}
