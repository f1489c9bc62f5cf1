internal import Tensors

/// A linear layer on pooled vectors: activation(W x + b), and x or R x added when it is residual.
///
/// Source: sentence-transformers 6.2, base/modules/dense.py; its own folder holds config.json and weights `linear.weight`,
/// `linear.bias`, `residual.weight`.
struct DenseModule: Sendable {
  let linear: Linear
  let activation: Activation
  let isResidual: Bool
  /// R; nil when the layer is as wide as its input, which is then added as it is.
  let projection: Linear?

  /// Floats of the vectors it gives.
  var outputs: Int { linear.weight.count }

  private static let activations: [String: Activation] = [
    "torch.nn.modules.activation.Tanh": .tanh, "torch.nn.modules.linear.Identity": .identity,
    "torch.nn.modules.activation.ReLU": .relu, "torch.nn.modules.activation.GELU": .gelu,
    "torch.nn.Tanh": .tanh, "torch.nn.Identity": .identity, "torch.nn.ReLU": .relu, "torch.nn.GELU": .gelu,
  ]

  init(_ folder: ModelFolder, inputs: Int, _ arithmetic: Arithmetic) throws {
    let configuration = try folder.configuration("config.json")
    let outputs = try Self.checkedSizes(configuration, inputs: inputs)
    activation = try configuration.choice(
      "activation_function", default: "torch.nn.modules.activation.Tanh", from: Self.activations)
    isResidual = try configuration.flag("use_residual", default: false)
    var reader = WeightReader(try folder.checkpoint(), on: arithmetic) { $0 }
    let hasBias = try configuration.flag("bias", default: true)
    linear = Linear("linear", inputs: inputs, outputs: outputs, bias: hasBias, precision: .fp32, from: &reader)
    projection =
      isResidual && inputs != outputs
      ? Linear("residual", inputs: inputs, outputs: outputs, bias: false, precision: .fp32, from: &reader) : nil
    try reader.finish { _ in false }
  }

  /// The number of outputs, after the inputs have proved to be what comes in.
  private static func checkedSizes(_ configuration: ConfigurationReader, inputs: Int) throws -> Int {
    for key in ["module_input_name", "module_output_name"] {
      _ = try configuration.choice(key, default: "sentence_embedding", from: ["sentence_embedding": true])
    }
    let stated = try configuration.requiredSize("in_features")
    guard stated == inputs else {
      throw TransformersError.configuration(
        path: configuration.path, key: "in_features", reason: "is \(stated), but the modules before it give \(inputs) floats")
    }
    return try configuration.requiredSize("out_features")
  }

  func apply(_ vectors: borrowing Matrix) -> Matrix {
    var out = Matrix(rows: vectors.rows, columns: outputs)
    linear.apply(vectors, rows: 0..<vectors.rows, activation: activation, into: &out, at: 0)
    guard isResidual else { return out }
    guard let projection else {
      add(vectors, to: &out)
      return out
    }
    var projected = Matrix(rows: vectors.rows, columns: outputs)
    projection.apply(vectors, rows: 0..<vectors.rows, into: &projected, at: 0)
    add(projected, to: &out)
    return out
  }

  private func add(_ addend: borrowing Matrix, to target: inout Matrix) {
    var elements = target.mutableElements
    linear.weight.instructionSet.add(addend.elements, to: &elements)
  }
}
