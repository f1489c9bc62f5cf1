internal import Bytes
internal import Files

/// Writes a safetensors file tensor by tensor: 8 bytes of little-endian header length, a JSON object of that length, data.
///
/// Tensors stand in the byte order of their names without gaps, after a header that spaces fill up to a multiple of 64 bytes: the same
/// tensors give the same bytes. Source: github.com/huggingface/safetensors, README and tensor.rs; `format: pt` is what transformers asks for.
package struct SafetensorsWriter {
  /// Beginning of the data; the reference writer takes 8.
  private static let alignment = 64

  private let tensors: [SavedTensor]
  private let precision: SavedPrecision
  private let path: String

  /// Writes the file beside its place and renames it to it. The old file stays when anything fails; a weight that is not finite in
  /// the stored precision, and two tensors of one name, are errors.
  package static func write(_ tensors: [SavedTensor], as precision: SavedPrecision = .fp32, to path: String) throws {
    let ordered = tensors.sorted { ByteString($0.name) < ByteString($1.name) }
    for (tensor, next) in zip(ordered, ordered.dropFirst()) where tensor.name == next.name {
      throw TransformersError.unwritable(path: path, reason: "two tensors are called '\(tensor.name)'")
    }
    let writer = SafetensorsWriter(tensors: ordered, precision: precision, path: path)
    var file = try AtomicFile(path: path)
    try file.write(writer.header())
    for tensor in ordered { try writer.write(tensor, to: &file) }
    try file.commit()
  }

  private func header() -> [UInt8] {
    var members: [(key: ByteString, value: JSONValue)] = [(key: "__metadata__", value: ["format": "pt"])]
    var start = 0
    for tensor in tensors {
      let end = start + tensor.count * precision.byteCount
      members.append(
        (
          key: ByteString(tensor.name),
          value: [
            "dtype": JSONValue(precision.elementType), "shape": .array(tensor.shape.map { JSONValue($0) }),
            "data_offsets": .array([JSONValue(start), JSONValue(end)]),
          ]
        ))
      start = end
    }
    var text = JSONValue.object(members).serialized()
    while (text.count + 8) % Self.alignment != 0 { text.append(UInt8(ascii: " ")) }
    return (0..<8).map { UInt8(truncatingIfNeeded: UInt64(text.count) >> (8 * UInt64($0))) } + text
  }

  private func write(_ tensor: SavedTensor, to file: inout AtomicFile) throws {
    var written = 0
    try tensor.elements { piece in
      written += piece.count
      for first in stride(from: 0, to: piece.count, by: 1 << 14) {
        let part = piece.extracting(first..<min(piece.count, first + 1 << 14))
        if precision == .fp16 {
          try file.write(halves(of: part, tensor.name))
        } else {
          for index in part.indices where !part[index].isFinite { throw unstorable(part[index], tensor.name) }
          unsafe try file.write(part.bytes)
        }
      }
    }
    guard written == tensor.count else {
      throw TransformersError.unwritable(
        path: path, reason: "tensor '\(tensor.name)' of shape \(tensor.shape) has \(written) elements")
    }
  }

  private func halves(of elements: Span<Float>, _ name: String) throws -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(elements.count * precision.byteCount)
    for index in elements.indices {
      let half = Float16(elements[index])
      guard half.isFinite else { throw unstorable(elements[index], name) }
      out.append(UInt8(truncatingIfNeeded: half.bitPattern))
      out.append(UInt8(truncatingIfNeeded: half.bitPattern >> 8))
    }
    return out
  }

  private func unstorable(_ value: Float, _ name: String) -> TransformersError {
    .unstorable(path: path, tensor: name, value: value, precision: precision)
  }
}
