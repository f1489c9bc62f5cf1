/// The state of a build, to go on from: 32 bytes (`WNGI`, u32 version, u64 vectors, u64 inserted, u32 m, u32 ef-construction), then the rows
/// of links of all levels.
extension GraphBuilder {
  private static let magic: [UInt8] = Array("WNGI".utf8) + [1, 0, 0, 0]

  /// Hands over the bytes of the state in pieces.
  public func forEachImagePart(_ body: (RawSpan) throws -> Void) rethrows {
    var head = Self.magic
    for value in [UInt64(count), UInt64(inserted), UInt64(parameters.links) | UInt64(parameters.efConstruction) << 32] {
      for shift in 0..<8 { head.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * shift))) }
    }
    try body(unsafe head.span.bytes)
    for memory in levels { try memory.forEachChunk { _, _, bytes in try body(bytes) } }
  }

  /// Bytes of the state.
  public var imageBytes: Int { 32 + levels.reduce(0) { $0 + 4 * $1.layer.count * $1.layer.degree } }

  /// Goes on from a state that a builder over the same vectors, with the same parameters, gave. Precondition: nothing was inserted.
  /// - Throws: `DenseError.damagedImage` when it is none.
  public func resume(from image: RawSpan) throws {
    precondition(inserted == 0)
    guard image.byteCount == imageBytes else {
      throw DenseError.damagedImage(reason: "it has \(image.byteCount) bytes where \(imageBytes) are due")
    }
    func number(_ offset: Int) -> UInt64 {
      unsafe UInt64(littleEndian: image.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
    }
    let magic = Self.magic.enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << UInt64(8 * $1.offset) }
    guard number(0) == magic, number(8) == UInt64(count), number(16) <= UInt64(count),
      number(24) == UInt64(parameters.links) | UInt64(parameters.efConstruction) << 32
    else { throw DenseError.damagedImage(reason: "it is of another graph") }
    var start = 32
    for memory in levels {
      memory.load(image, from: start)
      start += 4 * memory.layer.count * memory.layer.degree
    }
    resume(behind: Int(number(16)))
  }
}
