import Bytes
import Foundation
import Tensors
import TestSupport
import Testing
import Transformers

/// The real encoder, where it is on this machine.
enum MiniLM {
  static let folder = try? ModelFinder.find(
    "all-MiniLM-L6-v2", environment: ProcessInfo.processInfo.environment, currentFolder: SharedData.projectRoot.path)
}

@Test(.enabled(if: MiniLM.folder != nil, "needs the model all-MiniLM-L6-v2"), arguments: InstructionSet.available)
func `MiniLM's vectors of edge cases are sentence-transformers'`(path: InstructionSet) throws {
  let encoder = try TextEncoder(folder: #require(MiniLM.folder), instructionSet: path)
  #expect(encoder.identity.maximumLength == 256 && encoder.identity.normalised && encoder.dimension == 384)
  let rows = try golden("minilm-texts.json").array ?? []
  let vectors = try encoder.encode(rows.compactMap { $0.array?[0].string?.bytes }, threads: 2)
  for (index, row) in rows.enumerated() {
    let first = Array(vectors[index * 384..<index * 384 + 8])
    #expect(distance(first, [row.array?[1].numbers ?? []]) < 3e-6, "text \(index)")
  }
}

@Test(.enabled(if: MiniLM.folder != nil && SharedData.available, "needs the model all-MiniLM-L6-v2 and ../shared"))
func `MiniLM's vectors of 1,000 real passages are sentence-transformers'`() throws {
  let encoder = try TextEncoder(folder: #require(MiniLM.folder))
  let all = try SharedData.lines("data/msmarco-dl/passages.jsonl.zst")
  let passages = try stride(from: 0, to: 44_000, by: 44).map { try JSONValue(parsing: all[$0]) }
  let expected = try String(contentsOf: ModelCopy.goldens.appendingPathComponent("minilm-passages.tsv"), encoding: .utf8)
    .split(separator: "\n").map { $0.split(separator: "\t") }
  let vectors = try encoder.encode(passages.compactMap { $0["text"]?.string?.bytes }, threads: 2)
  try #require(vectors.count == 384_000 && expected.count == 1_000)
  let patterns = (1...4).map { (seed: UInt64) -> [Float] in
    var generator = SeededGenerator(seed: seed)
    return (0..<384).map { _ in generator.next() >> 63 == 1 ? -1 : 1 }
  }
  for (index, row) in expected.enumerated() {
    #expect(passages[index]["id"]?.string?.text == String(row[0]))
    let vector = Array(vectors[index * 384..<(index + 1) * 384])
    let projections = patterns.map { encoder.instructionSet.dot($0.span, vector.span) }
    #expect(distance(projections, [row.dropFirst().compactMap { Double($0) }]) < 2e-5, "passage \(row[0])")
  }
}
