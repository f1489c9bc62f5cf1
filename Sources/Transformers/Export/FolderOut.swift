internal import Bytes
internal import Files

/// A model folder that is being written: files made and files copied, all on the disk before the folder gets its name.
struct FolderOut: ~Copyable {
  private let folder: AtomicFolder
  private var written: Set<String> = []

  init(_ target: String) throws { folder = try AtomicFolder(target: target) }

  /// The path of a file in it, to be written by `AtomicFile`; its part, "" or the name of a folder, is made.
  mutating func file(_ name: String, part: String = "") throws -> String {
    var place = ""
    for component in part.split(separator: "/") {
      place += (place.isEmpty ? "" : "/") + component
      try folder.makeFolder(place)
    }
    let path = part.isEmpty ? name : "\(part)/\(name)"
    written.insert(path)
    return "\(folder.path)/\(path)"
  }

  /// Writes bytes, unless a file of that name was written before.
  mutating func write(_ bytes: [UInt8], to name: String, part: String = "") throws {
    guard !written.contains(part.isEmpty ? name : "\(part)/\(name)") else { return }
    var file = try AtomicFile(path: try file(name, part: part))
    try file.write(bytes)
    try file.commit()
  }

  mutating func write(_ json: JSONValue, to name: String, part: String = "") throws {
    try write(json.serialized(pretty: true) + [10], to: name, part: part)
  }

  /// Copies those of the files that there are, byte for byte.
  mutating func copy(_ names: [String], from source: ModelFolder, part: String = "") throws {
    for name in names where source.has(name) {
      try write(readWhole(path: source.file(name)), to: name, part: part)
    }
  }

  consuming func commit() throws { try folder.commit() }
}

extension ModelFolder {
  /// What tokenizers are stored in, by transformers of any version.
  static let tokenizerFiles = [
    "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.txt", "vocab.json",
    "merges.txt", "sentencepiece.bpe.model", "spiece.model",
  ]

  /// Modelling code that config.json may name.
  var codeFiles: [String] { Paths.names(in: path).filter { $0.hasSuffix(".py") }.sorted() }
}
