internal import Parallelism

/// What the rest of a build will take, told after a short probe.
struct BuildForecast: Equatable {
  /// Documents of the whole collection, about.
  var documents: Int
  /// Bytes of all texts, about.
  var textBytes: Int
  /// Seconds until everything is read.
  var seconds: Double
  var storeText: Bool
  var lexical: Bool

  /// Shares of the texts' bytes, measured on passages: the lexical part of an index, a sorted run, compressed texts.
  private static let lexicalShare = 0.15
  private static let runShare = 0.22
  private static let packedShare = 0.45
  /// A batch in memory, with what the allocator takes beside it: 287 MiB in all for a million passages of 371 MB.
  private static let heldShare = 0.6
  /// Ids, their order, ranks, lengths, norms; in the staging folder, ids with their places. Bytes a document.
  private static let documentBytes = 12.0
  private static let stagedDocumentBytes = 30.0
  /// The final pass takes about a quarter of the time that reading takes.
  private static let finalShare = 0.25
  /// Bytes of the index.
  var indexBytes: Int {
    let shares = (lexical ? Self.lexicalShare : 0) + (storeText ? Self.packedShare : 0)
    return Int(Double(textBytes) * shares + Double(documents) * Self.documentBytes)
  }

  /// Bytes of the staging folder, which is removed at the end.
  var stagingBytes: Int {
    let shares = (lexical ? Self.runShare : 0) + (storeText ? Self.packedShare : 0)
    return Int(Double(textBytes) * shares + Double(documents) * Self.stagedDocumentBytes)
  }

  /// Anonymous memory of a build in one batch.
  var heldBytes: Int {
    (64 << 20) + Int(Double(textBytes) * (lexical ? Self.heldShare : 0) + Double(documents) * Self.stagedDocumentBytes)
  }

  /// The forecast for people, on one line.
  func text(memory: Int, free: Int?) -> String {
    let time = Progress.duration(seconds * (1 + Self.finalShare))
    var text =
      "forecast: about \(documents) documents in \(time); memory up to \(MemoryBudget.text(memory))"
      + ", disk \(MemoryBudget.text(indexBytes)) for the index and \(MemoryBudget.text(stagingBytes)) while it is built"
    if let free, free < indexBytes + stagingBytes {
      text += "; ONLY \(MemoryBudget.text(free)) ARE FREE: a full disk stops the build, and it goes on when there is room"
    }
    return text
  }
}
