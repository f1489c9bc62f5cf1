/// How to treat what is wrong in an input.
public struct ReadingOptions: Equatable, Sendable {
  /// Skip bad records, counting and reporting them, instead of stopping at the first.
  public var skipBad: Bool
  /// Put U+FFFD for each maximal part that is not UTF-8 (as Unicode section 3.9 and Java's decoder do) instead of refusing it.
  public var replaceInvalidUTF8: Bool
  /// Read the field `vector` of every record (JSONL only), its weights as this says; nil: texts alone.
  public var vectors: ImpactRule?
  /// Bytes of a file parsed at a time by one thread.
  public var blockSize: Int

  /// By default the first bad record is an error and nothing is replaced.
  public init(
    skipBad: Bool = false, replaceInvalidUTF8: Bool = false, vectors: ImpactRule? = nil, blockSize: Int = 1 << 20
  ) {
    self.skipBad = skipBad
    self.replaceInvalidUTF8 = replaceInvalidUTF8
    self.vectors = vectors
    self.blockSize = blockSize
  }
}
