/// The tokens of one text or pair, as a model takes them.
package struct TokenSequence: Sendable, Equatable {
  /// Token ids.
  package var ids: [Int32]
  /// Segment of each token: 0, or 1 in the second text of a pair.
  package var typeIDs: [Int32]

  /// A sequence.
  package init(ids: [Int32], typeIDs: [Int32]) {
    self.ids = ids
    self.typeIDs = typeIDs
  }

  /// A sequence of segment 0.
  package init(ids: [Int32]) { self.init(ids: ids, typeIDs: [Int32](repeating: 0, count: ids.count)) }

  var count: Int { ids.count }
}
