internal import Bytes
internal import Storage

/// Where a set's graph stands in the store, behind the set's name and a byte 1:
///
///     graph            level << 20 | chunk: links of 32,768 nodes, each a row of numbers of nodes (u32) that ends at the first 0xffffffff
///     graph, 1, apart  0: documents that no link leads to (u32), where every search begins; absent when there are none
///     graph, 1, nodes  level, from 1: the documents of its nodes (u32), then their places on the level below (u32)
///
/// A node of level 0 is a document's number. The first node of the top level is where every search enters; it was inserted first.
struct GraphLayout {
  let set: ByteString

  private func name(_ rest: String) -> ByteString { ByteString(set.bytes + [1] + Array("graph\(rest)".utf8)) }

  /// The first name.
  var first: ByteString { name("") }

  func links(level: Int, chunk: Int) -> ExtentKey { ExtentKey(.dense, name(""), number: UInt32(level << 20 | chunk)) }

  var apart: ExtentKey { ExtentKey(.dense, name("\u{1}apart")) }

  func nodes(level: Int) -> ExtentKey { ExtentKey(.dense, name("\u{1}nodes"), number: UInt32(level)) }
}

/// What the manifest says of a graph beside its parameters.
struct GraphShape: Equatable {
  /// Nodes on each level.
  var levels: [Int]
  /// The document that was inserted first.
  var entry: Int
  /// Documents where every search begins beside the entry.
  var apart: Int

  func json(_ parameters: GraphParameters) -> JSONValue {
    var members = parameters.json.object ?? []
    members.append(("levels", .array(levels.map { JSONValue($0) })))
    members.append(("entry", JSONValue(entry)))
    members.append(("apart", JSONValue(apart)))
    return .object(members)
  }

  /// Reads it back; nil when it cannot be a graph of so many vectors.
  init?(json: JSONValue, count: Int) {
    guard let levels = json["levels"]?.array?.map(\.int), let entry = json["entry"]?.int, let apart = json["apart"]?.int,
      levels.count <= 32, levels.first == count, count < GraphParameters.most, (0...count).contains(apart),
      entry >= 0, entry < max(1, count)
    else { return nil }
    self.init(levels: levels.compactMap { $0 }, entry: entry, apart: apart)
    guard self.levels.count == levels.count, self.levels.dropFirst().allSatisfy({ $0 > 0 }) else { return nil }
    guard zip(self.levels, self.levels.dropFirst()).allSatisfy({ $0 >= $1 }) else { return nil }
  }

  init(levels: [Int], entry: Int, apart: Int) {
    self.levels = levels
    self.entry = entry
    self.apart = apart
  }
}
