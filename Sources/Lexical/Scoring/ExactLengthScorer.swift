/// Scores over one integer a document: its true length, or the code of its length (`DocumentLengths.code`).
@safe struct ExactLengthScorer<Model: CollectionModel>: TermScorer {
  private let formula: Model.Formula
  private let function: Model.Lengths
  private let lengths: StoredLengths

  /// A scorer of one term.
  init(_ formula: Model.Formula, _ function: Model.Lengths, _ lengths: StoredLengths) {
    self.formula = formula
    self.function = function
    self.lengths = lengths
  }

  @inline(__always)
  func score(frequency: UInt32, document: UInt32) -> Float {
    formula.score(frequency: frequency, norm: function.norm(of: lengths[Int(document)]))
  }

  /// A decoded length is never longer than the true one, so its bound bounds.
  func bound(frequency: UInt32, norm: UInt8) -> Float {
    let length = lengths.width == 1 ? Float(norm) : Float(LengthNorm.decode(norm))
    return formula.bound(frequency: frequency, norm: function.norm(of: length))
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

/// One length a document, each of 1 byte (then they are length norms), 2 or 4.
@safe struct StoredLengths {
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
