import Bytes
import Lexical
import Storage
import TestSupport

/// Documents as terms, from a seed: mostly short ones with a few frequent and many rare terms, some empty, some terms long.
func randomTerms(_ count: Int, seed: UInt64) -> [[[UInt8]]] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { _ in
    if Int.random(in: 0..<8, using: &generator) == 0 { return [] }
    return (0..<Int.random(in: 1...14, using: &generator)).map { _ in
      let uniform = Double.random(in: 0..<1, using: &generator)
      let term = Array("t\(Int(600 * uniform * uniform * uniform))".utf8)
      return Int.random(in: 0..<400, using: &generator) == 0 ? term + Array(repeating: 120, count: 1000) : term
    }
  }
}

/// What a lexical part holds.
struct LexicalContent: Equatable {
  var digest: String
  var statistics: LexicalStatistics
}

/// The content of a lexical part in a fresh index.
func lexicalContent(_ write: (inout StoreWriter) throws -> LexicalStatistics) throws -> LexicalContent {
  let folder = try TemporaryFolder()
  var writer = try StoreWriter(folder: folder.path)
  let statistics = try write(&writer)
  try writer.publish(Manifest())
  let snapshot = try Snapshot(folder: folder.path)
  try snapshot.verify()
  try LexicalIndex(snapshot).verify()
  return LexicalContent(digest: try snapshot.contentDigest(), statistics: statistics)
}

/// The content of an index built without a spill.
func unspilled(_ documents: [[[UInt8]]], threads: Int = 1, blockSize: Int = 128) throws -> LexicalContent {
  try lexicalContent { writer in
    var builder = LexicalBuilder(threads: threads, blockSize: blockSize)
    try builder.add(terms: documents)
    return try builder.finish(into: &writer)
  }
}

/// Spills `documents` before each of these document numbers, and behind the last document.
func spilledRuns(
  _ documents: [[[UInt8]]], at spills: [Int], threads: Int, batch: Int = 1000, in folder: TemporaryFolder
) throws -> [LexicalRun] {
  var builder = LexicalBuilder(threads: threads, blockSize: 128)
  var runs: [LexicalRun] = []
  for end in spills + [documents.count] {
    while builder.documents < end {
      try builder.add(terms: Array(documents[builder.documents..<min(end, builder.documents + batch)]))
    }
    runs.append(try builder.spill(to: folder.file("run-\(runs.count)")))
  }
  return runs
}
