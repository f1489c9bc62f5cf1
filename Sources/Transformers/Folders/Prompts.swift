internal import Bytes

/// The prompts of config_sentence_transformers.json: texts that are put before others.
struct Prompts: Sendable {
  let named: [(name: ByteString, text: ByteString)]
  /// What comes before texts that are neither queries nor documents: the prompt that `default_prompt_name` names.
  let standard: ByteString

  static let none = Prompts(named: [], standard: "")

  private init(named: [(name: ByteString, text: ByteString)], standard: ByteString) {
    self.named = named
    self.standard = standard
  }

  init(_ file: ConfigurationReader) throws {
    var named: [(name: ByteString, text: ByteString)] = []
    for (name, value) in file.value("prompts")?.object ?? [] {
      guard let text = value.isNull ? "" : value.string else {
        throw TransformersError.configuration(
          path: file.path, key: "prompts", reason: "gives '\(name)' \(value.kind), expected a string")
      }
      named.append((name: name, text: text))
    }
    let name = file.value("default_prompt_name") == nil ? nil : ByteString(try file.string("default_prompt_name"))
    // sentence-transformers knows these two in every model.
    let known = named + [(name: "query", text: ""), (name: "document", text: "")]
    let standard = name.map { name in known.first { $0.name == name }?.text }
    guard let text = standard ?? "" else {
      throw TransformersError.configuration(path: file.path, key: "default_prompt_name", reason: "names no entry of 'prompts'")
    }
    self.init(named: named, standard: text)
  }

  subscript(name: ByteString) -> ByteString? { named.first { $0.name == name }?.text }

  /// What comes before queries: the prompt "query", and never the default one, as in `encode_query`.
  var query: ByteString { self["query"] ?? "" }

  /// What comes before documents: the first of "document", "passage" and "corpus" that holds a text.
  ///
  /// So `encode_document` is documented; version 6.2 stops at its own empty placeholder "document" and never reaches "passage".
  var document: ByteString { ["document", "passage", "corpus"].lazy.compactMap { self[$0] }.first { $0 != "" } ?? "" }
}
