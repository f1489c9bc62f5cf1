import Bytes
import Geometry
import Tensors
import Testing

func workers(_ threads: Int = 2, on set: InstructionSet = InstructionSet.available[0]) -> Workers {
  Workers(threads: threads, instructionSet: set)
}

@Test(arguments: InstructionSet.available)
func `all measures equal numpy's`(set: InstructionSet) throws {
  let golden = try GeometryGoldens(), all = try SeededVectors.near.get()
  let found = try EmbeddingGeometry(queries: all.rows(0..<200), passages: all.rows(200..<400), seed: 42, workers(on: set))
  let dimension = try IntrinsicDimension(all, workers(on: set))
  let pairs: [(ByteString, Double)] = [
    ("alignment", found.alignment), ("uniformity", found.uniformity), ("queryUniformity", found.queryUniformity),
    ("passageUniformity", found.passageUniformity), ("meanCosine", found.cosines.exact), ("partition", found.partition),
    ("isoScore", found.spectrum.isoScore), ("effectiveRank", found.spectrum.effectiveRank),
    ("participationRatio", found.spectrum.participationRatio), ("twoNN", dimension.twoNN),
    ("maximumLikelihood", dimension.maximumLikelihood),
  ]
  for (name, value) in pairs {
    let expected = try golden.value("geometry", name)
    #expect(abs(value - expected) <= 1e-5 * max(1, abs(expected)), "\(name): \(value), numpy \(expected)")
  }
  let eigenvalues = try golden.array("geometry", "eigenvalues").compactMap(\.double)
  #expect(eigenvalues.count == found.spectrum.variances.count)
  for (mine, theirs) in zip(found.spectrum.variances, eigenvalues) { #expect(abs(mine - theirs) < 1e-6 * eigenvalues[0]) }
}

@Test func `principal components span numpy's space, with the largest loading positive`() throws {
  let golden = try GeometryGoldens(), all = try SeededVectors.near.get()
  let found = try PrincipalComponents(all.normalized, workers())
  for (number, row) in try golden.array("geometry", "components").enumerated() {
    let theirs = try #require(row.array).compactMap(\.double)
    let mine = Array(found.components[number * 24..<(number + 1) * 24])
    let product = zip(mine, theirs).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(abs(product) - 1) < 1e-7, "component \(number + 1): \(product)")
    #expect(try #require(mine.max { abs($0) < abs($1) }) > 0)
  }
  let plane = found.projection(of: all.normalized)
  let variance = plane.reduce(0) { $0 + $1.x * $1.x } / 399
  #expect(abs(variance - found.variances[0]) < 1e-9)
}

@Test func `measures do not depend on threads`() throws {
  let all = try SeededVectors.noise(300, width: 37, seed: 3)
  func numbers(_ threads: Int) throws -> [Double] {
    let found = try EmbeddingGeometry(
      queries: all.rows(0..<150), passages: all.rows(150..<300), seed: 1, workers(threads))
    return [
      found.alignment, found.uniformity, found.cosines.exact, found.cosines.sampled, found.partition, found.queryDimension.twoNN,
      found.passageDimension.maximumLikelihood,
    ] + found.spectrum.variances
  }
  let one = try numbers(1)
  for threads in [2, 3, 8] { #expect(try numbers(threads) == one) }
}

@Test func `the extremes of the measures are what their papers say`() throws {
  // All vectors alike: perfectly aligned, not uniform at all.
  let alike = try Vectors([Float](repeating: 0.5, count: 40 * 8), width: 8)
  #expect(try alignment(alike, alike) == 0)
  #expect(abs(try uniformity(alike, workers())) < 1e-6)
  #expect(abs(try PairCosines(alike, seed: 1).exact - 1) < 1e-6)
  // The axes and their opposites: isotropic, with cosines that cancel.
  let axes = try Vectors(
    (0..<16).flatMap { row in (0..<8).map { $0 == row / 2 ? (row % 2 == 0 ? 1 : -1) : Float(0) } }, width: 8)
  #expect(abs(try partitionIsotropy(axes, workers()) - 1) < 1e-6)
  let spectrum = Spectrum(variances: try PrincipalComponents(axes, workers()).variances)
  #expect(abs(spectrum.isoScore - 1) < 1e-9 && abs(spectrum.effectiveRank - 8) < 1e-9)
  // One direction only.
  let flat = Spectrum(variances: [3, 0, 0, 0])
  #expect(abs(flat.isoScore) < 1e-9 && flat.effectiveRank == 1 && flat.participationRatio == 1 && flat.share(ofFirst: 1) == 1)
}

@Test func `intrinsic dimension finds the dimension that vectors were made in`() throws {
  let inner = try SeededVectors.noise(2_000, width: 3, seed: 9)
  // A plane of three dimensions in ten, far from the origin, so that normalising bends it little and loses none of the three.
  let values = (0..<inner.count).flatMap { row in
    (0..<10).map { $0 < 3 ? inner[row][inner[row].startIndex + $0] : $0 == 9 ? Float(30) : 0 }
  }
  let found = try IntrinsicDimension(try Vectors(values, width: 10), workers())
  #expect(abs(found.twoNN - 3) < 0.3, "\(found)")
  #expect(abs(found.maximumLikelihood - 3) < 0.3, "\(found)")
  #expect(found.duplicates == 0)
}

@Test func `sampled cosines come near the exact mean, and depend on the seed alone`() throws {
  let all = try SeededVectors.near.get()
  let found = try PairCosines(all, pairs: 20_000, seed: 5)
  #expect(abs(found.sampled - found.exact) < 4 * found.deviation / 20_000.0.squareRoot())
  #expect(try PairCosines(all, pairs: 20_000, seed: 5) == found)
  #expect(try PairCosines(all, pairs: 20_000, seed: 6) != found)
}

@Test func `equal vectors are left out of the intrinsic dimension and counted`() throws {
  let noise = try SeededVectors.noise(100, width: 6, seed: 4)
  let found = try IntrinsicDimension(noise.followed(by: noise.rows(0..<10)), workers())
  #expect(found.duplicates == 20)
  #expect(found.twoNN.isFinite && found.maximumLikelihood.isFinite)
}

@Test func `what is not finite or too few is an error`() throws {
  #expect(throws: GeometryError.notFinite(vector: 1, component: 2)) { try Vectors([0, 1, 2, 3, 4, .nan], width: 3) }
  let few = try SeededVectors.noise(21, width: 4, seed: 1)
  #expect(throws: GeometryError.tooFew(analysis: "intrinsic dimension", vectors: 21, needed: 22)) {
    try IntrinsicDimension(few, workers())
  }
  #expect(throws: GeometryError.tooFew(analysis: "UMAP", vectors: 15, needed: 16)) {
    try UMAP().layout(of: few.rows(0..<15), workers())
  }
  #expect(throws: GeometryError.tooFew(analysis: "uniformity", vectors: 1, needed: 2)) {
    try uniformity(few.rows(0..<1), workers())
  }
}
