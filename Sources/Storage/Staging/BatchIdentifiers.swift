internal import Bytes
internal import Glibc

/// The ids of one batch from its file, by document number within the batch and by place in their byte order.
struct BatchIdentifiers {
  private let file: StagedFileReader
  let count: Int
  let byteCount: Int
  private var positionsStart: Int { 8 * count }
  private var orderStart: Int { 16 * count }
  private var bytesStart: Int { 20 * count }

  init(folder: String, _ batch: DocumentBatch) throws {
    file = try StagedFileReader(folder: folder, batch.identifiers)
    count = batch.count
    byteCount = batch.identifierBytes
    guard file.byteCount == 20 * count + byteCount else { throw file.damaged("its size is not that of \(count) ids") }
  }

  /// The file's bytes.
  static func encoded(_ ids: IdentifierTable, positions: [UInt64], order: [UInt32], to file: StagedFileWriter) throws {
    try file.write(unsafe ids.ends.span.bytes)  // integers without padding on a little-endian machine
    try file.write(unsafe positions.span.bytes)
    try file.write(unsafe order.span.bytes)
    try file.write(ids.bytes)
  }

  func end(_ document: Int) -> Int { Int(file.bytes.littleEndian(UInt64.self, at: 8 * document)) }

  func start(_ document: Int) -> Int { document == 0 ? 0 : end(document - 1) }

  func position(_ document: Int) -> DocumentPosition {
    DocumentPosition(packed: file.bytes.littleEndian(UInt64.self, at: positionsStart + 8 * document))
  }

  /// The document at a place in the byte order of the batch's ids.
  func document(at place: Int) -> Int { Int(file.bytes.littleEndian(UInt32.self, at: orderStart + 4 * place)) }

  func identifier(_ document: Int) -> ByteString {
    let bytes = file.bytes
    return ByteString(bytes.extracting(bytesStart + start(document)..<bytesStart + end(document)).copy)
  }

  /// The first eight bytes of an id as one number, shorter ids filled with zeros.
  func prefix(_ document: Int) -> UInt64 {
    let bytes = file.bytes
    let first = bytesStart + start(document)
    let length = min(8, end(document) - start(document))
    var prefix: UInt64 = 0
    for index in 0..<length { prefix |= UInt64(bytes.littleEndian(UInt8.self, at: first + index)) << UInt64(56 - 8 * index) }
    return prefix
  }

  /// Negative, zero or positive as an id comes before, is, or comes after one of another batch.
  func compare(_ document: Int, _ other: BatchIdentifiers, _ otherDocument: Int) -> Int {
    let (mine, its) = (end(document) - start(document), other.end(otherDocument) - other.start(otherDocument))
    let left = file.bytes.extracting(bytesStart + start(document)..<bytesStart + end(document))
    let right = other.file.bytes.extracting(
      other.bytesStart + other.start(otherDocument)..<other.bytesStart + other.end(otherDocument))
    let first = unsafe left.withUnsafeBytes { left in
      unsafe right.withUnsafeBytes { unsafe min(mine, its) == 0 ? 0 : memcmp(left.baseAddress!, $0.baseAddress!, min(mine, its)) }
    }
    return first == 0 ? mine - its : Int(first)
  }
}
