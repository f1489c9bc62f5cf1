internal import CKernels
internal import Parallelism
internal import Storage
internal import Tensors

/// Eight-bit codes of all vectors in memory, by which a graph is built: a quarter of the memory traffic of float32, and products of whole
/// numbers, so that a graph has the same bits on every path of the kernels.
@safe final class CodeMemory: @unchecked Sendable {  // written before it is shared
  let stride: Int
  let metric: VectorMetric
  fileprivate let codes: UnsafeMutablePointer<Int8>
  fileprivate let scales: UnsafeMutablePointer<Float>
  /// Squared lengths of code * scale.
  fileprivate let squares: UnsafeMutablePointer<Float>
  let count: Int

  /// Bytes that the codes of some vectors take.
  static func bytes(count: Int, dimension: Int) -> Int { count * ((dimension + 63) / 64 * 64 + 8) }

  init(_ set: VectorSet, threads: Int) throws {
    count = set.description.count
    metric = set.description.metric
    stride = (set.description.dimension + 63) / 64 * 64
    unsafe codes = .allocate(capacity: max(1, count * stride))
    unsafe scales = .allocate(capacity: max(1, count))
    unsafe squares = .allocate(capacity: max(1, count))
    let (layout, kernels) = (set.layout, VectorKernels(InstructionSet.available[0]))
    try forEachBlock(count: set.slabs.count, threads: threads) { slab in
      var floats = [Float](repeating: 0, count: 64 * layout.dimension)
      for start in Swift.stride(from: 0, to: set.slabs[slab].itemCount, by: 64) {
        let range = start..<min(start + 64, set.slabs[slab].itemCount)
        unsafe floats.withUnsafeMutableBufferPointer { floats in
          if let target = floats.baseAddress { unsafe kernels.decode(set.slabs[slab], range, layout, into: target) }
        }
        self.fill(slab * layout.rowsPerSlab + start, floats[..<(range.count * layout.dimension)], layout.dimension)
      }
    }
  }

  /// Codes that are given, with scales of 1. Precondition: all are equally long.
  init(_ rows: [[Int8]]) {
    (count, metric) = (rows.count, .ip)
    stride = ((rows.first?.count ?? 0) + 63) / 64 * 64
    unsafe codes = .allocate(capacity: max(1, count * stride))
    unsafe scales = .allocate(capacity: max(1, count))
    unsafe squares = .allocate(capacity: max(1, count))
    for (row, numbers) in rows.enumerated() {
      for place in 0..<stride { unsafe codes[row * stride + place] = place < numbers.count ? numbers[place] : 0 }
      unsafe scales[row] = 1
      unsafe squares[row] = 0
    }
  }

  deinit {
    unsafe codes.deallocate()
    unsafe scales.deallocate()
    unsafe squares.deallocate()
  }

  private func fill(_ first: Int, _ vectors: ArraySlice<Float>, _ dimension: Int) {
    for row in 0..<vectors.count / dimension {
      let coded = CodedVector(vectors[row * dimension..<(row + 1) * dimension])
      let target = unsafe codes + (first + row) * stride
      var sum: Int64 = 0
      for place in 0..<stride {
        let code = place < dimension ? coded.codes[place] : 0
        unsafe target[place] = code
        sum += Int64(code) * Int64(code)
      }
      unsafe scales[first + row] = coded.scale
      unsafe squares[first + row] = Float(sum) * (coded.scale * coded.scale)
    }
  }
}

/// Scores of documents with one document, by codes. Holds the memory of a call; not shared between threads.
@safe final class CodeScores: ScoredRows {
  private let memory: CodeMemory
  private let rows: UnsafeMutablePointer<UnsafeRawPointer>
  private let products: UnsafeMutablePointer<Int32>
  /// The document that others are scored with.
  var query: UInt32 = 0

  /// - Parameter widest: most documents of a call.
  init(_ memory: CodeMemory, widest: Int) {
    self.memory = memory
    unsafe rows = .allocate(capacity: widest)
    unsafe products = .allocate(capacity: widest)
  }

  deinit {
    unsafe rows.deallocate()
    unsafe products.deallocate()
  }

  /// Products of whole numbers.
  @inline(__always)
  @unsafe func products(_ documents: UnsafePointer<UInt32>, count: Int, into products: UnsafeMutablePointer<Int32>) {
    let (codes, stride) = unsafe (memory.codes, memory.stride)
    for place in 0..<count { unsafe rows[place] = UnsafeRawPointer(codes + Int(documents[place]) * stride) }
    var scattered = unsafe ck_scattered_rows(count: count, width: stride, rows: rows, scales: nil)
    unsafe ck_dots_codes(&scattered, codes + Int(query) * stride, products)
  }

  @unsafe func score(_ documents: UnsafePointer<UInt32>, count: Int, into scores: UnsafeMutablePointer<Float>) {
    unsafe products(documents, count: count, into: products)
    let scales = unsafe memory.scales
    let scale = unsafe scales[Int(query)]
    for place in 0..<count { unsafe scores[place] = Float(products[place]) * (scale * scales[Int(documents[place])]) }
    guard memory.metric == .l2 else { return }
    let (squares, square) = unsafe (memory.squares, memory.squares[Int(query)])
    for place in 0..<count { unsafe scores[place] = 2 * scores[place] - (square + squares[Int(documents[place])]) }
  }
}
