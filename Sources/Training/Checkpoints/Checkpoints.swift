internal import Bytes
internal import Files
internal import Foundation
internal import Transformers

/// The checkpoints of one training: `step-N`, of which the last is resumed from, and `best-N`.
///
/// A checkpoint is removed only when a later one has its name, so that there is always a whole one.
public struct Checkpoints: Sendable {
  /// The folder that holds them.
  public let folder: String

  /// The checkpoints in a folder, which need not exist yet.
  public init(folder: String) { self.folder = folder }

  private static let last = "step-", best = "best-"

  /// The one that training goes on from; nil when there is none.
  public var last: Checkpoint? { found(Self.last).last }

  /// The best so far by the deciding measure; nil when there is none.
  public var best: Checkpoint? {
    let all = found(Self.best)
    guard let state = last.flatMap({ try? JSONValue(parsing: readWhole(path: "\($0.path)/\(Checkpoint.stateFile)")) }) else {
      return all.last
    }
    let step = state["best"]?["step"]?.int
    return all.first { $0.step == step }
  }

  /// The best so far by what a training knows of it.
  /// - Throws: when its folder is gone.
  func best(_ found: TrainingState.BestSoFar?) throws -> Checkpoint? {
    guard let found else { return nil }
    let checkpoint = Checkpoint(path: "\(folder)/\(Self.best)\(found.step)", step: found.step)
    guard Paths.isFolder(checkpoint.path) else { throw TrainingError.bestMissing(path: checkpoint.path, step: found.step) }
    return checkpoint
  }

  /// Removes all of them.
  public func removeAll() { for checkpoint in found(Self.last) + found(Self.best) { Paths.removeTree(checkpoint.path) } }

  /// Those of a kind, by step.
  private func found(_ prefix: String) -> [Checkpoint] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.compactMap { name in
      guard name.hasPrefix(prefix), let step = Int(name.dropFirst(prefix.count)) else { return nil }
      return Checkpoint(path: "\(folder)/\(name)", step: step)
    }.sorted { $0.step < $1.step }
  }

  /// Writes a checkpoint to go on from; then earlier ones, and what was best before, go. One of the same step has the same weights: then
  /// its state alone is replaced, so that there is never a moment without a whole checkpoint.
  func save(_ state: TrainingState, of trainer: Trainer) throws -> Checkpoint {
    let checkpoint: Checkpoint
    if let same = last, same.step == state.step {
      try write(state, of: trainer, into: same.path)
      checkpoint = same
    } else {
      checkpoint = try write(Self.last, state, of: trainer) { folder in
        try trainer.optimizer.save(to: "\(folder)/\(Checkpoint.optimizerFile)")
      }
    }
    for old in found(Self.last) where old != checkpoint { Paths.removeTree(old.path) }
    for old in found(Self.best) where old.step != state.best?.step { Paths.removeTree(old.path) }
    return checkpoint
  }

  /// Writes the weights alone; what was best before stays until the next `save`, whose state says which one counts.
  func saveBest(_ state: TrainingState, of trainer: Trainer) throws { _ = try write(Self.best, state, of: trainer) { _ in } }

  private func write(
    _ prefix: String, _ state: TrainingState, of trainer: Trainer, _ more: (String) throws -> Void
  ) throws -> Checkpoint {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let checkpoint = Checkpoint(path: "\(folder)/\(prefix)\(state.step)", step: state.step)
    let out = try AtomicFolder(target: checkpoint.path)
    let tensors = trainer.trained.map { parameter in
      SavedTensor(name: parameter.checkpointName, shape: parameter.shape) { try $0(parameter.values) }
    }
    try SafetensorsWriter.write(tensors, to: "\(out.path)/\(Checkpoint.parametersFile)")
    try more(out.path)
    try write(state, of: trainer, into: out.path)
    try out.commit()
    return checkpoint
  }

  private func write(_ state: TrainingState, of trainer: Trainer, into folder: String) throws {
    var file = try AtomicFile(path: "\(folder)/\(Checkpoint.stateFile)")
    let json = state.json(seed: trainer.settings.seed, recipe: trainer.settings.recipeDigest)
    try file.write(json.serialized(pretty: true) + [10])
    try file.commit()
  }
}
