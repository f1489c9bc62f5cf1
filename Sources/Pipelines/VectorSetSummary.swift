internal import Bytes
internal import Dense
internal import Parallelism

/// What `inspect` says of a set of vectors.
struct VectorSetSummary {
  let index: OpenIndex
  let name: String

  /// A line with the name, and lines below it.
  func text() throws -> String {
    let description = try index.vectors(named: name).description
    var text = "vectors \(name)\n  dimension: \(description.dimension)\n"
    text += "  store: \(description.store.rawValue)\n  metric: \(description.metric.rawValue)\n"
    for (part, bytes) in try sizes() { text += "  bytes\(part): \(bytes) (\(MemoryBudget.text(bytes)))\n" }
    for member in description.graph?.object ?? [] {
      let value = member.value.string?.text ?? member.value.int.map(String.init)
      if let value { text += "  graph \(member.key): \(value)\n" }
    }
    for field in description.encoder { text += "  encoder \(field.name): \(field.value)\n" }
    return text
  }

  /// Bytes of the vectors and of each further structure.
  private func sizes() throws -> [(part: String, bytes: Int)] {
    var sizes: [(part: String, bytes: Int)] = []
    for key in try index.snapshot.keys(of: .dense) where DensePass.owner(of: key.name) == ByteString(name) {
      let rest = key.name.bytes.dropFirst(name.utf8.count + 1)
      let part = rest.isEmpty ? "" : " of \(String(decoding: rest.map { $0 == DensePass.separator ? 0x20 : $0 }, as: UTF8.self))"
      if sizes.last?.part != part { sizes.append((part, 0)) }
      sizes[sizes.count - 1].bytes += try index.snapshot.require(key).byteCount
    }
    return sizes
  }
}
