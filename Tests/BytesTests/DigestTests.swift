import Bytes
import Testing

/// Computed by Python's xxhash 4.1.0 (xxHash 0.8.4) over the bytes `(7 i + 3) mod 251`.
private let vectors: [(count: Int, hex: String, checksum: UInt64)] = [
  (0, "99aa06d3014798d86001c324468d497f", 0x2d06_8005_38d3_94c2),
  (1, "22bbb76b211a39ba13e608bc156defed", 0x13e6_08bc_156d_efed),
  (17, "bfd327edcc2fbd12eeed7654312a26d7", 0x714a_0440_8e79_b80f),
  (129, "6e83694c09641bb7a28da26446fd5ab0", 0xc095_b9b1_b087_722d),
  (241, "07870750a974395682b1de299f6e411e", 0x82b1_de29_9f6e_411e),
  (1024, "f96a1bbdb2fef572f75e768c7cdd54b2", 0xf75e_768c_7cdd_54b2),
  (100_000, "c0f903c0bf0d5d15d449c3d3e190d6d6", 0xd449_c3d3_e190_d6d6),
]

private func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8((7 * $0 + 3) % 251) } }

@Test func `digests and checksums are those of xxHash`() {
  for vector in vectors {
    let digest = Digest()
    digest.update(bytes(vector.count))
    #expect(digest.hex == vector.hex)
    let checksum = unsafe Digest.checksum(bytes(vector.count).span.bytes)
    #expect(checksum == vector.checksum)
  }
}

@Test func `a digest does not depend on how the bytes are cut`() {
  let whole = bytes(100_000)
  for step in [1, 7, 256, 1000, 99_999] {
    let digest = Digest()
    for start in stride(from: 0, to: whole.count, by: step) {
      digest.update(Array(whole[start..<min(start + step, whole.count)]))
    }
    #expect(digest.hex == "c0f903c0bf0d5d15d449c3d3e190d6d6")
  }
}

@Test func `fields do not run together in a digest`() {
  let (one, two) = (Digest(), Digest())
  one.update(field: "ab")
  one.update(field: "c")
  two.update(field: "a")
  two.update(field: "bc")
  #expect(one.hex != two.hex)
}
