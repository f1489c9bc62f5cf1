/// Random numbers by place: the numbers of a stream are a function of its keys and of how many came before, the same on every platform.
///
/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) is such a function: its n-th number is a hash of seed + n times a constant. Keys
/// (a seed, an epoch, the number of an example, a hashed id) go through the same hash one after the other, so that streams of
/// neighbouring keys have nothing to do with one another, and any part of a stream can be drawn again without drawing the rest.
@frozen public struct CounterGenerator: RandomNumberGenerator, Equatable, Sendable {
  @usableFromInline var state: UInt64

  /// The stream of some keys.
  @inlinable public init(_ keys: UInt64...) {
    state = 0
    for key in keys { state = Self.mix((state ^ key) &+ Self.step) }
  }

  /// The stream of a seed, and of an epoch where there are any, for a thing with a name, such as a query's id.
  public init(seed: UInt64, epoch: UInt64 = 0, name: ByteString) {
    self.init(seed, epoch, unsafe Digest.checksum(name.bytes.span.bytes))
  }

  @usableFromInline static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

  @inlinable static func mix(_ value: UInt64) -> UInt64 {
    let first = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    let second = (first ^ (first >> 27)) &* 0x94D0_49BB_1331_11EB
    return second ^ (second >> 31)
  }

  /// The next 64 bits.
  @inlinable public mutating func next() -> UInt64 {
    state &+= Self.step
    return Self.mix(state)
  }

  /// A whole number in 0..<`bound`: the high half of a product (Lemire, 2019), without rejection. Of n outcomes each is off 1/n by at most 2^-64.
  /// Precondition: the bound is positive.
  @inlinable public mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0)
    return Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number in [0, 1), a multiple of 2^-53.
  @inlinable public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// `count` different numbers of 0..<`bound` in the order drawn, all of them when there are fewer (Floyd's method would lose the order;
  /// this is the beginning of a Fisher-Yates shuffle that keeps only the places it has touched).
  public mutating func draw(_ count: Int, below bound: Int) -> [Int] {
    var moved: [Int: Int] = [:]
    return (0..<max(0, min(count, bound))).map { place in
      let other = place + below(bound - place)
      let drawn = moved[other] ?? other
      moved[other] = moved[place] ?? place
      return drawn
    }
  }

  /// Orders elements at random (Fisher and Yates).
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    for place in elements.indices.dropLast() { elements.swapAt(place, place + below(elements.count - place)) }
  }
}
