internal import Bytes
internal import Foundation
internal import Parallelism

/// One table over several trained folders for each test set: arXiv:2506.18297's columns, and what the training cost.
///
/// Trainings that differ in their seed alone stand together, followed by their mean.
public struct TrainingReport {
  private let folders: [TrainedFolder]

  init(_ folders: [TrainedFolder]) { self.folders = folders }

  /// Reads finished folders.
  /// - Throws: for one that holds no finished training.
  public init(folders: [String]) throws { self.init(try folders.map { try TrainedFolder(path: $0) }) }

  /// For the terminal.
  public var text: String { tables.map { $0.render(TrainingTable.plain) }.joined(separator: "\n") }

  /// For documents.
  public var markdown: String { tables.map { $0.render(TrainingTable.markdown) }.joined(separator: "\n") }

  /// Everything that the folders say.
  public var json: String {
    let list = folders.map { JSONValue.object([(key: "folder", value: JSONValue($0.path))] + ($0.json.object ?? [])) }
    return String(decoding: JSONValue.array(list).serialized(pretty: true), as: UTF8.self) + "\n"
  }

  /// One a test set.
  var tables: [TrainingTable] {
    var names: [String] = []
    for test in folders.flatMap(\.tests) where !names.contains(test.name) { names.append(test.name) }
    return names.isEmpty ? [table(of: nil)] : names.map(table)
  }

  private func table(of test: String?) -> TrainingTable {
    let found = folders.map { folder in test.flatMap { name in folder.tests.first { $0.name == name } } }
    var measures: [String] = []
    for name in found.compactMap({ $0 }).flatMap({ $0.measures.map(\.name) }) where !measures.contains(name) {
      measures.append(name)
    }
    let queries = found.compactMap { $0 }.first?.queries ?? 0
    let title = test.map { "\($0) (\(queries) judged queries)" } ?? "What it cost (no test set)"
    var table = TrainingTable(title: title, header: TrainingColumns.names + measures + TrainingColumns.costs)
    var bases: [String] = []
    for group in grouped {
      let rows = group.map { number in TrainingColumns(folders[number], found[number], measures) }
      let befores = group.compactMap { found[$0] }.filter { !$0.before.isEmpty }
      let base = folders[group[0]].text("model")
      if let before = befores.first, !bases.contains(base) {
        table.rows.append(TrainingColumns.before(folders[group[0]], before, measures))
        bases.append(base)
      }
      table.rows += rows.map(\.cells)
      if Set(group.map { folders[$0].seed }).count > 1 {
        table.rows.append(TrainingColumns.mean(rows, of: group.map { folders[$0] }))
      }
    }
    return table
  }

  /// Numbers of folders that differ in their seed alone, in order of their first.
  private var grouped: [[Int]] {
    var groups: [(key: [String], members: [Int])] = []
    for (number, folder) in folders.enumerated() {
      if let place = groups.firstIndex(where: { $0.key == folder.group }) {
        groups[place].members.append(number)
      } else {
        groups.append((key: folder.group, members: [number]))
      }
    }
    return groups.map(\.members)
  }
}

/// A row of the report.
struct TrainingColumns {
  static let names = ["training", "optimizer", "lr", "loss", "weights", "seed"]
  static let costs = ["optimizer state", "s/step", "pairs/s", "CPU", "peak memory"]

  private let labels: [String]
  private let seed: Int
  private let measures: [Double?]
  private let costs: [Double?]

  init(_ folder: TrainedFolder, _ test: TrainedFolder.Test?, _ measures: [String]) {
    labels = [folder.folderName] + ["optimizer", "learning_rate", "loss", "adaptation"].map { folder.setting($0) }
    seed = folder.seed
    self.measures = measures.map { name in test?.measures.first { $0.name == name }?.value }
    let keys: [ByteString] = [
      "optimizer_state_bytes", "step_seconds", "pairs_per_second", "cpu_utilisation", "peak_memory_bytes",
    ]
    costs = keys.map(folder.number)
  }

  var cells: [String] { labels + ["\(seed)"] + TrainingColumns.cells(measures) + TrainingColumns.costCells(costs) }

  /// The means of some rows.
  static func mean(_ rows: [TrainingColumns], of folders: [TrainedFolder]) -> [String] {
    func means(_ columns: [[Double?]]) -> [Double?] {
      columns[0].indices.map { place in
        let values = columns.compactMap { $0[place] }
        return values.count == columns.count ? values.reduce(0, +) / Double(values.count) : nil
      }
    }
    let labels = [TrainingColumns.name(of: folders)] + rows[0].labels.dropFirst() + ["mean of \(rows.count)"]
    return labels + cells(means(rows.map(\.measures))) + costCells(means(rows.map(\.costs)))
  }

  /// What the folders' names begin with, up to a separator, such as adamw of adamw-1 and adamw-2; otherwise the recipe's name.
  private static func name(of folders: [TrainedFolder]) -> String {
    let common = folders.dropFirst().reduce(folders[0].folderName) { $0.commonPrefix(with: $1.folderName) }
    guard let end = common.lastIndex(where: "-_.".contains), end > common.startIndex else { return folders[0].name }
    return String(common[..<end])
  }

  /// The model before the training.
  static func before(_ folder: TrainedFolder, _ test: TrainedFolder.Test, _ measures: [String]) -> [String] {
    let values = measures.map { name in test.before.first { $0.name == name }?.value }
    return ["before (\(folder.text("model")))", "", "", "", "", ""] + cells(values) + Self.costs.map { _ in "" }
  }

  private static func cells(_ values: [Double?]) -> [String] { values.map { $0.map { TrainingProgress.digits($0, 4) } ?? "-" } }

  private static func costCells(_ values: [Double?]) -> [String] {
    [
      values[0].map { MemoryBudget.text(Int($0)) } ?? "-", values[1].map { TrainingProgress.digits($0, 3) } ?? "-",
      values[2].map(Timing.rounded) ?? "-", values[3].map { "\(Int(($0 * 100).rounded())) %" } ?? "-",
      values[4].map { MemoryBudget.text(Int($0)) } ?? "-",
    ]
  }
}
