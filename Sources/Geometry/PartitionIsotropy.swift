internal import Glibc
internal import Parallelism
internal import Tensors

/// Isotropy by the partition function: min Z(c) / max Z(c) over the eigenvectors c of X'X and their opposites, with Z(c) the sum of
/// exp(c · x) over normalised vectors x; 1 is isotropic (Mu and Viswanath, ICLR 2018, who leave the eigenvectors' signs open).
/// - Throws: `GeometryError.tooFew` without a vector.
public func partitionIsotropy(_ vectors: Vectors, _ workers: Workers) throws -> Double {
  try vectors.require(1, for: "isotropy")
  let unit = vectors.normalized, width = unit.width
  let moments = try SecondMoments.of(unit.values.map(Double.init), count: unit.count, width: width, threads: workers.threads)
  let eigen = try SymmetricEigen(moments, size: width, analysis: "isotropy")
  let directions = eigen.vectors.map { Float($0) }
  let packed = PackedMatrix(directions.span, count: width, width: width, for: workers.instructionSet)
  let sums = try partitionSums(unit, packed, workers)
  return (sums.min() ?? 0) / (sums.max() ?? 1)
}

/// Z(c), then Z(-c), for every direction.
private func partitionSums(_ unit: Vectors, _ directions: PackedMatrix, _ workers: Workers) throws -> [Double] {
  let width = unit.width, rows = 64
  let blocks = try mapBlocks(count: (unit.count + rows - 1) / rows, threads: workers.threads) { block in
    let range = block * rows * width..<min(unit.count, (block + 1) * rows) * width
    var products = [Float](repeating: 0, count: range.count)
    var target = products.mutableSpan
    directions.multiply(unit.values.span.extracting(range), into: &target)
    var sums = [Double](repeating: 0, count: 2 * width)
    for (place, value) in products.enumerated() {
      sums[place % width] += exp(Double(value))
      sums[width + place % width] += exp(-Double(value))
    }
    return sums
  }
  return blocks.dropFirst().reduce(into: blocks[0]) { sums, block in
    for place in sums.indices { sums[place] += block[place] }
  }
}
