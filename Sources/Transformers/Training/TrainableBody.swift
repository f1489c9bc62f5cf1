/// A model's body that can be trained.
protocol TrainableBody: TransformerBody {
  /// What runs it forward and backward, without memory yet.
  func makeTraining(isCheckpointing: Bool) -> any BodyTraining
  /// Number of layers.
  var layerCount: Int { get }
}

/// A body under training: its layers' caches and the passes through them.
protocol BodyTraining: AnyObject {
  /// Computes the last hidden states into `pass.memory.hidden`.
  func forward(_ pass: TrainingPass, keepsCaches: Bool)
  /// Adds to the gradients of trained weights what follows from `pass.memory.gradient`, the gradient of the last hidden states. The pass
  /// is the last one that went forward, with caches.
  func backward(_ pass: TrainingPass)
  /// Floats of caches and states that one token takes.
  var tokenWidth: Int { get }
}

/// What turns hidden states into outputs, under training: a classification head, or pooling and the modules behind it.
protocol OutputTraining: AnyObject {
  /// Floats of one sequence's output.
  var width: Int { get }
  /// The outputs from `pass.memory.hidden`; keeps what backward needs.
  func forward(_ pass: TrainingPass) -> [Float]
  /// Adds to the gradients of its weights and, where `pass.memory.gradient`, whose rows are zero, is wanted, computes it.
  func backward(_ gradients: [Float], _ pass: TrainingPass)
}

/// A classification head that can be trained.
protocol TrainableHead: ClassificationHead {
  func makeTraining() -> any OutputTraining
}
