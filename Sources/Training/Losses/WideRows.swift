/// Rows of doubles in groups of eight, for products of every row with every other.
struct WideRows {
  /// Floats of a row as given.
  private let width: Int
  /// Groups of a row; the last is filled up with zeros.
  private let stride: Int
  private var groups: [SIMD8<Double>]
  /// Length of each row before it was divided by it; empty when rows are as given.
  private let lengths: [Double]

  /// The rows of some floats, each divided by its length when `normalising`.
  init(_ floats: [Float], width: Int, normalising: Bool) {
    self.width = width
    let stride = (width + 7) / 8
    let rows = width == 0 ? 0 : floats.count / width
    var groups = [SIMD8<Double>](repeating: .zero, count: rows * stride)
    var lengths: [Double] = []
    for row in 0..<rows {
      for column in 0..<width { groups[row * stride + column / 8][column % 8] = Double(floats[row * width + column]) }
      guard normalising else { continue }
      let range = row * stride..<(row + 1) * stride
      let square = range.reduce(SIMD8<Double>.zero) { $0 + groups[$1] * groups[$1] }.sum()
      let length = max(square.squareRoot(), Similarity.smallestLength)
      for group in range { groups[group] /= length }
      lengths.append(length)
    }
    self.stride = stride
    self.groups = groups
    self.lengths = lengths
  }

  /// Zeros of the shape of other rows.
  init(like other: WideRows) {
    width = other.width
    stride = other.stride
    groups = [SIMD8<Double>](repeating: .zero, count: other.groups.count)
    lengths = []
  }

  /// The product of two rows.
  func dot(_ left: Int, _ right: Int) -> Double {
    let groups = groups.span
    let left = left * stride
    let right = right * stride
    var sum = SIMD8<Double>.zero
    for group in 0..<stride { sum += groups[left + group] * groups[right + group] }
    return sum.sum()
  }

  /// Adds `factor` times a row of other rows to one of these.
  mutating func add(_ factor: Double, _ other: WideRows, row: Int, to target: Int) {
    let source = other.groups.span
    let from = row * stride
    let into = target * stride
    let stride = stride
    var groups = groups.mutableSpan
    for group in 0..<stride { groups[into + group] += factor * source[from + group] }
  }

  /// These rows as the gradient of `vectors`, carried back through their normalisation: (g - (g . u) u) / length.
  func throughNormalisation(of vectors: WideRows) -> [Float] {
    var floats: [Float] = []
    floats.reserveCapacity(stride == 0 ? 0 : groups.count / stride * width)
    for row in 0..<(stride == 0 ? 0 : groups.count / stride) {
      let along = vectors.lengths.isEmpty ? 0 : product(row, vectors)
      let length = vectors.lengths.isEmpty ? 1 : vectors.lengths[row]
      for column in 0..<width {
        let group = row * stride + column / 8
        floats.append(Float((groups[group][column % 8] - along * vectors.groups[group][column % 8]) / length))
      }
    }
    return floats
  }

  private func product(_ row: Int, _ other: WideRows) -> Double {
    (row * stride..<(row + 1) * stride).reduce(SIMD8<Double>.zero) { $0 + groups[$1] * other.groups[$1] }.sum()
  }
}
