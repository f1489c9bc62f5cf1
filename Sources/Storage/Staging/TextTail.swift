internal import Bytes

/// The file of texts that no frame holds yet: u32 bytes and the text, one after another.
enum TextTail {
  static func append(_ text: ArraySlice<UInt8>, to file: StagedFileWriter) throws {
    var head: [UInt8] = []
    head.append(littleEndian: UInt32(text.count))
    try file.write(head)
    try file.write(Array(text))
  }

  static func forEach(_ file: StagedFileReader, _ body: ([UInt8]) throws -> Void) throws {
    let bytes = file.bytes
    var offset = 0
    while offset < bytes.byteCount {
      guard bytes.byteCount - offset >= 4 else { throw file.damaged("it ends inside a length") }
      let count = Int(bytes.littleEndian(UInt32.self, at: offset))
      guard bytes.byteCount - offset - 4 >= count else { throw file.damaged("it ends inside a text") }
      try body(bytes.extracting(offset + 4..<offset + 4 + count).copy)
      offset += 4 + count
    }
  }
}
