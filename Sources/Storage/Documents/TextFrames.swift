internal import Bytes

/// Texts by document number. A frame is unpacked whole; its checksum is zstd's.
struct TextFrames: Sendable {
  private let extents: [MappedExtent]
  private let decompressor: FrameDecompressor

  /// One unpacked frame: texts of the documents from `first` on.
  struct Frame {
    var first = 0
    var count = 0
    var bytes: [UInt8] = []

    func holds(_ document: Int) -> Bool { document >= first && document < first + count }
  }

  /// Nil when the index stores no texts. Checks that the extents follow each other and cover `count` documents.
  init?(_ snapshot: Snapshot, count: Int) throws {
    extents = try snapshot.extents(of: .documents, name: DocumentLayout.frames)
    guard !extents.isEmpty else { return nil }
    var next: UInt64 = 0
    for extent in extents {
      guard extent.firstItem == next, extent.itemCount > 0 else {
        throw extent.damaged("its documents do not follow the extent before")
      }
      next += UInt64(extent.itemCount)
      guard next <= UInt64(count) else { throw extent.damaged("it holds more documents than the index") }
    }
    guard next == UInt64(count) else { throw extents[extents.count - 1].damaged("texts of documents are missing after it") }
    if let dictionary = try snapshot.extent(DocumentLayout.dictionary) {
      decompressor = FrameDecompressor(dictionary: dictionary.bytes)
    } else {
      decompressor = FrameDecompressor(dictionary: nil)
    }
  }

  /// The text of a document, unpacking its frame unless it is the one given. Precondition: the number is below the count.
  func text(_ document: Int, frame: inout Frame) throws -> [UInt8] {
    let extent = extents[extents.lastIndex(holding: { $0.firstItem <= UInt64(document) })]
    if !frame.holds(document) { frame = try unpack(document, in: extent) }
    let bytes = frame.bytes.raw
    let index = document - frame.first
    let table = 4 + 4 * frame.count
    let start = table + (index == 0 ? 0 : Int(bytes.littleEndian(UInt32.self, at: 4 * index)))
    let end = table + Int(bytes.littleEndian(UInt32.self, at: 4 + 4 * index))
    guard start <= end, end <= bytes.byteCount else { throw extent.damaged("the ends of its texts are out of order") }
    return bytes.extracting(start..<end).copy
  }

  private func unpack(_ document: Int, in extent: MappedExtent) throws -> Frame {
    let payload = extent.bytes
    let frameCount = payload.byteCount < 4 ? 0 : Int(payload.littleEndian(UInt32.self, at: 0))
    let table = 4 + 8 * frameCount
    guard frameCount > 0, table <= payload.byteCount else { throw extent.damaged("it has no room for its frame table") }
    let wanted = UInt32(document - Int(extent.firstItem))
    let index = TextFrames.frame(of: wanted, among: frameCount, payload)
    let first = payload.littleEndian(UInt32.self, at: 4 + 8 * index)
    let start = table + (index == 0 ? 0 : Int(payload.littleEndian(UInt32.self, at: 8 * index)))
    let end = table + Int(payload.littleEndian(UInt32.self, at: 8 + 8 * index))
    guard first <= wanted, start <= end, end <= payload.byteCount else { throw extent.damaged("its frame table is out of order") }
    var frame = Frame(first: Int(extent.firstItem) + Int(first))
    do { frame.bytes = try decompressor.decompress(payload.extracting(start..<end)) } catch {
      throw extent.damaged("frame \(index) cannot be unpacked: \(error)")
    }
    frame.count = frame.bytes.count < 4 ? 0 : Int(frame.bytes.raw.littleEndian(UInt32.self, at: 0))
    guard frame.bytes.count >= 4 + 4 * frame.count, frame.holds(document) else {
      throw extent.damaged("frame \(index) lacks document \(document)")
    }
    return frame
  }

  /// The last frame whose first document is not after the wanted one.
  private static func frame(of wanted: UInt32, among count: Int, _ payload: RawSpan) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if payload.littleEndian(UInt32.self, at: 4 + 8 * middle) <= wanted { low = middle + 1 } else { high = middle }
    }
    return max(0, low - 1)
  }
}
