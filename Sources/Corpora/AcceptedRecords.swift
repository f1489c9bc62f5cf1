/// Counts what comes out of parsed blocks, taken in the order of the collection.
public struct AcceptedRecords: Sendable {
  /// What was skipped or replaced so far.
  public private(set) var skipped: SkippedRecords
  /// Number of documents so far.
  public private(set) var documentCount = 0
  private let skipBad: Bool

  /// Begins behind records of which some were skipped.
  public init(options: ReadingOptions, skipped: SkippedRecords = SkippedRecords()) {
    skipBad = options.skipBad
    self.skipped = skipped
  }

  /// The documents of the next block.
  /// - Throws: `CorporaError.badRecord` for its first bad record, unless bad ones are skipped.
  public mutating func accept(_ parsed: ParsedBlock) throws -> [SourcedDocument] {
    if !skipBad, let bad = parsed.problems.first { throw CorporaError.badRecord(bad) }
    for problem in parsed.problems { skipped.add(problem) }
    skipped.replaced += parsed.replaced
    documentCount += parsed.documents.count
    return parsed.documents
  }
}
