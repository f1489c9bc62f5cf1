internal import Bytes

/// A place in a collection between two records, from which another reading can go on.
public struct CollectionPosition: Equatable, Sendable {
  /// The file, by its place among the files.
  public var file: Int
  /// Bytes of that file before the place, after decompression.
  public var offset: Int
  /// Number, from 1, of the line that follows.
  public var line: Int
  /// Digest of everything before the place, which finds out a file that has changed since.
  public var digest: String

  /// A place.
  public init(file: Int, offset: Int, line: Int, digest: String) {
    self.file = file
    self.offset = offset
    self.line = line
    self.digest = digest
  }
}

/// What a reader remembers of the files it has read to their ends.
struct FinishedFiles {
  private var digests: [String] = []
  private(set) var byteCount = 0

  mutating func add(_ file: OpenFile) {
    digests.append(file.digest)
    byteCount += file.offset
  }

  /// Digest of the files' digests in order, with that of a file that is not read to its end, where there is one.
  func digest(goingOnWith part: String?) -> String {
    let contents = Digest()
    for digest in digests { contents.update(field: digest) }
    if let part { contents.update(field: part) }
    return contents.hex
  }
}
