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
  public static func count(_ byte: UInt8, in bytes: Span<UInt8>) -> Int {
    var total = 0
    var start = 0
    while start < bytes.count {
      let end = min(start + 255 * 32, bytes.count)
      var block = 0
      for index in start..<end where bytes[index] == byte { block &+= 1 }
      total += block
      start = end
    }
    return total
  }
}
