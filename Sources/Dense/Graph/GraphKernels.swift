internal import CKernels

/// The kernels of searches in graphs on one instruction-set path.
@safe struct GraphKernels: Sendable {
  /// Scores of scattered rows with a query.
  typealias Scores = @convention(c) (UnsafePointer<ck_scattered_rows>, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void

  // A table of constants in the kernels' library: immutable, alive as long as the process.
  private nonisolated(unsafe) let table: UnsafePointer<ck_graph_kernels>

  /// The kernels of a path; nil when this processor has not got it.
  init?(path: String) {
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
