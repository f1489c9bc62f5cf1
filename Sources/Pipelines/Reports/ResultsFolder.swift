internal import Bytes
internal import Evaluation
internal import Files
internal import Foundation
internal import Ranking

/// The results folder: one run file a system (and set of queries), `metrics.json` and `report.md`. `metrics.json` is written last and holds the recipe's digest.
struct ResultsFolder {
  let path: String

  /// A finished result of this recipe; nil when there is none or a run file is missing.
  func stored(recipe: Recipe) throws -> (tables: [SetTable], missed: [String])? {
    guard Paths.exists(metrics), let json = try? JSONValue(parsing: readWhole(path: metrics)),
      json["recipe"]?.string?.text == recipe.digest
    else { return nil }
    guard let tables = [SetTable](json: json), let missed = json["missed"]?.array else { return nil }
    for run in json["runs"]?.object ?? [] {
      guard let digest = try? contentDigest(path: file(run.key.text)), digest == run.value.string?.text else { return nil }
    }
    return (tables, missed.compactMap { $0.string?.text })
  }

  /// Refuses a file in the folder's place, and files in it that no pipeline made.
  func check(_ configuration: PipelineConfiguration) throws {
    if Paths.exists(path), !Paths.isFolder(path) {
      throw PipelinesError.input(reason: "\(path) is a file; give --output a folder for the results")
    }
    let ours = Paths.exists(metrics) && (try? JSONValue(parsing: readWhole(path: metrics)))?["recipe"]?.string != nil
    if ours { return }
    let runs = configuration.sets.flatMap { set in configuration.systems.map { configuration.runFile(of: $0, set) } }
    let names = ["metrics.json", "report.md"] + runs
    if let name = names.first(where: { Paths.exists(file($0)) }) {
      throw PipelinesError.input(
        reason: "\(file(name)) exists and nothing says that a pipeline made it. Give --force to replace it, or write elsewhere.")
    }
  }

  /// Writes everything; each file appears whole or not at all.
  func write(_ report: PipelineReport, recipe: Recipe) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try write("{\"recipe\": \"unfinished\"}\n", to: metrics)  // says whose files these are until the last is there
    var digests: [(key: ByteString, value: JSONValue)] = []
    for (name, run) in report.runs {
      try RunFile.write(run, to: file(name), format: .trec)
      digests.append((key: ByteString(name), value: .string(ByteString(try contentDigest(path: file(name))))))
    }
    try write(report.markdown, to: file("report.md"))
    var members = report.tables.json
    members.append((key: "missed", value: .array(report.missed.map { .string(ByteString($0)) })))
    members.append((key: "runs", value: .object(digests)))
    members.append((key: "recipe", value: .string(ByteString(recipe.digest))))
    try write(String(decoding: JSONValue.object(members).serialized(pretty: true), as: UTF8.self) + "\n", to: metrics)
  }

  private var metrics: String { file("metrics.json") }

  private func file(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }

  private func write(_ text: String, to path: String) throws {
    var file = try AtomicFile(path: path)
    try file.write(text)
    try file.commit()
  }
}

extension ResultTable {
  /// Members of `metrics.json`.
  var json: [(key: ByteString, value: JSONValue)] {
    let systems = rows.map { row -> JSONValue in
      var members: [(key: ByteString, value: JSONValue)] = [(key: "system", value: .string(ByteString(row.system)))]
      if let reason = row.skipped { members.append((key: "skipped", value: .string(ByteString(reason)))) }
      for (measure, value) in zip(measures, row.values) { members.append((key: ByteString(measure), value: JSONValue(value))) }
      if let weights = row.weights { members.append((key: "tuned", value: weights.json)) }
      if let milliseconds = row.milliseconds { members.append((key: "milliseconds", value: JSONValue(milliseconds))) }
      return .object(members)
    }
    return [(key: "measures", value: .array(measures.map { .string(ByteString($0)) })), (key: "systems", value: .array(systems))]
  }

  /// Reads the table back from `metrics.json`.
  init?(json: JSONValue, set: String = "") {
    guard let names = json["measures"]?.array, let systems = json["systems"]?.array else { return nil }
    let measures = names.compactMap { $0.string?.text }
    let rows = systems.map { system in
      Row(
        system: system["system"]?.string?.text ?? "", values: measures.compactMap { system[ByteString($0)]?.double },
        milliseconds: system["milliseconds"]?.double, skipped: system["skipped"]?.string?.text,
        weights: system["tuned"].flatMap(RowWeights.init))
    }
    guard rows.allSatisfy({ $0.skipped != nil || $0.values.count == measures.count }) else { return nil }
    self.init(set: set, measures: measures, rows: rows)
  }
}
