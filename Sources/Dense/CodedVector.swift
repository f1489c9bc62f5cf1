/// A vector in eight bits: each number is about code * scale, where scale is a 127th of the largest magnitude.
struct CodedVector {
  /// -127...127.
  let codes: [Int8]
  /// Positive and finite, or zero for a vector of zeros.
  let scale: Float

  /// Codes of finite numbers, each rounded to the nearest, ties to even.
  init(_ vector: ArraySlice<Float>) {
    let largest = vector.reduce(Float(0)) { max($0, abs($1)) }
    let scale = largest / 127
    self.scale = scale
    codes = scale > 0 ? vector.map { Int8(max(-127, min(127, ($0 / scale).rounded(.toNearestOrEven)))) } : vector.map { _ in 0 }
  }

  /// The number at a place, as searches see it.
  func value(_ place: Int) -> Float { Float(codes[place]) * scale }
}
