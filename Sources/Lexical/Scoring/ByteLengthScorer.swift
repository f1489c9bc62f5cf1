/// BM25 over one-byte lengths. Long lists get a table of all scores for small frequencies: 8 rows of 256 length bytes.
@safe struct ByteLengthScorer: TermScorer {
  /// Frequencies in the table: 1 to 8, those of three packed bits.
  static let tableRows = 8
  /// Lists shorter than this are scored by formula; the table costs as much as about a thousand postings.
  static let tableThreshold = 1024

  private let weight: Float
  private let inverseNorms: UnsafePointer<Float>
  private let norms: UnsafePointer<UInt8>
  private let table: UnsafePointer<Float>?

  /// A scorer; allocates its table in `scratch`.
  init(
    weight: Float, documentFrequency: Int, _ inverseNorms: UnsafePointer<Float>, norms: UnsafePointer<UInt8>, _ scratch: Scratch
  ) {
    self.weight = weight
    unsafe self.inverseNorms = inverseNorms
    unsafe self.norms = norms
    guard documentFrequency >= Self.tableThreshold else {
      unsafe table = nil
      return
    }
    let rows = unsafe scratch.allocate(Float.self, 256 * Self.tableRows)
    for row in 0..<Self.tableRows {
      for norm in 0..<256 {
        unsafe rows[row &* 256 &+ norm] = Self.formula(weight, Float(row + 1), inverseNorms[norm])
      }
    }
    unsafe table = UnsafePointer(rows)
  }

  /// Makes scorers of a query's terms from their weights and document frequencies.
  static func maker(_ model: BM25, _ norms: ByteRegion, _ scratch: Scratch) -> (Float, Int) -> ByteLengthScorer {
    let inverseNorms = unsafe scratch.allocate(Float.self, 256)
    for norm in 0..<256 { unsafe inverseNorms[norm] = model.inverseNorms[norm] }
    let bytes = unsafe norms.start.assumingMemoryBound(to: UInt8.self)
    return { weight, documentFrequency in
      unsafe ByteLengthScorer(weight: weight, documentFrequency: documentFrequency, inverseNorms, norms: bytes, scratch)
    }
  }

  @inline(__always)
  private static func formula(_ weight: Float, _ frequency: Float, _ inverseNorm: Float) -> Float {
    weight - weight / (1 + frequency * inverseNorm)
  }

  @inline(__always)
  func score(frequency: UInt32, document: UInt32) -> Float {
    unsafe Self.formula(weight, Float(frequency), inverseNorms[Int(norms[Int(document)])])
  }

  func bound(frequency: UInt32, norm: UInt8) -> Float {
    unsafe Self.formula(weight, Float(frequency), inverseNorms[Int(norm)])
  }

  @inline(__always)
  func score(
    _ documents: UnsafePointer<UInt32>, _ frequencies: UnsafePointer<UInt32>, count: Int, greatest: UInt32,
    into scores: UnsafeMutablePointer<Float>
  ) {
    guard let table = unsafe table, greatest <= UInt32(Self.tableRows) else {
      for index in 0..<count {
        unsafe scores[index] = score(frequency: frequencies[index], document: documents[index])
      }
      return
    }
    if greatest == 1 {
      for index in 0..<count { unsafe scores[index] = table[Int(norms[Int(documents[index])])] }
    } else {
      let rows = unsafe table - 256
      for index in 0..<count {
        unsafe scores[index] = rows[Int(frequencies[index]) &<< 8 | Int(norms[Int(documents[index])])]
      }
    }
  }
}
