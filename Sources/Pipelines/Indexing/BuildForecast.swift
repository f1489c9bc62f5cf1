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

  /// Shares of the texts' bytes: the lexical part of an index (.162 of a million generated passages, .155 of MS MARCO's number of them),
  /// sorted runs (.20), compressed texts (.35 of MS MARCO's passages, .45 of generated ones).
  private static let lexicalShare = 0.165
  private static let runShare = 0.2
  private static let packedShare = 0.45
  /// A batch in memory, with what the allocator takes beside it: 267 MiB in all for a million passages of 371 MB.
  private static let heldShare = 0.5
  /// Ids, ranks, lengths, norms; in the staging folder ids with their places; in memory the same and what sorts them. Bytes a document.
  private static let documentBytes = 10.0
  private static let stagedDocumentBytes = 30.0
  private static let heldDocumentBytes = 48.0
  /// The final pass takes about a third of the time that reading takes.
  private static let finalShare = 0.35
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
    (64 << 20) + Int(Double(textBytes) * (lexical ? Self.heldShare : 0) + Double(documents) * Self.heldDocumentBytes)
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
