import Pipelines
import Storage
import TestSupport
import Testing

@Suite struct FlippedByteTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The bytes of an index with texts, ids, and postings of one block and, with enough documents, of many.
  private func index(documents: Int) throws -> [UInt8] {
    var random = SeededGenerator(seed: 3)
    let lines = (0..<documents).map { number in
      let words = (0..<Int.random(in: 1...30, using: &random)).map { _ in "word\(Int.random(in: 0..<40, using: &random))x" }
      return "d\(number)\t\(words.joined(separator: " ")) only\(number)"
    }
    try folder.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: "docs.tsv")
    var job = IndexJob(folder: folder.file("index"), collection: [folder.file("docs.tsv")])
    job.work.quiet = true
    _ = try job.run()
    _ = try Inspection(folder: folder.file("index")).verify()
    return try folder.read("index/winnow.mdb")
  }

  /// Hits, texts and ids; nil when something refuses.
  private func results() -> [String]? {
    try? ["word1x", "word2x only77 word39x", "only299", "word7x word8x word9x"].map {
      try SearchPreview(index: folder.file("index")).text(for: $0)
    }
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

  @Test func `a byte flipped in any page is found by inspect --verify or changes no result`() throws {
    let file = try index(documents: 3000)
    let expected = try #require(results())
    var random = SeededGenerator(seed: 4)
    var found = 0
    for page in 0..<file.count / 4096 {
      for range in [0..<200, 0..<4096] {
        let place = page * 4096 + Int.random(in: range, using: &random)
        if try finds(UInt8.random(in: 1...255, using: &random), at: place, of: file, expecting: expected) { found += 1 }
      }
    }
    #expect(found > file.count / 4096)
  }

  /// The bytes that are neither payload nor a page's unused rest: of the two meta pages what LMDB reads, of the pages of the tree their
  /// headers, tables and nodes, of the others the page's header with the extent's.
  private func structure(_ file: [UInt8]) -> [Range<Int>] {
    stride(from: 0, to: file.count, by: 4096).flatMap { page -> [Range<Int>] in
      let isTree =
        [1, 2].contains(file[page + 10]) && file[page + 11] == 0 && !file[(page + 16)...].starts(with: Array("WNWX".utf8))
      guard isTree, page >= 2 * 4096 else { return [page..<page + (page < 2 * 4096 ? 160 : 64)] }
      let (lower, upper) = (Int(file[page + 12]) | Int(file[page + 13]) << 8, Int(file[page + 14]) | Int(file[page + 15]) << 8)
      return [page..<page + lower + 8, page + upper..<page + 4096]
    }
  }

  @Test func `every byte of the pages' headers, the tree and the meta pages may flip`() throws {
    let file = try index(documents: 300)
    let expected = try #require(results())
    var random = SeededGenerator(seed: 5)
    var (flips, found) = (0, 0)
    for range in structure(file) {
      for place in range {
        let flip = Bool.random(using: &random) ? 0xFF : UInt8(1) << UInt8.random(in: 0...7, using: &random)
        flips += 1
        if try finds(flip, at: place, of: file, expecting: expected) { found += 1 }
      }
    }
    // At least the two roots' and the extents' own numbers.
    #expect(found > 500, "\(found) of \(flips)")
  }
}
