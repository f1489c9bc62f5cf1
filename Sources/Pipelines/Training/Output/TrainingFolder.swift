internal import Bytes
internal import Files
internal import Foundation

/// The folder of a training: the model, and beside it what was done and how it went.
///
/// `training.json` says whose folder it is: the recipe (with digests of what it reads), whether it is finished, and then the results.
struct TrainingFolder {
  let path: String

  /// How a folder stands to a recipe.
  enum State: Equatable {
    /// To be made.
    case absent
    /// Begun by the same recipe.
    case unfinished
    /// There, whole, and of the same recipe.
    case finished
  }

  /// Files that the training writes beside the model's.
  var record: String { file("training.json") }
  var log: String { file("training.jsonl") }
  var recipe: String { file("recipe.yaml") }
  var card: String { file("README.md") }
  var checkpoints: String { file("checkpoints") }

  func file(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }

  /// Compares the folder with a recipe.
  /// - Throws: when it is a file, holds what no recipe vouches for, or another recipe's model, unless `overwrite`.
  func state(_ recipe: Recipe, overwrite: Bool) throws -> State {
    if Paths.exists(path), !Paths.isFolder(path) {
      throw PipelinesError.input(reason: "\(path) is a file; give --output a folder for the trained model")
    }
    if overwrite { return .absent }
    guard Paths.exists(record) else { return try stateWithoutRecord() }
    guard let old = begun else {
      throw PipelinesError.unknownOutput(output: path, reason: "its training.json cannot be read")
    }
    let isFinished = recorded?["finished"]?.bool == true
    let differences = isFinished ? recipe.differences(from: old) : recipe.withoutStorage.differences(from: old.withoutStorage)
    guard differences.isEmpty else { throw PipelinesError.otherRecipe(output: path, differences: differences) }
    return isFinished ? .finished : .unfinished
  }

  /// What `training.json` holds; nil when it is not there or cannot be read.
  private var recorded: JSONValue? { try? JSONValue(parsing: readWhole(path: record)) }

  /// The recipe that began the training, by which its checkpoints are known; nil when there is none.
  var begun: Recipe? { Recipe(json: recorded?["recipe"]) }

  /// The model's files that are in the folder or were about to come.
  private var files: [String] {
    (recorded?["files"]?.array ?? []).compactMap { $0.string?.text }.filter { !$0.contains("..") && !$0.hasPrefix("/") }
  }

  private func stateWithoutRecord() throws -> State {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    guard let name = names.filter({ !$0.hasPrefix(".") }).sorted().first else { return .absent }
    throw PipelinesError.unknownOutput(output: path, reason: "holds \(name), and nothing says that a training made it")
  }

  /// Makes the folder and takes it for this process, as long as the lock lives.
  /// - Throws: when another process trains into it.
  func lock() throws -> FolderLock {
    try changingFolder(path) { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    if let lock = try FolderLock(folder: path) { return lock }
    throw PipelinesError.input(
      reason: "\(path): another process trains into this folder; wait for it, or give --output another folder")
  }

  /// Takes the folder for a recipe.
  func begin(_ recipe: Recipe, text: String) throws {
    try write(["recipe": recipe.json, "finished": false], to: record)
    try write(text, to: self.recipe)
  }

  /// Moves a model's files in. The record names them before the first one comes, and what an export before left goes: whoever replaces
  /// the folder later knows all that is in it, wherever a kill came between.
  func take(_ names: [String], from exported: String) throws {
    let earlier = files.filter { !names.contains($0) }
    try change("files", to: .array((names + earlier).map { JSONValue($0) }))
    try changingFolder(path) {
      try remove(earlier.map(file))
      for name in names {
        try remove([file(name)])
        try FileManager.default.moveItem(atPath: "\(exported)/\(name)", toPath: file(name))
      }
    }
  }

  /// Removes what an earlier training left, its model included, when it is to be replaced.
  func clear() throws {
    guard Paths.isFolder(path) else { return }
    let own = [log, self.recipe, card, file("curves.svg"), file("report.html"), checkpoints] + files.map(file)
    // The record goes last, and says at once that the training is unfinished: it names what a kill leaves of the rest.
    if recorded != nil { try change("finished", to: false) }
    try changingFolder(path) { try remove(own + [record]) }
  }

  private func remove(_ paths: [String]) throws {
    for path in paths where Paths.exists(path) { try FileManager.default.removeItem(atPath: path) }
  }

  /// Sets a member of the record.
  private func change(_ key: ByteString, to value: JSONValue) throws {
    let others = (recorded?.object ?? []).filter { $0.key != key }
    try write(.object(others + [(key: key, value: value)]), to: record)
  }

  /// Writes the results; with them the folder counts as finished.
  func finish(_ recipe: Recipe, results: [(key: ByteString, value: JSONValue)]) throws {
    let members: [(key: ByteString, value: JSONValue)] = [
      (key: "recipe", value: recipe.json), (key: "finished", value: true),
    ]
    try write(.object(members + results), to: record)
  }

  /// The results of a finished training.
  func results() throws -> JSONValue {
    let json: JSONValue
    do { json = try JSONValue(parsing: readWhole(path: record)) } catch let error as JSONError {
      throw PipelinesError.input(reason: "\(record): \(error); the training must be run again with --overwrite")
    }
    guard json["finished"]?.bool == true else {
      throw PipelinesError.input(reason: "\(path) holds a training that is not finished; run its `winnow train` command again")
    }
    return json
  }

  private func write(_ json: JSONValue, to path: String) throws {
    try write(String(decoding: json.serialized(pretty: true), as: UTF8.self) + "\n", to: path)
  }

  func write(_ text: String, to path: String) throws {
    var file = try AtomicFile(path: path)
    try file.write(text)
    try file.commit()
  }
}

extension Recipe {
  /// Without what decides how the weights are stored in the end: until then it may change.
  fileprivate var withoutStorage: Recipe {
    var rest = Recipe()
    for field in fields where !["output.fp16", "output.merge"].contains(field.name) { rest.add(field.name, field.value) }
    return rest
  }

  /// Reads it back from an object.
  init?(json: JSONValue?) {
    guard let members = json?.object else { return nil }
    self.init()
    for member in members {
      guard let value = member.value.string else { return nil }
      add(member.key.text, value.text)
    }
  }
}
