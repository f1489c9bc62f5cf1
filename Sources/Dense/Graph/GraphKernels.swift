internal import CKernels

/// The kernels of searches in graphs on one instruction-set path.
@safe package struct GraphKernels: Sendable {
  /// Scores of scattered rows with a query.
  typealias Scores = @convention(c) (UnsafePointer<ck_scattered_rows>, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void

  // A table of constants in the kernels' library: immutable, alive as long as the process.
  private nonisolated(unsafe) let table: UnsafePointer<ck_graph_kernels>

  /// The kernels of a path; nil when this processor has not got it.
  package init?(path: String) {
    guard let table = unsafe ck_graph_path(path) else { return nil }
    unsafe self.table = table
  }

  /// What scores rows of a store by a metric. A cosine is the inner product of stored vectors.
  @unsafe func scores(_ store: VectorStore, _ metric: VectorMetric) -> Scores {
    switch (store, metric == .l2) {
    case (.fp32, false): unsafe table.pointee.dots_f32
    case (.fp16, false): unsafe table.pointee.dots_f16
    case (.int8, false): unsafe table.pointee.dots_i8
    case (.fp32, true): unsafe table.pointee.distances_f32
    case (.fp16, true): unsafe table.pointee.distances_f16
    case (.int8, true): unsafe table.pointee.distances_i8
    }
  }
}

extension GraphKernels {
  /// Scores of a set's documents with a query, as the way through a graph sees them.
  package func scores(_ set: VectorSet, _ documents: [UInt32], query: [Float]) -> [Float] {
    let stored = StoredScores(MappedRows(set), self, set.description.metric, widest: max(1, documents.count))
    stored.choose(query[...])
    return unsafe [Float](unsafeUninitializedCapacity: documents.count) { scores, count in
      unsafe documents.withUnsafeBufferPointer {
        if let first = $0.baseAddress, let target = scores.baseAddress {
          unsafe stored.score(first, count: $0.count, into: target)
        }
      }
      count = documents.count
    }
  }

  /// Products of rows of codes with a row of them. Precondition: all are equally long.
  package func products(_ rows: [[Int8]], with query: [Int8]) -> [Int32] {
    let all = rows.flatMap { $0 }
    var products = [Int32](repeating: 0, count: rows.count)
    unsafe all.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      let addresses = unsafe rows.indices.map { unsafe base + $0 * query.count }
      unsafe addresses.withUnsafeBufferPointer { addresses in
        guard let first = addresses.baseAddress else { return }
        var scattered = unsafe ck_scattered_rows(count: rows.count, width: query.count, rows: first, scales: nil)
        unsafe products.withUnsafeMutableBufferPointer { unsafe table.pointee.dots_codes(&scattered, query, $0.baseAddress!) }
      }
    }
    return products
  }

  /// The same by the fastest kernel.
  package static func fastestProducts(_ rows: [[Int8]], with query: [Int8]) -> [Int32] {
    let memory = CodeMemory(rows + [query])
    let scores = CodeScores(memory, widest: max(1, rows.count))
    scores.query = UInt32(rows.count)
    let documents = Array(0..<UInt32(rows.count))
    return unsafe [Int32](unsafeUninitializedCapacity: rows.count) { products, count in
      unsafe documents.withUnsafeBufferPointer {
        if let first = $0.baseAddress, let target = products.baseAddress {
          unsafe scores.products(first, count: $0.count, into: target)
        }
      }
      count = rows.count
    }
  }
}
