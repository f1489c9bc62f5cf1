internal import Yams

/// A YAML node with its file, read strictly: every mismatch is an error with line and column, and keys nobody asked for are errors.
struct YAMLReader {
  let node: Node
  let file: String
  /// Where this node stands, e.g. "systems[2].stages[0].bm25".
  let path: String
  /// The `--set` settings that were put into the document: an error about one of them names it instead of a place in the file.
  var overrides: [String] = []

  /// Parses a document. Two equal keys in one mapping are an error of the parser.
  static func parse(_ text: String, file: String) throws -> YAMLReader {
    do {
      let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
      guard let node = try Yams.compose(yaml: text) else {
        throw PipelinesError.configuration(
          file: file, line: 1, column: 1,
          reason: "the file is empty; a pipeline needs at least name, data and systems, a training recipe model and data")
      }
      return YAMLReader(node: node, file: file, path: "")
    } catch let error as YamlError {
      throw PipelinesError.configuration(file: file, line: line(of: error), column: 1, reason: "not YAML: \(error)")
    }
  }

  private static func line(of error: YamlError) -> Int {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
    default: 1
    }
  }

  func error(_ reason: String) -> PipelinesError {
    let own = YAMLReader.keys(path[...])
    let setting = overrides.last { text in
      let keys = YAMLReader.keys(text.prefix { $0 != "=" })
      // A node without a place in the file was made by a setting of something in it.
      return own.starts(with: keys) || (node.mark == nil && !own.isEmpty && keys.starts(with: own))
    }
    if let setting { return .setting(text: setting, reason: reason) }
    return .configuration(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, reason: reason)
  }

  /// `data.sources[0].files` and `data.sources.0.files` key by key.
  private static func keys(_ path: Substring) -> [Substring] {
    path.split { $0 == "." || $0 == "[" || $0 == "]" }
  }

  private var name: String { path.isEmpty ? "the file" : path }

  /// The node as a mapping.
  func mapping() throws -> YAMLMapping {
    guard let mapping = node.mapping else { throw error("\(name) must be a mapping (key: value)") }
    var entries: [(key: String, reader: YAMLReader)] = []
    for (key, value) in mapping {
      guard let text = key.scalar?.string else { throw error("\(name): a key must be a plain word") }
      entries.append((text, child(value, path.isEmpty ? text : "\(path).\(text)")))
    }
    return YAMLMapping(reader: self, entries: entries)
  }

  private func child(_ node: Node, _ path: String) -> YAMLReader {
    YAMLReader(node: node, file: file, path: path, overrides: overrides)
  }

  /// The node as a list.
  func list() throws -> [YAMLReader] {
    guard let sequence = node.sequence else { throw error("\(name) must be a list") }
    return sequence.enumerated().map { child($1, "\(path)[\($0)]") }
  }

  /// The node as a list, where one bare value stands for a list of one.
  func oneOrMore() throws -> [YAMLReader] { node.sequence == nil ? [self] : try list() }

  /// The node as text.
  func string() throws -> String {
    guard let scalar = node.scalar, !scalar.string.isEmpty else { throw error("\(name) must be a text") }
    return scalar.string
  }

  /// The node as a whole number of at least `minimum`.
  func int(atLeast minimum: Int) throws -> Int {
    guard let text = node.scalar?.string, let value = Int(text), value >= minimum else {
      throw error("\(name) must be a whole number of at least \(minimum)")
    }
    return value
  }

  /// The node as a finite number.
  func double() throws -> Double {
    guard let text = node.scalar?.string, let value = Double(text), value.isFinite else {
      throw error("\(name) must be a number")
    }
    return value
  }

  /// The node as true or false.
  func bool() throws -> Bool {
    switch node.scalar?.string {
    case "true", "yes": true
    case "false", "no": false
    default: throw error("\(name) must be true or false")
    }
  }
}

/// A mapping whose keys are taken one by one; what is left at the end is an error that lists the known keys.
struct YAMLMapping {
  let reader: YAMLReader
  let entries: [(key: String, reader: YAMLReader)]
  private var asked: [String] = []

  init(reader: YAMLReader, entries: [(key: String, reader: YAMLReader)]) {
    self.reader = reader
    self.entries = entries
  }

  /// The value of a key, or nil.
  mutating func optional(_ key: String) -> YAMLReader? {
    asked.append(key)
    return entries.first { $0.key == key }?.reader
  }

  /// The value of a key that must be there.
  mutating func required(_ key: String) throws -> YAMLReader {
    guard let value = optional(key) else {
      throw reader.error("\(reader.path.isEmpty ? "the file" : reader.path) lacks the key '\(key)'")
    }
    return value
  }

  /// Refuses keys that were never asked for.
  func finish() throws { try finish { _ in "" } }

  /// Refuses keys that were never asked for; `hint` says more about a key.
  func finish(hint: (String) -> String) throws {
    for entry in entries where !asked.contains(entry.key) {
      throw entry.reader.error("unknown key '\(entry.key)'\(hint(entry.key)); known here: \(asked.joined(separator: ", "))")
    }
  }
}
