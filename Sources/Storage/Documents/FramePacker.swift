internal import Bytes
internal import Dispatch
internal import Synchronization

/// A compressed frame and the number of its documents.
struct PackedFrame {
  var documents: Int
  var bytes: [UInt8]
}

/// Packs texts, in document order, into compressed frames. The frames depend on the texts alone: not on the threads, and not on where
/// a build was interrupted, since whoever goes on adds the texts of `pending` again.
struct FramePacker {
  /// Texts that will be one frame.
  private struct RawFrame {
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
  /// The dictionary, trained on the first texts; nil before, and for good where they are too few or teach nothing.
  private(set) var dictionary: [UInt8]?

  init(threads: Int) { self.threads = threads }

  /// A packer that goes on behind frames made with this dictionary, or without one.
  init(threads: Int, goingOnWith dictionary: [UInt8]?) {
    self.init(threads: threads)
    self.dictionary = dictionary
    compressor = FrameCompressor(dictionary: dictionary)
  }

  /// True once frames have been made.
  var hasBegun: Bool { compressor != nil }

  /// Bytes of text that wait.
  var pendingBytes: Int { waitingBytes + filling.texts.count }

  /// The texts that wait to be compressed, in order.
  var pending: [ArraySlice<UInt8>] {
    (waiting + [filling]).flatMap { frame in
      frame.ends.indices.map { index in
        frame.texts[(index == 0 ? 0 : Int(frame.ends[index - 1]))..<Int(frame.ends[index])]
      }
    }
  }

  /// Adds a text; returns the frames of the texts so far when enough of them wait.
  mutating func add(_ text: some Collection<UInt8>) throws -> [PackedFrame] {
    if !filling.ends.isEmpty && filling.texts.count + text.count > DocumentLayout.frameBytes { closeFrame() }
    filling.texts.append(contentsOf: text)
    filling.ends.append(UInt32(filling.texts.count))
    return pendingBytes >= DocumentLayout.batchBytes ? try compress() : []
  }

  /// The frames of all texts that wait.
  mutating func finish() throws -> [PackedFrame] { try compress() }

  private mutating func closeFrame() {
    guard !filling.ends.isEmpty else { return }
    waitingBytes += filling.texts.count
    waiting.append(filling)
    filling = RawFrame()
  }

  private mutating func compress() throws -> [PackedFrame] {
    closeFrame()
    let compressor = self.compressor ?? begin()
    let frames = waiting
    waiting = []
    waitingBytes = 0
    return try zip(frames, FramePacker.compress(frames, with: compressor, threads: threads)).map {
      PackedFrame(documents: $0.ends.count, bytes: $1)
    }
  }

  /// Trains the dictionary on the texts that wait, when they are enough to learn from.
  private mutating func begin() -> FrameCompressor {
    dictionary = waitingBytes >= DocumentLayout.batchBytes ? train() : nil
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
