/// Queries of a search: checked, and of unit length with `cosine`.
struct SearchedQueries: Sendable {
  let vectors: [Float]
  let dimension: Int

  /// - Throws: `DenseError.dimension`, `.queryNotFinite`, `.queryLength`. A query of zeros is let through: every score is then what it is.
  init(_ vectors: [Float], _ description: VectorSetDescription) throws(DenseError) {
    dimension = description.dimension
    guard vectors.count % dimension == 0 else { throw .dimension(expected: dimension, found: vectors.count % dimension) }
    var vectors = vectors
    for query in 0..<vectors.count / dimension {
      let place = query * dimension..<(query + 1) * dimension
      let length = vectors[place].euclideanLength
      guard length.isFinite else { throw .queryNotFinite(query: query) }
      guard length == 0 || VectorIntake.lengths.contains(length) else { throw .queryLength(query: query) }
      if description.metric == .cosine, length > 0 { vectors.normalize(place, length: length) }
    }
    self.vectors = vectors
  }

  var count: Int { vectors.count / dimension }

  /// The numbers of some queries.
  subscript(queries: Range<Int>) -> ArraySlice<Float> { vectors[queries.lowerBound * dimension..<queries.upperBound * dimension] }
}
