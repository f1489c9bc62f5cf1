import Dense
import Pipelines
import Storage
import Tensors
import TestSupport
import Testing

/// An index with vectors, of which every byte may be another one.
@Suite struct FlippedVectorTests {
  private static let (documents, dimension) = (400, 40)
  private let folder: TemporaryFolder
  private let queries: [Float]

  init() throws {
    folder = try TemporaryFolder()
    var random = SeededGenerator(seed: 1)
    func vector() -> [Float] { (0..<Self.dimension).map { _ in Float.random(in: -1...1, using: &random) } }
    let texts = (0..<Self.documents).map { "d\($0)\tpassage \($0)\n" }
    let lines = (0..<Self.documents).map { "{\"id\": \"d\($0)\", \"vector\": \(vector())}\n" }
    queries = (0..<5).flatMap { _ in vector() }
    try folder.write(Array(texts.joined().utf8), to: "docs.tsv")
    try folder.write(Array(lines.joined().utf8), to: "v.jsonl")
  }

  /// The bytes of an index with a set of vectors.
  private func index(_ store: VectorStore, codes: Bool) throws -> [UInt8] {
    var job = IndexJob(folder: folder.file("index"), collection: [folder.file("docs.tsv")])
    job.vectorFile = folder.file("v.jsonl")
    (job.vectors.store, job.vectors.codes) = (store, codes)
    job.work.quiet = true
    _ = try job.run()
    _ = try Inspection(folder: folder.file("index")).verify()
    return try folder.read("index/winnow.mdb")
  }

  /// Hits of all queries; nil when something refuses.
  private func results() -> [String]? {
    guard let index = try? OpenIndex(folder: folder.file("index")), let path = try? InstructionSet.chosen(),
      case let ranks = (0..<Self.documents).map({ UInt32($0) }),
      let hits = try? index.vectors(named: "v").search(
        queries, tieRanks: ranks, options: FlatSearchOptions(hits: 20, threads: 1, instructionSet: path))
    else { return nil }
    return hits.map { $0.map { "\($0.document.value) \($0.score)" }.joined(separator: " ") }
  }

  /// True when `verify` finds that a byte of the file is another one; when it does not, all results must be as they were.
  private func finds(_ flip: UInt8, at place: Int, of file: [UInt8], expecting expected: [String]) throws -> Bool {
    var damaged = file
    damaged[place] ^= flip
    try folder.write(damaged, to: "index/winnow.mdb")
    guard (try? Inspection(folder: folder.file("index")).verify()) != nil else {
      _ = results()  // refused or wrong, but not the end of the process
      return true
    }
    #expect(results() == expected, "byte \(place) of page \(place / 4096), \(flip)")
    return false
  }

  @Test(arguments: VectorStore.allCases, [false, true])
  func `a byte flipped in vectors or codes is found by inspect --verify or changes no hit`(store: VectorStore, codes: Bool) throws
  {
    let file = try index(store, codes: codes)
    let expected = try #require(results())
    var random = SeededGenerator(seed: 2)
    var found = 0
    for page in 0..<file.count / 4096 {
      for range in [0..<200] + Array(repeating: 0..<4096, count: 4) {
        let place = page * 4096 + Int.random(in: range, using: &random)
        if try finds(UInt8.random(in: 1...255, using: &random), at: place, of: file, expecting: expected) { found += 1 }
      }
    }
    // The payloads of the vectors and of their codes alone.
    let bytes = Self.documents * Self.dimension * (store.bytesPerNumber + (codes ? 1 : 0))
    #expect(found > 4 * bytes / 4096, "\(found)")
  }
}
