internal import Bytes
internal import Files
internal import Ranking

/// Digests of inputs as they were understood, so that standard input and files are treated alike.
enum InputDigest {
  /// Of queries: ids, texts and vectors in order.
  static func of(_ queries: [Query]) -> String {
    let digest = Digest()
    for query in queries {
      digest.update(UInt64(query.id.count))
      digest.update(query.id.bytes)
      digest.update(UInt64(query.text.count))
      digest.update(query.text)
      guard let vector = query.vector else { continue }
      digest.update(UInt64.max)  // no text has this length
      digest.update(UInt64(vector.count))
      for term in vector {
        digest.update(UInt64(term.term.count))
        digest.update(term.term.bytes)
        digest.update(UInt64(term.weight.bitPattern))
      }
    }
    return digest.hex
  }

  /// Of a run: queries, documents and scores in order.
  static func of(_ run: Run) -> String {
    let digest = Digest()
    for ranking in run.rankings {
      digest.update(UInt64(ranking.query.count))
      digest.update(ranking.query.bytes)
      digest.update(UInt64(ranking.documents.count))
      for row in ranking.documents {
        digest.update(UInt64(row.id.count))
        digest.update(row.id.bytes)
        digest.update(row.score.bitPattern)
      }
    }
    return digest.hex
  }

  /// Of a file that is read twice, which neither standard input nor another pipe can be: the second time it would be empty.
  static func ofFile(_ path: String, _ what: String) throws -> String {
    guard path != "-" else {
      throw PipelinesError.input(reason: "\(what) is read twice, so it must be a file, not standard input")
    }
    guard !Paths.exists(path) || Paths.isFolder(path) || Paths.isRegularFile(path) else {
      throw PipelinesError.input(reason: "\(what) is read twice, so it must be a file; \(path) is a pipe or a device")
    }
    return try contentDigest(path: path)
  }
}
