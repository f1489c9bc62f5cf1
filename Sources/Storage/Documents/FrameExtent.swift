internal import Bytes

/// Frames, in document order from document 0 on, on their way into extents.
struct FrameExtent {
  private var firstDocument = 0
  private var documents = 0
  private var table: [UInt8] = []
  private var frames: [UInt8] = []
  private var number: UInt32 = 0

  /// Adds the frame of the next `count` documents.
  mutating func add(_ frame: RawSpan, count: Int, into writer: inout StoreWriter) throws {
    if !frames.isEmpty && frames.count + frame.byteCount > DocumentLayout.extentBytes { try write(into: &writer) }
    unsafe frame.withUnsafeBytes { unsafe frames.append(contentsOf: $0) }
    table.append(littleEndian: UInt32(documents))
    table.append(littleEndian: UInt32(frames.count))
    documents += count
  }

  mutating func write(into writer: inout StoreWriter) throws {
    guard documents > 0 else { return }
    var payload: [UInt8] = []
    payload.append(littleEndian: UInt32(table.count / 8))
    payload.append(contentsOf: table)
    payload.append(contentsOf: frames)
    let key = ExtentKey(.documents, DocumentLayout.frames, number: number)
    try writer.append(key, firstItem: UInt64(firstDocument), itemCount: documents, payload: payload)
    number += 1
    firstDocument += documents
    documents = 0
    table.removeAll(keepingCapacity: true)
    frames.removeAll(keepingCapacity: true)
  }
}
