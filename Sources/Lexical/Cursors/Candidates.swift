/// Documents of one window in ascending order with the scores they have so far.
@safe struct Candidates {
  /// Documents.
  let documents: UnsafeMutablePointer<UInt32>
  /// Sums in double, as Lucene has them.
  let scores: UnsafeMutablePointer<Double>
  private let kernels = PostingsKernels.fastest
  /// How many.
  var count = 0

  /// Room for the documents of one window, and for rejected ones behind them.
  init(_ scratch: Scratch) {
    unsafe documents = scratch.allocate(UInt32.self, ScoreWindow.size + PostingsKernels.padding)
    unsafe scores = scratch.allocate(Double.self, ScoreWindow.size + PostingsKernels.padding)
  }

  /// Appends documents whose score is at least `floor`. Precondition: not more than a window holds.
  @inline(__always)
  mutating func append(_ added: UnsafePointer<UInt32>, _ scoresAdded: UnsafePointer<Float>, count: Int, atLeast floor: Double) {
    var end = self.count
    for index in 0..<count {
      let score = unsafe Double(scoresAdded[index])
      unsafe documents[end] = added[index]
      unsafe scores[end] = score
      end &+= score >= floor ? 1 : 0
    }
    self.count = end
  }

  /// Drops those with scores below `floor`, keeping the order.
  mutating func keep(atLeast floor: Double) {
    count = unsafe kernels.keep(documents, scores, count: count, atLeast: floor)
  }
}
