internal import Bytes

/// Sixteen ids at a time, each written as what it does not share with the one before: ids that count upwards take two to three bytes.
///
/// An id: a byte `shared << 4 | rest`, where both are below 15, else 255 and both as UInt32; then the rest's bytes. The first id of a
/// group shares nothing.
enum IdentifierGroup {
  static let size = 16
  private static let escape: UInt8 = 255

  /// Groups of so many ids.
  static func count(of ids: Int) -> Int { (ids + size - 1) / size }

  /// Appends an id; `previous` is the one before, empty at the beginning of a group.
  static func append(_ id: ArraySlice<UInt8>, after previous: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
    let shared = zip(previous, id).prefix { $0 == $1 }.count
    let rest = id.count - shared
    if shared < 15 && rest < 15 {
      bytes.append(UInt8(shared << 4 | rest))
    } else {
      bytes.append(escape)
      bytes.append(littleEndian: UInt32(shared))
      bytes.append(littleEndian: UInt32(rest))
    }
    bytes.append(contentsOf: id.dropFirst(shared))
  }

  /// The id with this number in the group that these bytes begin with; nil when they do not hold it.
  static func identifier(_ number: Int, in bytes: RawSpan) -> [UInt8]? {
    var id: [UInt8] = []
    var position = 0
    for _ in 0...number {
      guard let (shared, rest) = header(bytes, &position), shared <= id.count, rest <= bytes.byteCount - position else {
        return nil
      }
      id.removeLast(id.count - shared)
      for index in position..<(position + rest) { id.append(bytes.littleEndian(UInt8.self, at: index)) }
      position += rest
    }
    return id
  }

  private static func header(_ bytes: RawSpan, _ position: inout Int) -> (shared: Int, rest: Int)? {
    guard position < bytes.byteCount else { return nil }
    let byte = bytes.littleEndian(UInt8.self, at: position)
    position += 1
    if byte != escape { return (Int(byte >> 4), Int(byte & 15)) }
    guard bytes.byteCount - position >= 8 else { return nil }
    defer { position += 8 }
    return (
      Int(bytes.littleEndian(UInt32.self, at: position)), Int(bytes.littleEndian(UInt32.self, at: position + 4))
    )
  }
}
