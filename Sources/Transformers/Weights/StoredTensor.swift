internal import Bytes
internal import Tensors

/// A tensor as a safetensors header describes it.
struct StoredTensor: Sendable, Equatable {
  let name: String
  /// The header's element type, such as "F32".
  let elementType: String
  let shape: [Int]
  /// Where its bytes lie in the file.
  let range: Range<Int>

  /// How its elements are stored; nil when they are not floats that can be weights.
  var storage: FloatStorage? { ["F32": .float32, "F16": .float16, "BF16": .bfloat16][elementType] }

  /// Bytes of one element of each type that the format defines.
  static let elementSizes: [String: Int] = [
    "F64": 8, "I64": 8, "U64": 8, "F32": 4, "I32": 4, "U32": 4, "F16": 2, "BF16": 2, "I16": 2, "U16": 2, "I8": 1, "U8": 1,
    "BOOL": 1, "F8_E4M3": 1, "F8_E5M2": 1,
  ]

  /// The product of the shape, or nil when it overflows.
  var elementCount: Int? {
    shape.reduce(Int?.some(1)) { product, side in
      guard let product else { return nil }
      let (value, overflow) = product.multipliedReportingOverflow(by: side)
      return overflow ? nil : value
    }
  }
}
