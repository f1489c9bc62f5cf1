import Dense
import TestSupport
import Tensors
import Testing

@Suite struct `kernels of graphs` {
  static let paths = InstructionSet.available.map(\.name)

  @Test(arguments: paths) func `products of codes are exact for every width`(path: String) throws {
    let kernels = try #require(GraphKernels(path: path))
    var random = SeededGenerator(seed: 3)
    for width in Array(1...140) + [384, 1000] {
      let rows = (0..<5).map { _ in (0..<width).map { _ in Int8.random(in: -127...127, using: &random) } }
      let query = (0..<width).map { _ in Int8.random(in: -127...127, using: &random) }
      let expected = rows.map { row in zip(row, query).reduce(Int32(0)) { $0 + Int32($1.0) * Int32($1.1) } }
      #expect(kernels.products(rows, with: query) == expected, "\(width)")
      #expect(GraphKernels.fastestProducts(rows, with: query) == expected, "\(width)")
    }
  }

  @Test func `the largest products fit`() throws {
    let widest = [Int8](repeating: -127, count: 65_536)
    for path in Self.paths {
      let kernels = try #require(GraphKernels(path: path))
      #expect(kernels.products([widest, widest.map { -$0 }], with: widest) == [16_129 * 65_536, -16_129 * 65_536])
    }
    #expect(GraphKernels.fastestProducts([widest, widest.map { -$0 }], with: widest) == [16_129 * 65_536, -16_129 * 65_536])
  }

  @Test(arguments: VectorStore.allCases) func `scores are those of double precision for every width`(store: VectorStore) throws {
    for metric in [VectorMetric.ip, .l2] {
      for dimension in [1, 3, 4, 7, 8, 15, 16, 17, 31, 33, 63, 64, 65, 100, 130, 384] {
        let folder = try TemporaryFolder()
        let rows = clusteredVectors(9, dimension, clusters: 2, seed: UInt64(dimension))
        let set = try makeSet(rows, dimension: dimension, store, metric, folder: folder)
        let query = clusteredVectors(1, dimension, clusters: 1, seed: 99)
        for path in Self.paths {
          let kernels = try #require(GraphKernels(path: path))
          let scores = kernels.scores(set, [8, 0, 3, 3], query: query)
          for (score, document) in zip(scores, [8, 0, 3, 3]) {
            let (value, bound) = Self.reference(set.vector(of: document), query, metric)
            #expect(abs(Double(score) - value) <= bound, "\(path) \(metric) \(dimension)")
          }
        }
      }
    }
  }

  /// A score in double precision, and how far float32 may be from it: half a unit in the last place for each sum; for distances also for
  /// the numbers, of which a product with a scale is rounded once.
  private static func reference(_ row: [Float], _ query: [Float], _ metric: VectorMetric) -> (value: Double, bound: Double) {
    var (sum, size, numbers) = (0.0, 0.0, 0.0)
    for (a, b) in zip(row, query) {
      let (x, y) = (Double(a), Double(b))
      let term: Double = metric == .l2 ? -(x - y) * (x - y) : x * y
      sum += term
      size += abs(term)
      numbers += 4 * abs(x) * (abs(x) + abs(y))
    }
    let bound = (size * Double(row.count + 4) + (metric == .l2 ? numbers : 0)) * 0x1p-24
    return (sum, bound + 1e-30)
  }
}
