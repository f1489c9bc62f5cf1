import Dense
import Pipelines
import Storage
import Synchronization
import TestSupport
import Testing

private func job(_ small: SmallCollection) -> IndexJob {
  var job = IndexJob(folder: small.path("index"), collection: [small.path("docs.tsv")])
  job.work.quiet = true
  return job
}

@Test func `an index is built once, and refused under another recipe`() throws {
  let small = try SmallCollection()
  #expect(try job(small).run().changed)
  #expect(try !job(small).run().changed)
  try small.write("docs.tsv", "d1\tother\n")
  #expect { try job(small).run() } throws: {
    "\($0)".contains("was made with another recipe:\n  collection:") && "\($0)".contains("--overwrite")
  }
  var other = job(small)
  other.overwrite = true
  #expect(try other.run().summary.contains("documents 1,"))
}

@Test func `the digest of an index does not depend on the threads`() throws {
  let small = try SmallCollection()
  let lines = (0..<3000).map { "doc\($0)\tpassage number \($0) about \($0 % 7) things and \($0 % 11) others" }
  try small.write("docs.tsv", lines.joined(separator: "\n") + "\n")
  let digests = try [1, 2, 5].map { threads in
    var job = job(small)
    job.folder = small.path("index-\(threads)")
    job.work.threads = threads
    _ = try job.run()
    return try OpenIndex(folder: job.folder).digest
  }
  #expect(Set(digests).count == 1)
}

@Test func `a duplicate id names both places`() throws {
  let small = try SmallCollection()
  try small.write("docs.tsv", "d1\ta\nd2\tb\nd1\tc\n")
  let path = small.path("docs.tsv")
  #expect { try job(small).run() } throws: { "\($0)".contains("\(path):3: the document id 'd1' stands at \(path):1 already") }
}

@Test func `a failed build leaves the index that was there`() throws {
  let small = try SmallCollection()
  _ = try job(small).run()
  let before = try OpenIndex(folder: small.path("index")).digest
  try small.write("docs.tsv", "d1\ta\nbroken line\n")
  var again = job(small)
  again.overwrite = true
  #expect(throws: (any Error).self) { try again.run() }
  #expect(try OpenIndex(folder: small.path("index")).digest == before)
  #expect(try !small.folder.names().contains { $0.hasSuffix(".building") })
}

@Test func `an empty collection makes an index without documents that finds nothing`() throws {
  let small = try SmallCollection()
  try small.write("docs.tsv", "")
  var empty = job(small)
  let notes = Mutex<[String]>([])
  empty.format = "msmarco"
  empty.work.note = { note in notes.withLock { $0.append(note) } }
  #expect(try empty.run().changed)
  #expect(notes.withLock { $0.contains { $0.contains("no documents") } })
  #expect(try SearchPreview(index: small.path("index")).text(for: "cat") == "no hits\n")
}

@Test func `a query of stop words has no hits`() throws {
  let small = try SmallCollection()
  _ = try job(small).run()
  #expect(try SearchPreview(index: small.path("index")).text(for: "the of and") == "no hits\n")
}

@Test func `words find passages`() throws {
  let small = try SmallCollection()
  _ = try job(small).run()
  #expect(try SearchPreview(index: small.path("index")).text(for: "RED").hasPrefix("1. d3  score "))
}

@Test func `vectors without stored texts are refused before anything is built`() throws {
  let small = try SmallCollection()
  var job = job(small)
  job.storeText = false
  job.encoder = "any"
  #expect { try job.run() } throws: { "\($0)".contains("--dense and --no-store-text do not go together") }
  #expect(try !small.folder.names().contains("index"))
}

@Test func `the manifest names the collection's digest`() throws {
  let small = try SmallCollection()
  _ = try job(small).run()
  let digest = try OpenIndex(folder: small.path("index")).snapshot.manifest.digests["collection"]?.string
  #expect(digest?.count == 32)
}

@Test func `a vector set that cannot be read is an error of the overview, not left out`() throws {
  let folder = try TemporaryFolder()
  var writer = try StoreWriter(folder: folder.path)
  var manifest = Manifest()
  manifest.documents = try DocumentWriter().finish(into: &writer).json
  manifest.dense = ["lost": VectorSetDescription(count: 3, dimension: 2, encoder: []).json]
  try writer.publish(manifest)
  #expect { try Inspection(folder: folder.path).overview() } throws: { "\($0)".contains("vector set 'lost'") }
}
