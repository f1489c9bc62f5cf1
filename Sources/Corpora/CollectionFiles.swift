internal import Files

/// The first line of some bytes, at most 40 bytes of it, for a message.
func firstLine(_ bytes: [UInt8]) -> String {
  let line = bytes.prefix { $0 != 10 && $0 != 13 }.prefix(40)
  let scalars = String(decoding: line, as: UTF8.self).unicodeScalars
  return String(scalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
}

/// The file meant by a path: itself, or, for a folder, the first of the names looked for.
func resolveFolder(_ path: String, names: [String]) throws(CorporaError) -> String {
  guard path != "-", Paths.isFolder(path) else { return path }
  for name in names {
    let candidate = path.hasSuffix("/") ? path + name : path + "/" + name
    if Paths.exists(candidate) { return candidate }
  }
  throw .unusableFolder(path: path, lookedFor: names)
}
