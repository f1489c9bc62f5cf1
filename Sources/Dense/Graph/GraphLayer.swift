/// The links of one level: for each node a row of `degree` numbers of nodes, filled up with `GraphLayer.none`.
///
/// Rows stand in chunks of `rowsPerChunk`, which are the extents of the stored graph.
@safe struct GraphLayer: @unchecked Sendable {  // the builder alone writes, no row from two threads
  /// Stands where there is no link (any more) in a row. No node has this number.
  static let none = UInt32.max
  /// A power of two.
  static let rowsPerChunk = 1 << 15
  private static let shift = 15

  let chunks: UnsafePointer<UnsafePointer<UInt32>>
  let degree: Int
  /// Nodes.
  let count: Int
  /// For each node its document; nil on level 0, where they are the same.
  let documents: UnsafePointer<UInt32>?

  /// The links of a node, which end at the first number that is no node's. Precondition: `node` < `count`.
  @inline(__always)
  @unsafe func row(_ node: UInt32) -> UnsafePointer<UInt32> {
    unsafe chunks[Int(node) >> Self.shift] + (Int(node) & (Self.rowsPerChunk - 1)) * degree
  }

  /// A node's document. Precondition: `node` < `count`.
  func document(_ node: UInt32) -> UInt32 {
    if let documents = unsafe documents { return unsafe documents[Int(node)] }
    return node
  }

  /// The links of a node as an array.
  func links(_ node: UInt32) -> [UInt32] {
    let row = unsafe row(node)
    return (0..<degree).lazy.map { unsafe row[$0] }.prefix { Int($0) < count }.map { $0 }
  }
}
