import Bytes
import Dense
import Foundation
import Lexical
import Parallelism
import Pipelines
import Ranking
import Storage
import TestSupport
import Testing

/// A collection of random words under shuffled ids, with many equal documents, so that ties are common.
private struct Shuffled {
  let small: SmallCollection
  let count = 1200

  init() throws {
    small = try SmallCollection()
    var generator = SeededGenerator(seed: 5)
    let ids = (0..<count).map { "d\($0)" }.shuffled(using: &generator)
    let lines = ids.map { id in
      let topic = Int.random(in: 0..<20, using: &generator)
      let words = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
        "w\(topic)q\(Int.random(in: 0..<3, using: &generator))"
      }
      return "\(id)\tcommon \(words.joined(separator: " "))"
    }
    try small.write("docs.tsv", lines.joined(separator: "\n") + "\n")
  }

  func job(_ name: String, reorder: Bool, collection: Bool = true) -> IndexJob {
    var job = IndexJob(folder: small.path(name), collection: collection ? [small.path("docs.tsv")] : [])
    job.reorder = reorder
    job.work.quiet = true
    return job
  }
}

private let queries = ["common", "w3q1 common", "w3q1 w4q2 w5q0", "w1q1 w1q2 w1q0 w2q2 common common", "absent", ""]

@Suite struct `a reordered index` {
  @Test func `finds the same documents with the same scores in the same order`() throws {
    let shuffled = try Shuffled()
    _ = try shuffled.job("plain", reorder: false).run()
    _ = try shuffled.job("ordered", reorder: true).run()
    let (plain, ordered) = (
      try OpenIndex(folder: shuffled.small.path("plain")), try OpenIndex(folder: shuffled.small.path("ordered"))
    )
    try ordered.snapshot.verify()
    #expect(plain.digest != ordered.digest)
    for query in queries {
      for hits in [1, 10, 333, 5000] {
        for method in Lexical.SearchMethod.allCases {
          for lengths in DocumentLengths.allCases {
            let rankings = try [plain, ordered].map { index in
              let found = try index.lexical().search(
                Array(query.utf8), hits: hits, parameters: BM25Parameters(lengths: lengths), method: method)
              return try index.ranking(of: QueryID("q"), found)
            }
            #expect(rankings[0] == rankings[1], "\(query), \(hits) hits, \(method), \(lengths)")
          }
        }
      }
    }
  }

  @Test func `holds the same texts under the same ids`() throws {
    let shuffled = try Shuffled()
    _ = try shuffled.job("plain", reorder: false).run()
    _ = try shuffled.job("ordered", reorder: true).run()
    let (plain, ordered) = (
      try OpenIndex(folder: shuffled.small.path("plain")), try OpenIndex(folder: shuffled.small.path("ordered"))
    )
    var moved = 0
    for number in 0..<UInt32(shuffled.count) {
      let id = try plain.documents.id(of: number)
      let other = try #require(try ordered.documents.number(of: id))
      #expect(try ordered.documents.text(of: other) == plain.documents.text(of: number))
      moved += other == number ? 0 : 1
    }
    #expect(moved > shuffled.count / 2)
  }

  @Test func `is the same whatever the threads, and whether ordered at once or later`() throws {
    let shuffled = try Shuffled()
    let digests = try [1, 2, 5].map { threads in
      var job = shuffled.job("index-\(threads)", reorder: true)
      job.work.threads = threads
      #expect(try job.run().changed)
      return try OpenIndex(folder: job.folder).snapshot.contentDigest()
    }
    // What a build leaves that was killed while it reordered: the index in the collection's order.
    _ = try shuffled.job("later", reorder: false).run()
    #expect(try shuffled.job("later", reorder: true).run().changed)
    #expect(try Set(digests + [OpenIndex(folder: shuffled.small.path("later")).snapshot.contentDigest()]).count == 1)
  }

  @Test func `is up to date, asked for again or without the order`() throws {
    let shuffled = try Shuffled()
    #expect(try shuffled.job("index", reorder: true).run().changed)
    #expect(try !shuffled.job("index", reorder: true).run().changed)
    #expect(try !shuffled.job("index", reorder: true, collection: false).run().changed)
    #expect(try !shuffled.job("index", reorder: false).run().changed)
    #expect(try Inspection(folder: shuffled.small.path("index")).overview().contains("order: recursive graph bisection"))
  }

  @Test func `has its vectors in the new order`() throws {
    let shuffled = try Shuffled()
    _ = try shuffled.job("index", reorder: false).run()
    let folder = shuffled.small.path("index")
    func vector(_ id: ByteString) -> [Float] { [Float(Int(id.text.dropFirst())!), Float(id.count), 0.5] }
    let plain = try OpenIndex(folder: folder)
    var writer = try StoreWriter(folder: folder)
    try writer.copy(.documents, from: plain.snapshot)
    try writer.copy(.lexical, from: plain.snapshot)
    var vectors = VectorWriter(name: "own", dimension: 3)
    for number in 0..<UInt32(shuffled.count) { try vectors.append(vector(plain.documents.id(of: number)), into: &writer) }
    try vectors.finish(into: &writer)
    var manifest = plain.snapshot.manifest
    manifest.dense = ["own": VectorSetDescription(count: shuffled.count, dimension: 3, encoder: []).json]
    try writer.publish(manifest)

    #expect(try shuffled.job("index", reorder: true, collection: false).run().changed)
    let ordered = try OpenIndex(folder: folder)
    let set = try ordered.vectors(named: "own")
    for number in 0..<shuffled.count { #expect(set.vector(of: number) == vector(try ordered.documents.id(of: UInt32(number)))) }
  }

  @Test func `is refused without a lexical part, and without the memory; the index stays as it was`() throws {
    let shuffled = try Shuffled()
    var bare = shuffled.job("bare", reorder: true)
    bare.lexical = false
    #expect { try bare.run() } throws: { "\($0)".contains("--no-lexical") }
    _ = try shuffled.job("index", reorder: false).run()
    let before = try OpenIndex(folder: shuffled.small.path("index")).digest
    var tight = shuffled.job("index", reorder: true, collection: false)
    tight.work.budget = MemoryBudget(limit: 1 << 20)
    #expect { try tight.run() } throws: { "\($0)".contains("--memory allows 1.0 MiB") }
    #expect(try OpenIndex(folder: shuffled.small.path("index")).digest == before)
  }

  @Test func `without stored texts stays one without`() throws {
    let shuffled = try Shuffled()
    var job = shuffled.job("index", reorder: true)
    job.storeText = false
    _ = try job.run()
    let index = try OpenIndex(folder: job.folder)
    #expect(!index.documents.storesTexts && index.documents.count == shuffled.count)
    try index.snapshot.verify()
  }

  @Test func `of no documents is empty`() throws {
    let shuffled = try Shuffled()
    try shuffled.small.write("docs.tsv", "")
    var job = shuffled.job("index", reorder: true)
    job.format = "msmarco"
    #expect(try job.run().changed)
    #expect(try !job.run().changed)
  }
}
