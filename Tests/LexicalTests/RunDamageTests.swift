import Bytes
import Lexical
import Storage
import TestSupport
import Testing

@Suite struct `damaged runs` {
  private func merge(_ run: LexicalRun) throws {
    _ = try lexicalContent { try LexicalMerge.write([run], threads: 2, memory: 1 << 20, into: &$0) }
  }

  @Test func `any changed byte is an error`() throws {
    let folder = try TemporaryFolder()
    let run = try spilledRuns(randomTerms(60, seed: 9), at: [], threads: 1, in: folder)[0]
    let bytes = try folder.read("run-0")
    var generator = SeededGenerator(seed: 2)
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= UInt8.random(in: 1...255, using: &generator)
      try folder.write(changed, to: "run-0")
      #expect(throws: LexicalError.self) { try run.verify() }
      if place % 100 == 0 { #expect(throws: LexicalError.self) { try merge(run) } }
    }
  }

  @Test func `a run of another length is an error`() throws {
    let folder = try TemporaryFolder()
    let run = try spilledRuns(randomTerms(60, seed: 9), at: [], threads: 2, in: folder)[0]
    let bytes = try folder.read("run-0")
    for count in [0, 1, 63, 64, 65, bytes.count / 2, bytes.count - 1] {
      try folder.write(Array(bytes.prefix(count)), to: "run-0")
      #expect(throws: LexicalError.self) { try run.verify() }
    }
    for other in [bytes + [0], [0] + bytes, bytes + bytes] {
      try folder.write(other, to: "run-0")
      #expect(throws: LexicalError.self) { try merge(run) }
    }
    let elsewhere = try TemporaryFolder()
    let another = try spilledRuns(randomTerms(60, seed: 10), at: [], threads: 2, in: elsewhere)[0]
    try folder.write(try elsewhere.read("run-0"), to: "run-0")
    #expect(throws: LexicalError.self) { try merge(run) }
    try another.verify()
  }

  /// A run of one chunk whose terms and postings are `chunk`, all checksums right, as after a fault of the writer.
  private func forged(_ run: LexicalRun, _ bytes: [UInt8], chunk: [UInt8]) -> (LexicalRun, [UInt8]) {
    let documents = run.documents.count
    let start = Int(number(bytes, at: bytes.count - 40))
    var directory = Array(bytes[start..<(bytes.count - 64)])
    let old = little(checksum(Array(bytes[(4 * documents)..<start])))
    let place = directory.indices.first { directory[$0...].starts(with: old) } ?? 0
    directory.replaceSubrange(place..<(place + 8), with: little(checksum(chunk)))
    var footer = Array(bytes.suffix(64))
    footer.replaceSubrange(48..<56, with: little(checksum(directory)))
    footer.replaceSubrange(56..<64, with: little(checksum(Array(footer[..<56]))))
    let digest = Digest()
    digest.update(directory)
    digest.update(footer)
    let forged = LexicalRun(path: run.path, documents: run.documents, bytes: bytes.count, digest: digest.hex)
    return (forged, Array(bytes[..<(4 * documents)]) + chunk + directory + footer)
  }

  private func checksum(_ bytes: [UInt8]) -> UInt64 { unsafe Digest.checksum(bytes.span.bytes) }

  private func little(_ number: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) } }

  private func number(_ bytes: [UInt8], at place: Int) -> UInt64 {
    bytes[place..<(place + 8)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  @Test func `bytes that a checksum covers but nobody wrote never trap`() throws {
    let folder = try TemporaryFolder()
    let run = try spilledRuns(randomTerms(80, seed: 12), at: [], threads: 1, in: folder)[0]
    let bytes = try folder.read("run-0")
    let chunk = Array(bytes[(4 * run.documents.count)..<Int(number(bytes, at: bytes.count - 40))])
    let (same, copy) = forged(run, bytes, chunk: chunk)
    #expect(same == run && copy == bytes)
    var generator = SeededGenerator(seed: 21)
    var refused = 0
    for _ in 0..<400 {
      var changed = chunk
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        changed[Int.random(in: 0..<chunk.count, using: &generator)] = [0, 1, 127, 128, 255].randomElement(using: &generator) ?? 0
      }
      let (wrong, file) = forged(run, bytes, chunk: changed)
      try folder.write(file, to: "run-0")
      do { try merge(wrong) } catch is LexicalError { refused += 1 }
    }
    #expect(refused > 100)
  }
}
