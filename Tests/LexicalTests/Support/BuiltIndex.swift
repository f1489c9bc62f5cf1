import Bytes
import Lexical
import Ranking
import Storage
import TestSupport

/// A lexical index in a temporary folder that lives as long as this.
final class BuiltIndex: Sendable {
  let index: LexicalIndex
  let statistics: LexicalStatistics
  private let folder: TemporaryFolder

  /// An index of documents given as terms. Without ids, document numbers settle ties.
  init(terms documents: [[ByteString]], ids: [ByteString] = [], blockSize: Int = 128, threads: Int = 1) throws {
    let folder = try TemporaryFolder()
    var builder = LexicalBuilder(threads: threads, blockSize: blockSize)
    try builder.add(terms: documents.map { $0.map(\.bytes) })
    (index, statistics) = try Self.publish(builder, ids: ids, in: folder)
    self.folder = folder
  }

  /// An index of texts.
  init(texts: [[UInt8]], batch: Int = 10_000, threads: Int = 2) throws {
    let folder = try TemporaryFolder()
    var builder = LexicalBuilder(threads: threads)
    for start in stride(from: 0, to: texts.count, by: batch) {
      try builder.add(Array(texts[start..<min(texts.count, start + batch)]))
    }
    (index, statistics) = try Self.publish(builder, in: folder)
    self.folder = folder
  }

  /// An index of impacts as given.
  init(impacts vectors: [ImpactVector], blockSize: Int = 128, batch: Int = 10_000, threads: Int = 2) throws {
    let folder = try TemporaryFolder()
    var builder = LexicalBuilder(threads: threads, blockSize: blockSize)
    for start in stride(from: 0, to: vectors.count, by: batch) {
      try builder.add(impacts: Array(vectors[start..<min(vectors.count, start + batch)]))
    }
    (index, statistics) = try Self.publish(builder, in: folder, impacts: "as given")
    self.folder = folder
  }

  private static func publish(
    _ builder: consuming LexicalBuilder, ids: [ByteString] = [], in folder: TemporaryFolder, impacts: ByteString? = nil
  ) throws -> (LexicalIndex, LexicalStatistics) {
    var writer = try StoreWriter(folder: folder.path)
    if !ids.isEmpty {
      var documents = DocumentWriter(storeTexts: false)
      for (number, id) in ids.enumerated() {
        try documents.add(id: id, text: [], at: DocumentPosition(file: 0, line: number), into: &writer)
      }
      _ = try documents.finish(into: &writer)
    }
    if let impacts { try ImpactMark.write(impacts, into: &writer) }
    let statistics = try builder.finish(into: &writer)
    try writer.publish(Manifest())
    return (try LexicalIndex(Snapshot(folder: folder.path)), statistics)
  }
}
