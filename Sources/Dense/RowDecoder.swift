internal import Storage
internal import Tensors

/// Reads stored rows as floats. The conversions are exact (fp16) or rounded once (code * scale), so they are the same on every path.
enum RowDecoder {
  /// Some rows of a slab.
  static func floats(_ slab: MappedExtent, _ rows: Range<Int>, _ layout: VectorLayout) -> [Float] {
    let places = rows.lowerBound * layout.dimension..<rows.upperBound * layout.dimension
    switch layout.store {
    case .fp32:
      let floats = slab.floats
      return places.map { floats[$0] }
    case .fp16:
      let bytes = slab.uint8s
      return places.map { Float(Float16(bitPattern: UInt16(bytes[2 * $0]) | UInt16(bytes[2 * $0 + 1]) << 8)) }
    case .int8:
      let (bytes, scales) = (slab.uint8s, layout.scalesOffset(rows: slab.itemCount) / 4)
      let floats = slab.floats
      return places.map { Float(Int8(bitPattern: bytes[$0])) * floats[scales + $0 / layout.dimension] }
    }
  }
}
