internal import Foundation
internal import Tensors

/// Random numbers by place, in any order (`CounterGenerator` of Bytes gives them in a row): the number of an element of a tensor
/// depends on the seed, the tensor's name and the element's index alone.
struct PlacedRandom: Sendable {
  private let key: UInt64

  init(seed: UInt64, name: String) {
    key = name.utf8.reduce(DropoutMask.key(seed, part: 0)) { DropoutMask.key($0, part: UInt64($1)) }
  }

  /// In 0..<1.
  func uniform(_ index: Int, draw: Int = 0) -> Double {
    Double(DropoutMask.key(DropoutMask.key(key, part: UInt64(index)), part: UInt64(draw)) >> 11) * 0x1p-53
  }

  /// Of mean 0 and deviation 1 (Box and Muller, 1958); the first of the draws that lies within the cutoff.
  func normal(_ index: Int, within cutoff: Double = .infinity) -> Double {
    var draw = 0
    while true {
      let radius = (-2 * log(1 - uniform(index, draw: 2 * draw))).squareRoot()
      let value = radius * cos(2 * .pi * uniform(index, draw: 2 * draw + 1))
      if abs(value) <= cutoff { return value }
      draw += 1
    }
  }
}
