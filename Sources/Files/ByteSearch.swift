#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Searches for a byte with the C library's vectorised routines.
public enum ByteSearch {
  /// Index of the first occurrence of a byte in `range`, which must lie inside the span; nil when there is none.
  public static func first(_ byte: UInt8, in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    if range.isEmpty { return nil }
    return unsafe bytes.withUnsafeBytes { all in
      let base = unsafe UnsafeRawBufferPointer(rebasing: all[range])
      guard let start = base.baseAddress, let hit = unsafe memchr(start, Int32(byte), base.count) else { return nil }
      return range.lowerBound + (unsafe UnsafeRawPointer(hit) - start)
    }
  }

  /// Index of the last occurrence of a byte in `range`, which must lie inside the span; nil when there is none.
  public static func last(_ byte: UInt8, in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var index = range.upperBound
    while index > range.lowerBound {
      index -= 1
      if bytes[index] == byte { return index }
    }
    return nil
  }

  /// Number of occurrences of a byte in the whole span.
  ///
  /// Eight bytes at a time, without the population count that plain x86-64 lacks: each byte of `sums` counts its own lane
  /// (Hacker's Delight, sections 5-1 and 6-1). `SIMD16` is ten times slower here, measured.
  public static func count(_ byte: UInt8, in bytes: Span<UInt8>) -> Int {
    let raw = unsafe bytes.bytes
    let pattern = 0x0101_0101_0101_0101 &* UInt64(byte)
    var total = 0
    var index = 0
    while index + 8 <= bytes.count {
      // A lane holds at most 255.
      let end = min(bytes.count - 7, index + 255 * 8)
      var sums: UInt64 = 0
      while index < end {
        let word = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
        sums &+= zeroBytes(word ^ pattern)
        index += 8
      }
      let pairs = (sums & 0x00FF_00FF_00FF_00FF) &+ ((sums >> 8) & 0x00FF_00FF_00FF_00FF)
      total += Int((pairs &* 0x0001_0001_0001_0001) >> 48)
    }
    while index < bytes.count {
      if bytes[index] == byte { total += 1 }
      index += 1
    }
    return total
  }

  /// One in each byte of the word that is zero.
  @inline(__always) private static func zeroBytes(_ word: UInt64) -> UInt64 {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    return ~(((word & low) &+ low) | word | low) >> 7
  }
}
