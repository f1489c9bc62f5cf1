internal import Bytes

/// The table of one set of queries; the name is empty where there is only one.
struct SetTable: Equatable, Sendable {
  var name: String
  var table: ResultTable

  var text: String { (name.isEmpty ? "" : "\(name)\n") + table.text }

  var markdown: String { (name.isEmpty ? "" : "## \(name)\n\n") + table.markdown }
}

extension [SetTable] {
  /// All of them, a blank line between two.
  var text: String { map(\.text).joined(separator: "\n") }

  /// Members of `metrics.json`: those of the only table, or a list `sets` of named ones.
  var json: [(key: ByteString, value: JSONValue)] {
    if count == 1, self[0].name.isEmpty { return self[0].table.json }
    let sets = map { set in
      JSONValue.object([(key: ByteString("name"), value: .string(ByteString(set.name)))] + set.table.json)
    }
    return [(key: "sets", value: .array(sets))]
  }

  /// Reads the tables back from `metrics.json`.
  init?(json: JSONValue) {
    guard let sets = json["sets"]?.array else {
      guard let table = ResultTable(json: json) else { return nil }
      self = [SetTable(name: "", table: table)]
      return
    }
    self = []
    for set in sets {
      guard let name = set["name"]?.string?.text, let table = ResultTable(json: set, set: name) else { return nil }
      append(SetTable(name: name, table: table))
    }
  }
}
