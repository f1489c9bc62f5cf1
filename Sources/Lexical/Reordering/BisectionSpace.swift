/// What one split of a range of documents works with: for every term its degrees and the costs of moving a document.
/// All degrees are zero between splits. `@unchecked Sendable`: one split uses it at a time; while several threads work on that split,
/// each writes a table of its own, or nothing.
@safe final class BisectionSpace: @unchecked Sendable {
  /// Number of terms.
  let termCount: Int
  /// In how many documents of the range a term occurs.
  let total: UnsafeMutablePointer<Int32>
  /// In how many documents of the left side.
  let left: UnsafeMutablePointer<Int32>
  /// What a term adds to the bias of a document on the left, and on the right. A positive bias draws to the right.
  let leftCosts: UnsafeMutablePointer<Float>
  let rightCosts: UnsafeMutablePointer<Float>
  /// The terms with a total.
  private let touched: UnsafeMutablePointer<UInt16>
  private var touchedCount = 0
  /// A table of degrees for each thread, added to one of the above when all have counted.
  let parts: [UnsafeMutablePointer<Int32>]
  private let scratch = Scratch()

  /// Bytes it takes.
  static func bytes(termCount: Int, parts: Int) -> Int { (18 + 4 * parts) * termCount }

  init(termCount: Int, parts: Int) {
    self.termCount = termCount
    unsafe total = scratch.allocate(Int32.self, termCount)
    unsafe left = scratch.allocate(Int32.self, termCount)
    unsafe leftCosts = scratch.allocate(Float.self, termCount)
    unsafe rightCosts = scratch.allocate(Float.self, termCount)
    unsafe touched = scratch.allocate(UInt16.self, termCount)
    var tables: [UnsafeMutablePointer<Int32>] = unsafe []
    for _ in 0..<parts { unsafe tables.append(scratch.allocate(Int32.self, termCount)) }
    unsafe self.parts = unsafe tables
    unsafe ([total, left] + tables).forEach { unsafe $0.initialize(repeating: 0, count: termCount) }
  }

  /// Counts a term of a document of the range.
  @inline(__always)
  func countTotal(of term: UInt16) {
    if unsafe total[Int(term)] == 0 { touch(term) }
    unsafe total[Int(term)] &+= 1
  }

  /// Notes the terms that were counted otherwise.
  func touchCounted() {
    for term in 0..<termCount where unsafe total[term] > 0 { touch(UInt16(truncatingIfNeeded: term)) }
  }

  private func touch(_ term: UInt16) {
    unsafe touched[touchedCount] = term
    touchedCount += 1
  }

  /// Forgets the degrees.
  func clear() {
    for index in 0..<touchedCount {
      let term = unsafe Int(touched[index])
      unsafe total[term] = 0
      unsafe left[term] = 0
    }
    touchedCount = 0
  }

  /// Costs from the degrees. `offset` is log2 of the left side's size over the right side's.
  func setCosts(_ costs: MoveCosts, offset: Float) {
    for index in 0..<touchedCount {
      let term = unsafe Int(touched[index])
      let here = unsafe left[term]
      let there = unsafe total[term] &- here
      unsafe leftCosts[term] = costs.step(there &+ 1) - costs.step(here) + offset
      unsafe rightCosts[term] = costs.step(there) - costs.step(here &+ 1) + offset
    }
  }
}
