internal import Tensors

/// How a model computes: the kernels' path, and the precision of its linear layers.
struct Arithmetic: Sendable {
  let instructionSet: InstructionSet
  let precision: Precision
  /// What is trained of the model; nil for inference.
  var training: TrainingStore?
}
