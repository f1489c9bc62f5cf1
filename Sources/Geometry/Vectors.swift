internal import Glibc

/// Rows of floats, all finite: the embeddings of some texts.
public struct Vectors: Sendable {
  /// Row by row.
  public let values: [Float]
  /// Number of rows.
  public let count: Int
  /// Floats of a row.
  public let width: Int

  /// Takes rows of `width` floats.
  /// - Throws: `GeometryError.notFinite` for the first infinity or NaN.
  public init(_ values: [Float], width: Int) throws(GeometryError) {
    precondition(width > 0 && values.count % width == 0, "the values are not rows of \(width) floats")
    if let place = values.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(vector: place / width, component: place % width)
    }
    self.init(finite: values, width: width)
  }

  init(finite values: [Float], width: Int) {
    self.values = values
    self.width = width
    count = values.count / width
  }

  /// One row.
  public subscript(row: Int) -> ArraySlice<Float> { values[row * width..<(row + 1) * width] }

  /// Some rows.
  public func rows(_ range: Range<Int>) -> Vectors {
    Vectors(finite: Array(values[range.lowerBound * width..<range.upperBound * width]), width: width)
  }

  /// These rows, then others of the same width.
  public func followed(by other: Vectors) -> Vectors {
    precondition(other.width == width)
    return Vectors(finite: values + other.values, width: width)
  }

  /// Rows divided by their lengths (in double, rounded once); a row of zeros stays as it is.
  public var normalized: Vectors {
    var out = values
    for row in 0..<count {
      let length = squaredLength(row).squareRoot()
      guard length > 0 else { continue }
      for place in row * width..<(row + 1) * width { out[place] = Float(Double(out[place]) / length) }
    }
    return Vectors(finite: out, width: width)
  }

  func squaredLength(_ row: Int) -> Double {
    var sum = 0.0
    for place in row * width..<(row + 1) * width { sum += Double(values[place]) * Double(values[place]) }
    return sum
  }

  /// The squared distance of two rows, exact to rounding of doubles.
  func squaredDistance(_ left: Int, _ right: Int) -> Double {
    var sum = 0.0
    let values = values.span, a = left * width, b = right * width
    for column in 0..<width {
      let difference = Double(values[a + column]) - Double(values[b + column])
      sum += difference * difference
    }
    return sum
  }

  func require(_ needed: Int, for analysis: String) throws(GeometryError) {
    if count < needed { throw .tooFew(analysis: analysis, vectors: count, needed: needed) }
  }
}
