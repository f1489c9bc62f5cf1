internal import Bytes

/// Reads and checks the header of a safetensors file: 8 bytes of little-endian header length, a JSON object of that length, data.
///
/// The rules are those of the format's reference reader: every tensor's bytes are within the data and as many as its shape says,
/// no two overlap and together they fill the data. Source: github.com/huggingface/safetensors, README and tensor.rs.
struct SafetensorsHeader {
  /// Longest header that is read, as in the reference reader.
  static let lengthLimit = 100_000_000

  private let path: String
  private let fileSize: Int

  /// The tensors in the order of their bytes.
  static func tensors(of file: MappedFile) throws -> [StoredTensor] {
    let bytes = file.bytes
    let header = SafetensorsHeader(path: file.path, fileSize: bytes.byteCount)
    return try header.read(bytes)
  }

  private func malformed(_ reason: String) -> TransformersError { .malformed(path: path, reason: reason) }

  private func read(_ bytes: RawSpan) throws -> [StoredTensor] {
    guard fileSize >= 8 else {
      throw malformed("\(fileSize) bytes are no safetensors file; its first 8 hold the header's length")
    }
    let length = (0..<8).reduce(UInt64(0)) {
      $0 | UInt64(unsafe bytes.unsafeLoad(fromByteOffset: $1, as: UInt8.self)) << (8 * UInt64($1))
    }
    guard length <= UInt64(Self.lengthLimit) else {
      throw malformed("header length \(length) at byte 0 is above \(Self.lengthLimit)")
    }
    let dataStart = 8 + Int(length)
    guard dataStart <= fileSize else {
      throw malformed(
        "the header would end at byte \(dataStart), but the file has \(fileSize) bytes: it is cut short or no safetensors file")
    }
    let text = (8..<dataStart).map { unsafe bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
    let members: [(key: ByteString, value: JSONValue)]
    do {
      guard let object = try JSONValue(parsing: text).object else { throw malformed("the header at byte 8 is not a JSON object") }
      members = object
    } catch let error as JSONError { throw malformed("the header at byte 8: \(error)") }
    return try tensors(members, dataStart: dataStart)
  }

  private func tensors(_ members: [(key: ByteString, value: JSONValue)], dataStart: Int) throws -> [StoredTensor] {
    let described = members.filter { $0.key != "__metadata__" }
    if let twice = firstDuplicate(described.map(\.key)) { throw malformed("the header names tensor '\(twice)' twice") }
    let found = try described.map { try tensor($0.key.text, $0.value, dataStart: dataStart) }
    let ordered = found.sorted {
      ($0.range.lowerBound, $0.range.upperBound, $0.name) < ($1.range.lowerBound, $1.range.upperBound, $1.name)
    }
    var end = dataStart
    for tensor in ordered {
      guard tensor.range.lowerBound == end else {
        let what = tensor.range.lowerBound < end ? "overlaps the tensor before it" : "leaves a gap"
        throw malformed(
          "tensor '\(tensor.name)' begins at byte \(tensor.range.lowerBound) and \(what), which ends at byte \(end)")
      }
      end = tensor.range.upperBound
    }
    guard end == fileSize else { throw malformed("the tensors end at byte \(end), the file at byte \(fileSize)") }
    return ordered
  }

  private func tensor(_ name: String, _ value: JSONValue, dataStart: Int) throws -> StoredTensor {
    guard let type = value["dtype"]?.string?.text, let size = StoredTensor.elementSizes[type] else {
      throw malformed("tensor '\(name)' has no known dtype")
    }
    let shape = (value["shape"]?.array ?? []).compactMap(\.int)
    guard let sides = value["shape"]?.array, shape.count == sides.count, shape.allSatisfy({ $0 >= 0 }) else {
      throw malformed("tensor '\(name)' has no shape of whole numbers")
    }
    let offsets = (value["data_offsets"]?.array ?? []).compactMap(\.int)
    let dataSize = fileSize - dataStart
    guard offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1], offsets[1] <= dataSize else {
      throw malformed("tensor '\(name)' has data_offsets \(offsets) that are no range within the file's \(dataSize) data bytes")
    }
    let tensor = StoredTensor(
      name: name, elementType: type, shape: shape, range: dataStart + offsets[0]..<dataStart + offsets[1])
    guard let count = tensor.elementCount, count.multipliedReportingOverflow(by: size) == (tensor.range.count, false) else {
      throw malformed(
        "tensor '\(name)' of shape \(shape) and type \(type) does not take the \(tensor.range.count) bytes given to it")
    }
    return tensor
  }

  private func firstDuplicate(_ keys: [ByteString]) -> ByteString? {
    var seen: Set<ByteString> = []
    return keys.first { !seen.insert($0).inserted }
  }
}
