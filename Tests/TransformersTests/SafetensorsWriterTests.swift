import Bytes
import Files
import Foundation
import TestSupport
import Testing
import Transformers

private func half(_ bytes: ArraySlice<UInt8>) -> UInt16 {
  UInt16(bytes[bytes.startIndex]) | UInt16(bytes[bytes.startIndex + 1]) << 8
}

@Suite struct SafetensorsWriterTests {
  @Test(arguments: 0..<20) func `random tensors come back bit for bit, in the order of their names, from aligned data`(
    seed: Int
  ) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let folder = try TemporaryFolder()
    var wanted: [String: [Float]] = [:]
    let tensors = (0..<Int.random(in: 0...7, using: &generator)).map { number -> SavedTensor in
      let shape = (0..<Int.random(in: 0...3, using: &generator)).map { _ in Int.random(in: 0...40, using: &generator) }
      let floats = (0..<shape.reduce(1, *)).map { _ in Float.random(in: -1e30...1e30, using: &generator) }
      let name = "t\(number * 7 % 5).\"é\(number)"
      wanted[name] = floats
      return SavedTensor(name: name, shape: shape) { body in
        let cut = floats.count / 3
        try body(floats.span.extracting(0..<cut))
        try body(floats.span.extracting(cut..<floats.count))
      }
    }
    try SafetensorsWriter.write(tensors, to: folder.file("a.safetensors"))
    let bytes = try folder.read("a.safetensors")
    let read = try TinySafetensors(bytes: bytes)
    #expect(read.tensors.map(\.name) == wanted.keys.sorted { ByteString($0) < ByteString($1) })
    for tensor in read.tensors { #expect(tensor.floats == wanted[tensor.name]) }
    let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect((8 + length) % 64 == 0)
    try SafetensorsWriter.write(tensors.reversed(), to: folder.file("b.safetensors"))
    #expect(try folder.read("b.safetensors") == bytes)
    guard !tensors.isEmpty else { return }
    let again = try SavedTensors(path: folder.file("a.safetensors"))
    for (name, floats) in wanted { #expect(again.floats(of: name) == floats) }
  }

  @Test func `half precision is rounded to nearest, ties to even`() throws {
    let folder = try TemporaryFolder()
    let values: [Float] = [1, 2049, 2051, -0.1, 65_519.9, 1e-8, -0.0]
    try SafetensorsWriter.write([SavedTensor(name: "w", shape: [7], floats: values)], as: .fp16, to: folder.file("a"))
    let bytes = try folder.read("a")
    let stored = (0..<7).map { half(bytes[(bytes.count - 14 + 2 * $0)...]) }
    // 2049 lies between 2048 and 2050, 2051 between 2050 and 2052: the even significand is taken.
    #expect(stored == [0x3C00, 0x6800, 0x6802, 0xAE66, 0x7BFF, 0, 0x8000])
    #expect(try SavedTensors(path: folder.file("a")).floats(of: "w") == [1, 2048, 2052, -0.099975586, 65_504, 0, 0])
  }

  @Test func `weights that cannot be stored are refused by name, and the old file stays`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array("old".utf8), to: "a")
    let write = { (values: [Float], precision: SavedPrecision) in
      try SafetensorsWriter.write([SavedTensor(name: "bad one", shape: [2], floats: values)], as: precision, to: path)
    }
    let bad: [([Float], SavedPrecision)] = [([1, .nan], .fp32), ([.infinity, 1], .fp32), ([65_520, 1], .fp16)]
    for (values, precision) in bad {
      let error = #expect(throws: TransformersError.self) { try write(values, precision) }
      #expect(error?.description.contains("bad one") == true)
    }
    #expect(throws: TransformersError.self) { try write([1], .fp32) }
    #expect(throws: TransformersError.self) {
      try SafetensorsWriter.write(["a", "a"].map { SavedTensor(name: $0, shape: [], floats: [1]) }, to: path)
    }
    #expect(try folder.names() == ["a"])
    #expect(try folder.read("a") == Array("old".utf8))
  }
}
