import Foundation
import Tensors

/// Seeded numbers for tests: the same in every run.
struct Numbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  /// A number in -1..<1.
  mutating func next() -> Float {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Float(Int32(truncatingIfNeeded: state >> 20)) / 2_147_483_648
  }

  mutating func array(_ count: Int, scale: Float = 1) -> [Float] { (0..<count).map { _ in next() * scale } }
}

/// What the kernels compute, in double precision and one element at a time.
enum Slow {
  static func product(_ a: [Float], _ b: [Float], rows: Int, count: Int, width: Int) -> [Double] {
    var out = [Double](repeating: 0, count: rows * count)
    for i in 0..<rows {
      for j in 0..<count {
        for k in 0..<width { out[i * count + j] += Double(a[i * width + k]) * Double(b[j * width + k]) }
      }
    }
    return out
  }

  static func softmax(_ row: [Double]) -> [Double] {
    let top = row.max() ?? 0
    let powers = row.map { exp($0 - top) }
    let total = powers.reduce(0, +)
    return powers.map { $0 / total }
  }

  static func layerNorm(_ row: [Double], gamma: [Float], beta: [Float], epsilon: Double) -> [Double] {
    let mean = row.reduce(0, +) / Double(row.count)
    let variance = row.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(row.count)
    return row.indices.map {
      (row[$0] - mean) / (variance + epsilon).squareRoot() * Double(gamma[$0]) + (beta.isEmpty ? 0 : Double(beta[$0]))
    }
  }

  static func geluTanh(_ x: Double) -> Double { x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x))) / 2 }
  static func silu(_ x: Double) -> Double { x / (1 + exp(-x)) }
  static func gelu(_ x: Double) -> Double { x * (1 + erf(x / 2.0.squareRoot())) / 2 }
}

/// A matrix with these elements.
func matrix(_ elements: [Float], columns: Int) -> Matrix {
  var made = Matrix(rows: elements.count / columns, columns: columns)
  var target = made.mutableElements
  for index in elements.indices { target[index] = elements[index] }
  return made
}

func array(_ span: Span<Float>) -> [Float] { span.indices.map { span[$0] } }

/// The greatest |a - b|; infinite for a NaN or another count, which `max` and `zip` pass over.
func distance(_ a: [Float], _ b: [Double]) -> Double {
  a.count == b.count ? largest(zip(a, b).map { abs(Double($0) - $1) }) : .infinity
}

/// The largest of some differences; infinite when one is NaN.
func largest(_ differences: [Double]) -> Double {
  differences.contains(where: \.isNaN) ? .infinity : differences.max() ?? 0
}
