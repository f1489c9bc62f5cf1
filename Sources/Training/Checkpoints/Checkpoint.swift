internal import Bytes
internal import Files
public import Tensors
internal import Transformers

/// A folder with the weights that are trained after some step, and, unless it is kept as the best only, all that training needs to go on.
///
/// Layout: `parameters.safetensors` (trained tensors in single precision), `optimizer.safetensors` (the optimizer's tensors),
/// `state.json` (step, epoch, examples of it read, seed, recipe and what the log has not told yet). A folder bears its name only when
/// all its files are on the disk.
public struct Checkpoint: Sendable, Equatable {
  /// The folder.
  public let path: String
  /// The optimizer step after which it was made.
  public let step: Int

  static let parametersFile = "parameters.safetensors", optimizerFile = "optimizer.safetensors", stateFile = "state.json"

  /// Gives a model the checkpoint's weights; whatever is not trained stays.
  public func restore(_ model: any TrainableModel, fork: Fork = .serial) throws {
    let file = "\(path)/\(Self.parametersFile)"
    let trained = model.parameters.filter(\.isTrainable), stored = try SavedTensors(path: file)
    guard Set(stored.names) == Set(trained.map(\.checkpointName)) else {
      throw TrainingError.checkpoint(path: file, reason: "it holds other tensors than this recipe trains")
    }
    for parameter in trained {
      guard stored.shape(of: parameter.checkpointName) == parameter.shape,
        let floats = stored.floats(of: parameter.checkpointName)
      else {
        throw TrainingError.checkpoint(path: file, reason: "'\(parameter.checkpointName)' has another shape than in the model")
      }
      var values = parameter.mutableValues
      for index in floats.indices { values[index] = floats[index] }
    }
    model.parametersChanged(fork: fork)
  }

  /// The state, after a look at seed and recipe.
  func state(seed: UInt64, recipe: String) throws -> TrainingState {
    let file = "\(path)/\(Self.stateFile)"
    guard let json = try? JSONValue(parsing: readWhole(path: file)), let state = TrainingState(json) else {
      throw TrainingError.checkpoint(path: file, reason: "it cannot be read")
    }
    guard json["recipe"]?.string?.text == recipe, json["seed"]?.string?.text == "\(seed)" else {
      throw TrainingError.checkpoint(path: path, reason: "it was made by another recipe, or from other data")
    }
    return state
  }
}

extension Parameter {
  /// Its name in a checkpoint: modules behind the pooling may call their tensors alike.
  var checkpointName: String { if case .module(let index) = role { "\(index):\(name)" } else { name } }
}
