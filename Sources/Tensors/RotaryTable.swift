internal import Foundation

/// Cosines and sines of rotary position embeddings (Su et al., 2021), for positions 0..<`positions`.
public struct RotaryTable: Sendable {
  /// Number of positions.
  public let positions: Int
  /// Floats of a head; even.
  public let headWidth: Int
  // positions x headWidth / 2 each.
  let cosines: [Float]
  let sines: [Float]

  /// The table of `headWidth / 2` inverse frequencies in radians per position.
  ///
  /// An angle is position times frequency rounded to float, as transformers computes it (models/modernbert/modeling_modernbert.py);
  /// its cosine and sine are the floats nearest to the true ones.
  public init(positions: Int, headWidth: Int, frequencies: [Float]) {
    precondition(positions >= 0 && headWidth % 2 == 0 && frequencies.count == headWidth / 2)
    self.positions = positions
    self.headWidth = headWidth
    var cosines: [Float] = [], sines: [Float] = []
    cosines.reserveCapacity(positions * frequencies.count)
    sines.reserveCapacity(positions * frequencies.count)
    for position in 0..<positions {
      for frequency in frequencies {
        let angle = Double(Float(position) * frequency)
        cosines.append(Float(cos(angle)))
        sines.append(Float(sin(angle)))
      }
    }
    self.cosines = cosines
    self.sines = sines
  }
}
