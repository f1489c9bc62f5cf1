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
    let length = lengths.areCodes ? Float(norm) : Float(LengthNorm.decode(norm))
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

/// One number a document: its length, or its norm.
@safe struct StoredLengths {
  /// The numbers are norms.
  let areCodes: Bool
  private let norms: UnsafeRawPointer
  private let remainders: UnsafeRawPointer
  private let width: Int
  private let least = LengthNorm.lengths

  /// Norms. Whoever has the regions retains them.
  init(codes norms: ByteRegion) {
    areCodes = true
    unsafe self.norms = norms.start
    unsafe remainders = norms.start
    width = 0
  }

  /// Lengths: the least one with the document's norm, and a remainder of 1, 2 or 4 bytes.
  init(norms: ByteRegion, remainders: ByteRegion) {
    areCodes = false
    unsafe self.norms = norms.start
    unsafe self.remainders = remainders.start
    width = remainders.count / max(1, norms.count)
  }

  @inline(__always)
  subscript(document: Int) -> Float {
    areCodes ? Float(norm(of: document)) : Float(length(of: document))
  }

  @inline(__always)
  private func norm(of document: Int) -> UInt8 { unsafe norms.load(fromByteOffset: document, as: UInt8.self) }

  /// Wraps around where remainders are damaged.
  @inline(__always)
  func length(of document: Int) -> UInt32 {
    let least = least[Int(norm(of: document))]
    switch width {
    case 1: return unsafe least &+ UInt32(remainders.load(fromByteOffset: document, as: UInt8.self))
    case 2: return unsafe least &+ UInt32(remainders.loadUnaligned(fromByteOffset: 2 &* document, as: UInt16.self))
    default: return unsafe least &+ remainders.loadUnaligned(fromByteOffset: 4 &* document, as: UInt32.self)
    }
  }
}
