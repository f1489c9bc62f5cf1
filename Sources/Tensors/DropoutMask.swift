internal import CKernels

/// Which elements dropout keeps: a hash of a key and an element's number decides, so that a mask is never stored and the backward pass
/// draws the same one again.
public struct DropoutMask: Sendable {
  /// What the hash is keyed with.
  public let key: UInt64
  /// The share of elements that are dropped, in 0..<1; the others are multiplied with 1 / (1 - rate).
  public let rate: Float

  /// A mask.
  public init(key: UInt64, rate: Float) {
    precondition(rate >= 0 && rate < 1)
    self.key = key
    self.rate = rate
  }

  /// The key of part `number` of what has the key `key`: SplitMix64 (Steele, Lea and Flood, 2014) of both.
  public static func key(_ key: UInt64, part number: UInt64) -> UInt64 {
    var value = key &+ (number &+ 1) &* 0x9E37_79B9_7F4A_7C15
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  /// Hashes below this are dropped.
  var threshold: UInt32 { UInt32(Double(rate) * 4_294_967_296) }

  /// What an element that is kept is multiplied with.
  var factor: Float { 1 / (1 - rate) }

  var kernel: ck_dropout { ck_dropout(key: key, threshold: threshold, factor: factor) }
}
