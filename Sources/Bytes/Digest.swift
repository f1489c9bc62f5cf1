internal import CXXHash

/// A streaming 128-bit content digest (XXH3, as the xxHash library defines it). Not for security: for identity and checksums.
///
/// The same bytes give the same digest however they are cut into `update` calls.
@safe public final class Digest {
  private let state: OpaquePointer

  /// An empty digest.
  public init() {
    unsafe state = XXH3_createState()
    unsafe _ = XXH3_128bits_reset(state)
  }

  deinit { unsafe _ = XXH3_freeState(state) }

  /// Adds bytes.
  public func update(_ bytes: RawSpan) {
    unsafe bytes.withUnsafeBytes { unsafe _ = XXH3_128bits_update(state, $0.baseAddress, $0.count) }
  }

  /// Adds bytes.
  public func update(_ bytes: [UInt8]) { unsafe update(bytes.span.bytes) }

  /// Adds a count or another integer, as eight little-endian bytes.
  public func update(_ value: UInt64) {
    update((0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) })
  }

  /// Adds a length-prefixed string, so that neighbouring fields cannot run together.
  public func update(field: String) {
    update(UInt64(field.utf8.count))
    update(Array(field.utf8))
  }

  /// The digest so far: 32 hexadecimal digits in xxHash's canonical (big-endian) order.
  public var hex: String {
    let value = unsafe XXH3_128bits_digest(state)
    return Digest.hex(value.high64) + Digest.hex(value.low64)
  }

  private static func hex(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The 64-bit XXH3 checksum of some bytes.
  public static func checksum(_ bytes: RawSpan) -> UInt64 {
    unsafe bytes.withUnsafeBytes { unsafe XXH3_64bits($0.baseAddress, $0.count) }
  }
}
