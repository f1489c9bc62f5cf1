import Bytes
import Testing

@Test func `byte strings are ordered by unsigned bytes, a prefix first`() {
  let sorted: [ByteString] = [
    "", "10", "2", "a", "aa", "b", ByteString([0x7F]), ByteString([0x80]), ByteString([0xFF]), ByteString([0xFF, 0]),
  ]
  #expect(sorted.shuffled().sorted() == sorted)
}

@Test func `canonically equivalent strings stay different`() {
  let composed: ByteString = "caf\u{E9}"
  let decomposed: ByteString = "cafe\u{301}"
  #expect(composed.text == decomposed.text)
  #expect(composed != decomposed)
  #expect(Set([composed, decomposed]).count == 2)
}

@Test func `white space is TREC's, by byte`() {
  for byte: UInt8 in 0...255 {
    #expect(ByteString([65, byte]).containsWhiteSpace == [9, 10, 11, 12, 13, 32].contains(byte))
  }
}

@Test func `bytes that are not UTF-8 show as replacement characters`() {
  #expect(ByteString([65, 0xFF, 66]).text == "A\u{FFFD}B")
  #expect(ByteString([65, 0xFF, 66]).bytes == [65, 0xFF, 66])
}
