public import Bytes

/// The parts of an index, in the order in which they stand in the store. The raw value is the first byte of every key.
public enum Part: UInt8, CaseIterable, Comparable, Sendable {
  /// Texts, external ids and their byte order.
  case documents = 1
  /// The inverted index.
  case lexical = 2
  /// Named sets of vectors.
  case dense = 3
  /// One extent: what the index is. Written last. This value and the manifest's key never change between format versions.
  case manifest = 255

  /// In the order of the store.
  public static func < (left: Part, right: Part) -> Bool { left.rawValue < right.rawValue }
}

/// The key of an extent: part, then name, then number; the store keeps extents in this order.
///
/// On disk: the part's byte, the name's bytes, a zero byte, the number as four bytes with the highest first.
/// The zero makes the order of the bytes equal to the order of the fields, so a name must not contain one.
public struct ExtentKey: Hashable, Comparable, Sendable {
  /// Which part of the index.
  public let part: Part
  /// Name inside the part: no zero byte, at most `longestName` bytes.
  public let name: ByteString
  /// Number among the extents of that name.
  public let number: UInt32

  /// Longest name in bytes (LMDB's keys end at 511).
  public static let longestName = 500

  /// A key.
  public init(_ part: Part, _ name: ByteString = "", number: UInt32 = 0) {
    self.part = part
    self.name = name
    self.number = number
  }

  /// Order of the store.
  public static func < (left: ExtentKey, right: ExtentKey) -> Bool {
    if left.part != right.part { return left.part < right.part }
    if left.name != right.name { return left.name < right.name }
    return left.number < right.number
  }

  /// True when the key can be written.
  var isStorable: Bool { name.count <= ExtentKey.longestName && !name.bytes.contains(0) }

  /// The bytes on disk.
  var encoded: [UInt8] {
    var bytes = ExtentKey.prefix(part, name)
    for shift in [24, 16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    return bytes
  }

  /// The bytes all keys of a part, or of a name in it, begin with.
  static func prefix(_ part: Part, _ name: ByteString?) -> [UInt8] {
    guard let name else { return [part.rawValue] }
    return [part.rawValue] + name.bytes + [0]
  }

  /// Reads a key back; nil when the bytes are not one.
  init?(encoded bytes: [UInt8]) {
    guard bytes.count >= 6, let part = Part(rawValue: bytes[0]), bytes[bytes.count - 5] == 0 else { return nil }
    let name = ByteString(bytes[1..<(bytes.count - 5)])
    let number = bytes.suffix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    self.init(part, name, number: number)
    guard isStorable else { return nil }
  }
}

extension ExtentKey: CustomStringConvertible {
  /// For people: `lexical/postings/3`.
  public var description: String { "\(part)/\(name)/\(number)" }
}
