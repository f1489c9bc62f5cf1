import Bytes
import Foundation
import Lexical
import Ranking
import TestSupport

/// Documents in the order of their ids, their index, and queries.
final class FeedbackCollection: Sendable {
  let ids: [ByteString]
  let texts: [[UInt8]]
  let index: LexicalIndex
  let queries: [(id: ByteString, text: [UInt8])]
  private let owner: any Sendable

  init(_ documents: [(id: ByteString, text: [UInt8])], queries: [(id: ByteString, text: [UInt8])]) throws {
    let rows = documents.sorted { $0.id < $1.id }
    ids = rows.map(\.id)
    texts = rows.map(\.text)
    let built = try BuiltIndex(texts: texts)
    index = built.index
    owner = built
    self.queries = queries
  }

  /// The pool of MS MARCO passages with the queries of DL 2019 and 2020.
  init(_ pool: LucenePool) throws {
    let passages = try SharedData.lines("data/msmarco-dl/passages.jsonl.zst").map { try JSONValue(parsing: Array($0)) }
    let rows = Dictionary(uniqueKeysWithValues: passages.map { ($0["id"]!.string!, $0["text"]!.string!.bytes) })
    ids = pool.ids
    texts = pool.ids.map { rows[$0]! }
    index = pool.index
    owner = pool
    queries = pool.queries
  }

  func search(_ text: [UInt8], hits: Int, model: ScoringModel = .bm25(), _ feedback: Feedback) throws -> FeedbackResult {
    try index.search(text, hits: hits, model: model, feedback: feedback) { documents in documents.map { texts[Int($0.value)] } }
  }

  /// A hit list as rows of a run.
  func rows(_ hits: [Hit]) -> [LuceneRow] {
    zip(hits, printedScores(hits.map(\.score))).map { LuceneRow(document: ids[Int($0.document.value)], printed: $1) }
  }
}

extension FeedbackCollection {
  /// The repository's passages (Pipelines/quickstart) with their queries and the hard ones beside the goldens.
  static let quickstart = Result {
    let folder = SharedData.projectRoot.appendingPathComponent("Pipelines/quickstart")
    let passages = try lines(folder.appendingPathComponent("passages.jsonl")).map { try JSONValue(parsing: Array($0)) }
    let files = [folder.appendingPathComponent("queries.tsv"), goldens.appendingPathComponent("hard.tsv")]
    return try FeedbackCollection(
      passages.map { ($0["id"]!.string!, $0["contents"]!.string!.bytes) },
      queries: files.flatMap { try lines($0) }.map { query($0) })
  }

  /// CACM as cacm.json has it, with its topics; needs ../shared.
  static let cacm = Result { try cacm(with: [:]) }

  /// CACM with the words that cacm.json lost of ten documents (`Goldens/cacm_lost.py`); needs ../shared.
  static let wholeCACM = Result {
    let lost = try lines(goldens.deletingLastPathComponent().appendingPathComponent("cacm-lost.txt")).map { line in
      line.split(separator: 32, maxSplits: 1)
    }
    return try cacm(with: Dictionary(uniqueKeysWithValues: lost.map { (ByteString($0[0]), Array($0[1])) }))
  }

  private static func cacm(with lost: [ByteString: [UInt8]]) throws -> FeedbackCollection {
    let documents = try SharedData.lines("data/cacm/cacm.json").map { try JSONValue(parsing: Array($0)) }
    let topics = try String(decoding: SharedData.bytes("data/cacm/topics.cacm.txt"), as: UTF8.self)
      .components(separatedBy: "</DOCNO>").dropFirst()
    return try FeedbackCollection(
      documents.map { document in
        let id = document["id"]!.string!
        return (id, document["contents"]!.string!.bytes + (lost[id] ?? []))
      },
      queries: topics.enumerated().map { number, topic in
        (ByteString("\(number + 1)"), Array(topic.components(separatedBy: "</DOC>")[0].utf8))
      })
  }

  /// The pool; needs ../shared.
  static let pool = Result { try FeedbackCollection(LucenePool.shared.get()) }

  private static let goldens = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Goldens/feedback")

  /// Rows that `Goldens/feedback/make.sh` wrote.
  static func golden(_ name: String) throws -> [ByteString: [LuceneRow]] {
    rowsByQuery(try lines(goldens.appendingPathComponent("\(name).run")))
  }

  /// The terms and weights of the feedback queries that `Goldens/feedback/make.sh` wrote.
  static func goldenTerms(_ name: String) throws -> [ByteString: [ByteString: Float]] {
    try lines(goldens.appendingPathComponent("\(name).terms")).reduce(into: [:]) { queries, line in
      let fields = line.split(separator: 9)
      let pairs = fields.dropFirst().map { $0.split(separator: 32) }
      queries[ByteString(fields[0])] = Dictionary(
        uniqueKeysWithValues: pairs.map { (ByteString($0[0]), Float(String(decoding: $0[1], as: UTF8.self))!) })
    }
  }

  private static func lines(_ file: URL) throws -> [ArraySlice<UInt8>] {
    [UInt8](try Data(contentsOf: file)).split(separator: 10)
  }

  private static func query(_ line: ArraySlice<UInt8>) -> (id: ByteString, text: [UInt8]) {
    let fields = line.split(separator: 9, maxSplits: 1)
    return (ByteString(fields[0]), Array(fields[1]))
  }
}
