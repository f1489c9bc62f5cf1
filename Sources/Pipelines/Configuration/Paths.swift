internal import Foundation
internal import Yams

extension YAMLReader {
  /// The node as a path; relative ones start at the folder of the pipeline file.
  func filePath() throws -> String {
    let text = try string()
    if text.hasPrefix("/") { return text }
    let folder = (file as NSString).deletingLastPathComponent
    let plain = text.hasPrefix("./") && text.count > 2 ? String(text.dropFirst(2)) : text
    if folder.isEmpty, plain.hasPrefix("../") { return plain }
    return ((folder.isEmpty ? "." : folder) as NSString).appendingPathComponent(plain)
  }

  /// The node as a model: a folder when it begins with `.` or `/`, else a name.
  func modelName() throws -> String {
    let text = try string()
    guard text.hasPrefix(".") || text.hasPrefix("/") else { return text }
    let path = try filePath()
    return path.hasPrefix(".") || path.hasPrefix("/") ? path : "./" + path  // a path, not a name with an owner
  }

  /// The document with `key.path=value` settings put in. A path goes through mappings by key and through lists by number or by the `name` of an item.
  ///
  /// With `creating`, mappings that the document leaves to their defaults are put in on the way; a key that nobody knows is refused when
  /// the document is read.
  func applying(_ overrides: [String], creating: Bool = false) throws -> YAMLReader {
    var root = node
    for text in overrides {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else { throw PipelinesError.setting(text: text, reason: "expected key=value") }
      let value = try Yams.compose(yaml: String(parts[1])) ?? Node("")
      let keys = parts[0].split(separator: ".").map(String.init)[...]
      root = try YAMLReader.setting(creating ? YAMLReader.creating(keys, in: root) : root, keys, to: value, text)
    }
    return YAMLReader(node: root, file: file, path: path, overrides: overrides)
  }

  /// The node with empty mappings where keys on the way to the last one lead nowhere, and a bare name such as `optimizer: lion` as the
  /// mapping that it stands for.
  private static func creating(_ keys: ArraySlice<String>, in node: Node) -> Node {
    guard let key = keys.first, let next = keys.dropFirst().first, node.mapping != nil else { return node }
    let inner = node[key].map { spelledOut($0, under: key, before: next) } ?? Node([(Node, Node)]())
    var result = node
    result[key] = creating(keys.dropFirst(), in: inner)
    return result
  }

  /// `lion` as `{name: lion}` where a section has a name, and `lora` as `{lora: {}}` where the key that follows is the word itself.
  private static func spelledOut(_ node: Node, under section: String, before key: String) -> Node {
    guard let word = node.scalar?.string else { return node }
    if word == key { return Node([(Node(word), Node([(Node, Node)]()))]) }
    return ["loss", "optimizer", "schedule"].contains(section) ? Node([(Node("name"), node)]) : node
  }

  private static func setting(_ node: Node, _ keys: ArraySlice<String>, to value: Node, _ text: String) throws -> Node {
    guard let key = keys.first else { return value }
    var result = node
    if node.mapping != nil {
      guard keys.count == 1 || node[key] != nil else {
        throw PipelinesError.setting(text: text, reason: "there is no key '\(key)'")
      }
      result[key] = try setting(node[key] ?? Node(""), keys.dropFirst(), to: value, text)
    } else if let items = node.sequence, let index = items.firstIndex(where: { $0.mapping?.keys.first?.string == key }) {
      result[index] = try setting(items[index], keys, to: value, text)  // a stage: the key is its verb
    } else if let items = node.sequence,
      let index = items.firstIndex(where: { $0.mapping?["name"]?.string == key }) ?? Int(key), items.indices.contains(index)
    {
      result[index] = try setting(items[index], keys.dropFirst(), to: value, text)
    } else {
      let there =
        node.scalar.map { ", for there is '\($0.string)' and no mapping: set the whole of it, such as KEY={\(key): ..}" } ?? ""
      throw PipelinesError.setting(text: text, reason: "'\(key)' leads nowhere\(there)")
    }
    return result
  }
}
