internal import Bytes
internal import Files
internal import Foundation

/// What a finished training came to, as its `training.json` tells.
struct TrainedFolder {
  let path: String
  let json: JSONValue

  init(path: String, json: JSONValue) {
    self.path = path
    self.json = json
  }

  /// Reads a folder.
  /// - Throws: when it holds no training, or one that is not finished.
  init(path: String) throws {
    guard Paths.exists(TrainingFolder(path: path).record) else {
      throw PipelinesError.input(reason: "\(path) holds no training (no training.json); give folders that `winnow train` made")
    }
    self.init(path: path, json: try TrainingFolder(path: path).results())
  }

  /// The recipe's name.
  var name: String { text("name") }

  /// The folder's own name, by which trainings of one recipe are told apart.
  var folderName: String { URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent }

  var seed: Int { json["seed"]?.int ?? 0 }

  func text(_ key: ByteString) -> String { json[key]?.string?.text ?? "" }

  func setting(_ key: ByteString) -> String {
    let value = json["settings"]?[key]
    return value?.string?.text ?? value?.number.map { "\($0.double)" } ?? ""
  }

  func number(_ key: ByteString) -> Double? { json[key]?.double }

  /// What all trainings that differ in their seed alone have in common: every other setting, and the digests of what they read.
  var group: [String] {
    (json["recipe"]?.object ?? []).filter { $0.key != "seed" }.map { "\($0.key.text)=\($0.value.string?.text ?? "")" }
  }

  /// The test sets in order.
  var tests: [Test] { json["tests"]?.array?.map(Test.init) ?? [] }

  /// A test set's results.
  struct Test {
    let name: String
    let queries: Int
    let measures: [(name: String, value: Double)]
    let before: [(name: String, value: Double)]

    init(_ json: JSONValue) {
      name = json["name"]?.string?.text ?? ""
      queries = json["queries"]?.int ?? 0
      measures = Test.values(json["measures"])
      before = Test.values(json["before"])
    }

    private static func values(_ json: JSONValue?) -> [(name: String, value: Double)] {
      json?.object?.compactMap { member in member.value.double.map { (name: member.key.text, value: $0) } } ?? []
    }
  }
}
