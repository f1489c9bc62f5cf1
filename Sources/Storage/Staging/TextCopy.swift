internal import Bytes

/// Brings the compressed texts of all batches into the store.
struct TextCopy {
  let folder: String
  let batches: [DocumentBatch]

  /// Writes the dictionary and the frames; the texts still waiting in the packer become the last ones.
  func write(finishing packer: FramePacker, into writer: inout StoreWriter) throws {
    var packer = packer
    let last = try packer.finish()
    if let dictionary = packer.dictionary {
      try writer.append(DocumentLayout.dictionary, itemCount: 1, payload: dictionary)
    }
    var extent = FrameExtent()
    for batch in batches {
      guard let texts = batch.texts else { continue }
      try copy(try StagedFileReader(folder: folder, texts), to: &extent, &writer)
    }
    for frame in last { try extent.add(frame.bytes.raw, count: frame.documents, into: &writer) }
    try extent.write(into: &writer)
  }

  private func copy(_ file: StagedFileReader, to extent: inout FrameExtent, _ writer: inout StoreWriter) throws {
    let bytes = file.bytes
    var offset = 0
    while offset < bytes.byteCount {
      guard bytes.byteCount - offset >= 8 else { throw file.damaged("it ends inside a frame's head") }
      let documents = Int(bytes.littleEndian(UInt32.self, at: offset))
      let count = Int(bytes.littleEndian(UInt32.self, at: offset + 4))
      guard documents > 0, bytes.byteCount - offset - 8 >= count else { throw file.damaged("it ends inside a frame") }
      try extent.add(bytes.extracting(offset + 8..<offset + 8 + count), count: documents, into: &writer)
      offset += 8 + count
    }
  }
}
