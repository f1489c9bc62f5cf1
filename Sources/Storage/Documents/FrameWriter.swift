internal import Bytes
internal import Dispatch
internal import Synchronization

/// Packs texts into compressed frames and frames into extents. What is written depends on the texts alone, not on the threads.
struct FrameWriter {
  /// Texts that will be one frame.
  private struct RawFrame {
    var firstDocument = 0
    var ends: [UInt32] = []
    var texts: [UInt8] = []

    var packed: [UInt8] {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(4 + 4 * ends.count + texts.count)
      bytes.append(littleEndian: UInt32(ends.count))
      for end in ends { bytes.append(littleEndian: end) }
      bytes.append(contentsOf: texts)
      return bytes
    }
  }

  private let threads: Int
  private var filling = RawFrame()
  private var waiting: [RawFrame] = []
  private var waitingBytes = 0
  private var compressor: FrameCompressor?
  private var extent = FrameExtent()
  private var documents = 0

  init(threads: Int) { self.threads = threads }

  mutating func add(_ text: [UInt8], into writer: inout StoreWriter) throws {
    if !filling.ends.isEmpty && filling.texts.count + text.count > DocumentLayout.frameBytes { closeFrame() }
    filling.texts.append(contentsOf: text)
    filling.ends.append(UInt32(filling.texts.count))
    documents += 1
    if waitingBytes + filling.texts.count >= DocumentLayout.batchBytes { try compress(into: &writer) }
  }

  mutating func finish(into writer: inout StoreWriter) throws {
    try compress(into: &writer)
    try extent.write(into: &writer)
  }

  private mutating func closeFrame() {
    guard !filling.ends.isEmpty else { return }
    waitingBytes += filling.texts.count
    waiting.append(filling)
    filling = RawFrame()
    filling.firstDocument = documents
  }

  private mutating func compress(into writer: inout StoreWriter) throws {
    closeFrame()
    let compressor = try self.compressor ?? begin(into: &writer)
    let frames = waiting
    waiting = []
    waitingBytes = 0
    for (raw, frame) in zip(frames, try FrameWriter.compress(frames, with: compressor, threads: threads)) {
      try extent.add(frame, firstDocument: raw.firstDocument, count: raw.ends.count, into: &writer)
    }
  }

  /// Trains the dictionary on the texts that wait, when they are enough to learn from, and writes it.
  private mutating func begin(into writer: inout StoreWriter) throws -> FrameCompressor {
    let dictionary = waitingBytes >= DocumentLayout.batchBytes ? train() : nil
    if let dictionary { try writer.append(DocumentLayout.dictionary, itemCount: 1, payload: dictionary) }
    let compressor = FrameCompressor(dictionary: dictionary)
    self.compressor = compressor
    return compressor
  }

  private func train() -> [UInt8]? {
    var samples: [UInt8] = []
    var sizes: [Int] = []
    for frame in waiting where frame.texts.count <= DocumentLayout.frameBytes {
      samples.append(contentsOf: frame.texts)
      var start: UInt32 = 0
      for end in frame.ends {
        if end > start { sizes.append(Int(end - start)) }
        start = end
      }
    }
    return trainDictionary(samples: samples, sizes: sizes, capacity: DocumentLayout.dictionaryBytes)
  }

  private static func compress(_ frames: [RawFrame], with compressor: FrameCompressor, threads: Int) throws -> [[UInt8]] {
    let results = Mutex<[Result<[UInt8], any Error>]>(Array(repeating: .success([]), count: frames.count))
    let lanes = max(1, min(threads, frames.count))
    DispatchQueue.concurrentPerform(iterations: lanes) { lane in
      for index in stride(from: lane, to: frames.count, by: lanes) {
        let result = Result { try compressor.compress(frames[index].packed) }
        results.withLock { $0[index] = result }
      }
    }
    return try results.withLock { try $0.map { try $0.get() } }
  }
}

/// Frames on their way into one extent.
struct FrameExtent {
  private var firstDocument = 0
  private var documents = 0
  private var table: [UInt8] = []
  private var frames: [UInt8] = []
  private var number: UInt32 = 0

  mutating func add(_ frame: [UInt8], firstDocument first: Int, count: Int, into writer: inout StoreWriter) throws {
    if !frames.isEmpty && frames.count + frame.count > DocumentLayout.extentBytes { try write(into: &writer) }
    if documents == 0 { firstDocument = first }
    frames.append(contentsOf: frame)
    table.append(littleEndian: UInt32(first - firstDocument))
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
    documents = 0
    table.removeAll(keepingCapacity: true)
    frames.removeAll(keepingCapacity: true)
  }
}
