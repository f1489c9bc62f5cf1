/// A 64-bit hash of a document id inside a pool of bytes; for tables in memory only, never stored.
@inline(__always) func documentHash(_ bytes: Span<UInt8>, start: Int, count: Int) -> UInt64 {
  let raw = unsafe bytes.bytes
  var hash = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: count)
  var index = start
  let end = start &+ count
  while index &+ 8 <= end {
    // Bounds are checked by the load itself.
    let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
    hash = mix(hash ^ word)
    index &+= 8
  }
  var tail: UInt64 = 0
  while index < end {
    tail = tail &<< 8 | UInt64(bytes[index])
    index &+= 1
  }
  return mix(hash ^ tail)
}

@inline(__always) private func mix(_ value: UInt64) -> UInt64 {
  let product = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
  return product.high ^ product.low
}

/// True when two stretches of bytes are the same.
@inline(__always) func sameBytes(
  _ left: Span<UInt8>, _ leftStart: Int, _ right: Span<UInt8>, _ rightStart: Int, count: Int
) -> Bool {
  for offset in 0..<count where left[leftStart &+ offset] != right[rightStart &+ offset] { return false }
  return true
}

/// Byte order of two stretches: negative, zero or positive as `memcmp`, a prefix before what it begins.
@inline(__always) func compareBytes(_ bytes: Span<UInt8>, _ left: Range<Int>, _ right: Range<Int>) -> Int {
  let shared = min(left.count, right.count)
  for offset in 0..<shared {
    let difference = Int(bytes[left.lowerBound &+ offset]) &- Int(bytes[right.lowerBound &+ offset])
    if difference != 0 { return difference }
  }
  return left.count &- right.count
}
