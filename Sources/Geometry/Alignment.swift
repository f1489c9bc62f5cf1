/// Alignment: the mean squared distance of positive pairs of normalised vectors, row i of one with row i of the other; 0 is best
/// (Wang and Isola, ICML 2020, alpha = 2).
/// - Throws: `GeometryError.tooFew` without a pair.
public func alignment(_ queries: Vectors, _ passages: Vectors) throws(GeometryError) -> Double {
  precondition(queries.count == passages.count && queries.width == passages.width, "alignment is of pairs")
  try queries.require(1, for: "alignment")
  let pairs = queries.normalized.followed(by: passages.normalized)
  var sum = 0.0
  for row in 0..<queries.count { sum += pairs.squaredDistance(row, queries.count + row) }
  return sum / Double(queries.count)
}
