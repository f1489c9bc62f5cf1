internal import Bytes

/// Packs texts into compressed frames and frames into extents. What is written depends on the texts alone, not on the threads.
struct FrameWriter {
  private var packer: FramePacker
  private var extent = FrameExtent()
  private var hasBegun = false

  init(threads: Int) { packer = FramePacker(threads: threads) }

  mutating func add(_ text: [UInt8], into writer: inout StoreWriter) throws {
    try write(try packer.add(text), into: &writer)
  }

  mutating func finish(into writer: inout StoreWriter) throws {
    try write(try packer.finish(), into: &writer)
    try extent.write(into: &writer)
  }

  private mutating func write(_ frames: [PackedFrame], into writer: inout StoreWriter) throws {
    if frames.isEmpty { return }
    if !hasBegun, let dictionary = packer.dictionary {
      try writer.append(DocumentLayout.dictionary, itemCount: 1, payload: dictionary)
    }
    hasBegun = true
    for frame in frames { try extent.add(frame.bytes.raw, count: frame.documents, into: &writer) }
  }
}
