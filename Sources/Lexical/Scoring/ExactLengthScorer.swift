/// BM25 over one integer a document: its true length, or the code of its length (`DocumentLengths.code`).
@safe struct ExactLengthScorer: TermScorer {
  /// One length a document, each of 1 byte (then they are length norms), 2 or 4.
  @safe struct Lengths {
    let start: UnsafeRawPointer
    let width: Int

    @inline(__always)
    subscript(document: Int) -> Float {
      switch width {
      case 1: unsafe Float(start.load(fromByteOffset: document, as: UInt8.self))
      case 2: unsafe Float(start.loadUnaligned(fromByteOffset: 2 &* document, as: UInt16.self))
      default: unsafe Float(start.loadUnaligned(fromByteOffset: 4 &* document, as: UInt32.self))
      }
    }
  }

  private let weight: Float
  private let constant: Float
  private let perTerm: Float
  private let lengths: Lengths

  /// A scorer of one term.
  init(weight: Float, _ model: BM25, _ lengths: Lengths) {
    self.weight = weight
    constant = model.exact.constant
    perTerm = model.exact.perTerm
    self.lengths = lengths
  }

  @inline(__always)
  private func formula(_ frequency: Float, _ length: Float) -> Float {
    weight * frequency / (frequency + constant + perTerm * length)
  }

  @inline(__always)
  func score(frequency: UInt32, document: UInt32) -> Float { formula(Float(frequency), lengths[Int(document)]) }

  /// A decoded length is never longer than the true one, so its score bounds; the factor covers this formula's rounding, which is not monotonic.
  func bound(frequency: UInt32, norm: UInt8) -> Float {
    formula(Float(frequency), lengths.width == 1 ? Float(norm) : Float(LengthNorm.decode(norm))) * 1.000_001
  }

  @inline(__always)
  func score(
    _ documents: UnsafePointer<UInt32>, _ frequencies: UnsafePointer<UInt32>, count: Int, greatest: UInt32,
    into scores: UnsafeMutablePointer<Float>
  ) {
    for index in 0..<count {
      unsafe scores[index] = score(frequency: frequencies[index], document: documents[index])
    }
  }
}
