import Lexical
import Testing

@Suite struct `length norms` {
  @Test func `bytes decode to Lucene's lengths`() {
    // Lucene 10, SmallFloat.byte4ToInt: exact to 40, then four significant bits.
    #expect((0...40).allSatisfy { LengthNorm.decode(UInt8($0)) == UInt32($0) })
    let decoded = [41, 42, 47, 48, 49, 55, 56, 64, 100, 128, 200, 254, 255].map { LengthNorm.decode(UInt8($0)) }
    #expect(
      decoded
        == [
          42, 44, 54, 56, 60, 84, 88, 152, 3096, 32_792, 16_777_240, 1_879_048_216, 2_013_265_944,
        ])
  }

  @Test func `a length's byte is the greatest that decodes to no more`() {
    for length in UInt32(0)..<100_000 {
      let norm = LengthNorm.encode(length)
      #expect(LengthNorm.decode(norm) <= length && (norm == 255 || LengthNorm.decode(norm + 1) > length))
    }
    #expect(LengthNorm.encode(.max) == 255)
  }
}
