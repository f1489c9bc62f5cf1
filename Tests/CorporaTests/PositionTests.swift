import Corpora
import TestSupport
import Testing

/// Reads the rest of a collection in rounds of a few blocks; returns the documents, and the place after each round.
private func rounds(_ reader: inout CollectionReader) throws -> [(documents: [SourcedDocument], position: CollectionPosition)] {
  var rounds: [(documents: [SourcedDocument], position: CollectionPosition)] = []
  while true {
    let blocks = try reader.nextBlocks(2)
    if blocks.isEmpty { return rounds }
    var documents: [SourcedDocument] = []
    for block in blocks { documents += try reader.accept(block.parse()) }
    rounds.append((documents, reader.position))
  }
}

private func open(_ paths: [String], blockSize: Int) throws -> CollectionReader {
  try CollectionReader(paths: paths, format: .auto, options: ReadingOptions(blockSize: blockSize))
}

/// Files of several blocks: the first block is at least what was looked at to tell the format, 64 KiB and as much again.
private func inputs(_ folder: TemporaryFolder) throws -> [[String]] {
  var random = SeededGenerator(seed: 4)
  func tsv(_ count: Int, _ name: String) -> [UInt8] {
    let lines = (0..<count).map { "\(name)\($0)\t" + String(repeating: "wörd ", count: Int.random(in: 0...200, using: &random)) }
    return Array((lines.joined(separator: "\n") + (Bool.random(using: &random) ? "\n" : "")).utf8)
  }
  let trec = (0..<300).map { number in
    let text = String(repeating: "some\ntext \(number)\n", count: Int.random(in: 1...80, using: &random))
    return "<DOC>\n<DOCNO> t\(number) </DOCNO>\n<TEXT>\n\(text)</TEXT>\n</DOC>\n"
  }.joined()
  try folder.write([0xEF, 0xBB, 0xBF] + tsv(400, "a"), to: "a.tsv")
  try folder.write(tsv(500, "b"), to: "b.tsv")
  try folder.write([], to: "empty.tsv")
  try folder.write(Array(trec.utf8), to: "docs.sgml")
  return [
    ["a.tsv"], ["a.tsv", "empty.tsv", "b.tsv"], ["b.tsv", "a.tsv"], ["docs.sgml"],
  ].map { $0.map(folder.file) }
}

@Suite struct PositionTests {
  @Test func `a reading goes on at any place to the same documents, lines and digest`() throws {
    let folder = try TemporaryFolder()
    for paths in try inputs(folder) {
      var whole = try open(paths, blockSize: 700)
      let all = try rounds(&whole)
      for (index, round) in all.enumerated() {
        var reader = try open(paths, blockSize: 1 + 311 * index % 1500)
        #expect(try reader.skip(to: round.position))
        #expect(reader.position.digest == round.position.digest)
        let rest = try rounds(&reader).flatMap(\.documents)
        #expect(rest == all[(index + 1)...].flatMap(\.documents), "\(paths) after round \(index)")
        #expect(reader.digest == whole.digest && reader.byteCount == whole.byteCount)
      }
    }
  }

  @Test func `a file that changed before the place is found out, or was cut off, or is another`() throws {
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: 5)
    for paths in try inputs(folder) {
      var whole = try open(paths, blockSize: 700)
      let all = try rounds(&whole)
      try #require(all.count > 20)
      let position = all[all.count / 2].position
      let path = paths[position.file]
      let name = String(path.split(separator: "/").last ?? "")
      let bytes = try folder.read(name)
      for kind in 0..<3 {
        var changed = bytes
        switch kind {
        case 0: changed[Int.random(in: 3..<position.offset, using: &random)] ^= 1
        case 1: changed = Array(bytes[..<(position.offset - 1)])
        default: changed.insert(65, at: 3)
        }
        try folder.write(changed, to: name)
        guard var reader = try? open(paths, blockSize: 500) else { continue }  // the change may have spoilt the format
        #expect(try !reader.skip(to: position), "\(name), change \(kind)")
      }
      try folder.write(bytes, to: name)
      var fewer = try open(Array(paths.prefix(max(1, position.file))), blockSize: 500)
      #expect(try fewer.skip(to: position) == (position.file == 0))
    }
  }

  @Test func `the share of the stored bytes grows from nothing to all`() throws {
    let folder = try TemporaryFolder()
    let paths = try inputs(folder)[1]
    var reader = try open(paths, blockSize: 700)
    var shares: [Int] = []
    while try !reader.nextBlocks(2).isEmpty { shares.append(reader.stored?.used ?? -1) }
    let total = try paths.reduce(0) { try $0 + folder.read(String($1.split(separator: "/").last ?? "")).count }
    #expect(reader.stored?.used == total && reader.stored?.total == total)
    #expect(shares == shares.sorted() && shares.allSatisfy { $0 > 0 })
  }
}
