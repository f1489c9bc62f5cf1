/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): a small generator with the same numbers on every platform.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  /// A stream for a seed and a block number; streams of different blocks have nothing to do with one another.
  init(seed: UInt64, block: Int) {
    state = seed
    let first = next()
    state = first ^ (UInt64(truncatingIfNeeded: block) &* 0xD6E8_FEB8_6659_FD93)
    _ = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
