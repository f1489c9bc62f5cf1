import Pipelines
import Storage
import TestSupport
import Testing

@Suite struct FlippedByteTests {
  /// An index with texts, ids, postings of one and of many blocks.
  private func index(in folder: TemporaryFolder) throws -> [UInt8] {
    var random = SeededGenerator(seed: 3)
    let lines = (0..<3000).map { number in
      let words = (0..<Int.random(in: 1...30, using: &random)).map { _ in "word\(Int.random(in: 0..<40, using: &random))x" }
      return "d\(number)\t\(words.joined(separator: " ")) only\(number)"
    }
    try folder.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: "docs.tsv")
    var job = IndexJob(folder: folder.file("index"), collection: [folder.file("docs.tsv")])
    job.work.quiet = true
    _ = try job.run()
    return try folder.read("index/winnow.mdb")
  }

  /// Hits, texts and ids; nil when something refuses.
  private func results(_ folder: TemporaryFolder) -> [String]? {
    try? ["word1x", "word2x only77 word39x", "only2999", "word7x word8x word9x"].map {
      try SearchPreview(index: folder.file("index")).text(for: $0)
    }
  }

  @Test func `a byte flipped in any page is found by inspect --verify or changes no result`() throws {
    let folder = try TemporaryFolder()
    let file = try index(in: folder)
    let expected = try #require(results(folder))
    _ = try Inspection(folder: folder.file("index")).verify()
    var random = SeededGenerator(seed: 4)
    var found = 0
    for page in 0..<file.count / 4096 {
      for range in [0..<200, 0..<4096] {
        let place = page * 4096 + Int.random(in: range, using: &random)
        var damaged = file
        damaged[place] ^= UInt8.random(in: 1...255, using: &random)
        try folder.write(damaged, to: "index/winnow.mdb")
        if (try? Inspection(folder: folder.file("index")).verify()) == nil {
          found += 1
        } else {
          #expect(results(folder) == expected, "byte \(place)")
        }
      }
    }
    #expect(found > file.count / 4096)
  }
}
