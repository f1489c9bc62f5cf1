internal import Tensors

/// A layer of a transformer under training: rows of hidden states in, as many out.
///
/// Forward and backward of a layer and of its parts stand beside each other; what backward needs is a cache that the layer fills.
protocol TrainableLayer: Sendable {
  associatedtype Cache: LayerCache
  /// True when one of its weights is trained.
  var isTrained: Bool { get }
  /// A cache without rows.
  func makeCache() -> Cache
  /// Computes the layer's output, the rows of the pass, and keeps what backward needs beside the input.
  func forward(_ input: borrowing Matrix, keeping cache: Cache, into output: inout Matrix, _ pass: TrainingPass)
  /// Turns `pass.memory.gradient` from the gradient of the output into that of the input, and adds to the gradients of trained weights.
  /// Where nothing below is trained, what is left in it means nothing.
  func backward(_ input: borrowing Matrix, _ cache: Cache, _ pass: TrainingPass)
}

/// What a layer keeps of a forward pass for its backward pass.
protocol LayerCache: AnyObject {
  /// Rows for so many tokens.
  func reserve(rows: Int)
  /// Floats that one token takes.
  var width: Int { get }
}
