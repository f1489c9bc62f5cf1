internal import Bytes
internal import Foundation

/// Settings as they are printed: every value with its name, defaults filled in.
indirect enum SettingTree: Equatable, Sendable {
  /// A word, number or text.
  case value(String)
  /// A file or folder: printed as seen from another folder, and no part of what a result depends on (its contents are).
  case path(String)
  /// Several values.
  case list([SettingTree])
  /// Named settings in order.
  case section([Entry])

  /// A named setting.
  struct Entry: Equatable, Sendable {
    var key: String
    var tree: SettingTree
  }

  /// Named settings, put together one by one.
  static func settings(_ body: (inout SettingList) -> Void) -> SettingTree {
    var list = SettingList()
    body(&list)
    return .section(list.entries)
  }
}

/// Named settings in the order in which they are added; those without a value are left out.
struct SettingList {
  private(set) var entries: [SettingTree.Entry] = []

  mutating func add(_ key: String, _ value: String?) { add(key, tree: value.map { SettingTree.value($0) }) }
  mutating func add(_ key: String, _ number: Int?) { add(key, number.map { "\($0)" }) }
  mutating func add(_ key: String, _ number: Double?) { add(key, number.map { "\($0)" }) }
  mutating func add(_ key: String, _ flag: Bool?) { add(key, flag.map { "\($0)" }) }
  mutating func add(_ key: String, _ values: [String]) { add(key, tree: .list(values.map { SettingTree.value($0) })) }
  mutating func add(_ key: String, path: String?) { add(key, tree: path.map { SettingTree.path($0) }) }

  /// Several paths; no setting when there are none.
  mutating func add(_ key: String, paths: [String]) {
    if !paths.isEmpty { add(key, tree: .list(paths.map { SettingTree.path($0) })) }
  }

  /// A model: a folder when it begins with `.` or `/`, else a name.
  mutating func add(_ key: String, model: String) {
    if model.hasPrefix(".") || model.hasPrefix("/") { add(key, path: model) } else { add(key, model) }
  }

  mutating func add(_ key: String, tree: SettingTree?) {
    if let tree { entries.append(SettingTree.Entry(key: key, tree: tree)) }
  }

  /// Settings put together elsewhere.
  mutating func add(_ entry: SettingTree.Entry) { entries.append(entry) }
}

extension SettingTree {
  /// The settings as YAML that reads back to the same ones.
  /// - Parameter folder: paths are written relative to it; nil writes absolute ones.
  func yaml(seenFrom folder: String? = nil) -> String {
    var text = ""
    write(into: &text, indent: "", folder)
    return text
  }

  private func write(into text: inout String, indent: String, _ folder: String?) {
    guard case .section(let entries) = self else { return text += "\(indent)\(inline(folder))\n" }
    for entry in entries {
      switch entry.tree {
      case .section(let inner) where !inner.isEmpty:
        text += "\(indent)\(entry.key):\n"
        entry.tree.write(into: &text, indent: indent + "  ", folder)
      case .list(let items) where items.contains(where: \.isSection):
        text += "\(indent)\(entry.key):\n"
        for item in items { item.writeItem(into: &text, indent: indent + "  ", folder) }
      default: text += "\(indent)\(entry.key): \(entry.tree.inline(folder))\n"
      }
    }
  }

  /// An item of a list: its first line begins with a dash.
  private func writeItem(into text: inout String, indent: String, _ folder: String?) {
    var item = ""
    write(into: &item, indent: indent + "  ", folder)
    text += indent + "- " + item.dropFirst(indent.utf8.count + 2)
  }

  private var isSection: Bool { if case .section = self { true } else { false } }

  private func inline(_ folder: String?) -> String {
    switch self {
    case .value(let text): SettingTree.scalar(text)
    case .path(let path): SettingTree.scalar(folder.map { path.asSeen(from: $0) } ?? path.absolutePath)
    case .list(let items): "[\(items.map { $0.inline(folder) }.joined(separator: ", "))]"
    case .section(let entries): "{\(entries.map { "\($0.key): \($0.tree.inline(folder))" }.joined(separator: ", "))}"
    }
  }

  /// Bare where no reader of YAML could take it for anything else.
  private static func scalar(_ text: String) -> String {
    let bare = text.utf8.allSatisfy { byte in
      switch UInt8(byte) {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "_./-+@()=".utf8.contains(byte)
      }
    }
    let startsWell = text.utf8.first.map { !"-=@".utf8.contains($0) || Double(text) != nil } ?? false
    if bare && startsWell { return text }
    return String(decoding: JSONValue(text).serialized(), as: UTF8.self)
  }

  /// All values under their names joined by dots, in order, without the paths.
  func fields(under prefix: String = "") -> [(name: String, value: String)] {
    switch self {
    case .path: return []
    case .value(let text): return [(prefix, text)]
    case .list(let items): return items.enumerated().flatMap { $1.fields(under: "\(prefix)[\($0)]") }
    case .section(let entries):
      return entries.flatMap { $0.tree.fields(under: prefix.isEmpty ? $0.key : "\(prefix).\($0.key)") }
    }
  }
}

extension String {
  /// The path from the root, dots resolved; links are left as they are.
  var absolutePath: String { URL(fileURLWithPath: self).standardizedFileURL.path }

  /// The path from the root with links followed.
  var resolvedPath: String { URL(fileURLWithPath: self).resolvingSymlinksInPath().standardizedFileURL.path }

  /// This path as one would write it in a file that stands in `folder`.
  func asSeen(from folder: String) -> String {
    let own = URL(fileURLWithPath: self).standardizedFileURL.pathComponents
    let base = URL(fileURLWithPath: folder).standardizedFileURL.pathComponents
    let shared = zip(own, base).prefix { $0 == $1 }.count
    let parts = Array(repeating: "..", count: base.count - shared) + own.dropFirst(shared)
    let path = parts.isEmpty ? "." : parts.joined(separator: "/")
    return path.hasPrefix(".") ? path : "./" + path
  }
}
