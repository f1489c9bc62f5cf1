extension VectorSet {
  /// Checks what checksums cannot: that every vector has a length scores can trust, one of unit length with `cosine`; that scales fit their
  /// codes; and that the codes of a first pass are those of the vectors.
  /// - Throws: `DenseError.damaged` with the number of the document.
  public func verify() throws {
    for document in 0..<description.count {
      let vector = vector(of: document)
      try verify(vector, of: document)
      if description.hasCodes { try verifyCodes(vector, of: document) }
    }
  }

  private func damaged(_ document: Int, _ reason: String) -> DenseError {
    .damaged(set: name.text, reason: "the vector of document number \(document) \(reason)")
  }

  private func verify(_ vector: [Float], of document: Int) throws {
    let length = vector[...].euclideanLength
    // Rounding to a store changes lengths a little beyond what is let in.
    guard length >= VectorIntake.lengths.lowerBound * 0.5, length <= VectorIntake.lengths.upperBound * 2 else {
      throw damaged(document, "has no length that scores can trust")
    }
    if description.metric == .cosine, abs(length - 1) > unitError(vector) {
      throw damaged(document, "has the length \(length) where it should have 1")
    }
    guard description.store == .int8 else { return }
    let (scale, largest) = storedScale(of: document)
    guard scale > 0, scale.isFinite, largest == 127 else { throw damaged(document, "has a scale that does not fit its codes") }
  }

  /// How far from 1 a vector of unit length can be after its numbers were rounded.
  private func unitError(_ vector: [Float]) -> Double {
    let root = Double(vector.count).squareRoot()
    let largest = Double(vector.reduce(Float(0)) { max($0, abs($1)) })
    switch description.store {
    case .fp32: return 0x1p-23
    case .fp16: return 0x1p-11 + root * 0x1p-25
    case .int8: return 1e-6 + root * largest / 254
    }
  }

  /// The scale of an int8 vector and its largest code by magnitude.
  private func storedScale(of document: Int) -> (Float, Int) {
    let (number, row) = document.quotientAndRemainder(dividingBy: layout.rowsPerSlab)
    let slab = slabs[number], bytes = slab.uint8s, floats = slab.floats
    let largest = (row * layout.dimension..<(row + 1) * layout.dimension).reduce(0) {
      max($0, Int(Int8(bitPattern: bytes[$1]).magnitude))
    }
    return (floats[layout.scalesOffset(rows: slab.itemCount) / 4 + row], largest)
  }

  /// Codes follow from the vectors, bit by bit.
  private func verifyCodes(_ vector: [Float], of document: Int) throws {
    let layout = CodesLayout(dimension: description.dimension)
    let (number, place) = document.quotientAndRemainder(dividingBy: layout.rowsPerSlab)
    let slab = codes[number], bytes = slab.uint8s, words = slab.uint32s
    let row = CodedRow(vector)
    let start = place * layout.dimension
    guard row.coded.codes.indices.allSatisfy({ Int8(bitPattern: bytes[start + $0]) == row.coded.codes[$0] }),
      row.columns.allSatisfy({ words[layout.offset($0.column, rows: slab.itemCount) / 4 + place] == $0.bits })
    else { throw damaged(document, "is not the one its codes were made of") }
  }
}
