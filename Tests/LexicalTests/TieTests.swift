import Bytes
import Lexical
import Storage
import TestSupport
import Testing

@Suite struct `ties` {
  @Test func `equal scores come in the byte order of external ids`() throws {
    let folder = try TemporaryFolder()
    var documents = DocumentWriter()
    var builder = LexicalBuilder(threads: 1)
    try builder.add(Array(repeating: Array("same words".utf8), count: 300))
    var writer = try StoreWriter(folder: folder.path)
    for number in 0..<300 {
      try documents.add(id: ByteString("\(number)"), text: [], at: DocumentPosition(file: 0, line: number), into: &writer)
    }
    _ = try documents.finish(into: &writer)
    _ = try builder.finish(into: &writer)
    try writer.publish(Manifest())
    let index = try LexicalIndex(Snapshot(folder: folder.path))
    let expected = (0..<300).map { ByteString("\($0)") }.sorted()
    for method in SearchMethod.allCases {
      let hits = try index.search(Array("word".utf8), hits: 120, method: method)
      #expect(hits.map { ByteString("\($0.document.value)") } == Array(expected.prefix(120)))
    }
  }
}
