internal import Files

/// Streams the documents of a collection from one or more files, in file order.
///
/// Either `next(batch:)` on one thread, or whole blocks for many: `nextBlocks`, then `parse` each block on any thread, then
/// `accept` the results in order. A final blank line is fine; other blank lines are bad records. An empty file has no documents.
public struct CollectionReader: ~Copyable {
  /// The files, folders resolved; `SourcedDocument.file` points into it.
  public let files: [String]
  /// What was skipped or replaced so far.
  public var skipped: SkippedRecords { accepted.skipped }
  /// Number of documents handed out so far.
  public var documentCount: Int { accepted.documentCount }
  private var accepted: AcceptedRecords
  private let format: CollectionFormat
  private let options: ReadingOptions
  private var fileIndex = 0
  private var open: OpenFile?
  private var finished = FinishedFiles()
  private var pending: [SourcedDocument] = []
  private var pendingStart = 0

  /// Opens every file once, so that a missing or unreadable file, or one of no known format, is an error now and not hours later.
  public init(paths: [String], format: CollectionFormat, options: ReadingOptions = ReadingOptions()) throws {
    if options.vectors != nil, ![.jsonl, .auto].contains(format) { throw CorporaError.noVectors(format: format.rawValue) }
    files = try Self.check(paths, format)
    self.format = format
    self.options = options
    accepted = AcceptedRecords(options: options)
  }

  /// Pipes and standard input can be opened only once, so they are not looked at here.
  private static func check(_ paths: [String], _ format: CollectionFormat) throws -> [String] {
    if paths.isEmpty { throw CorporaError.noInput }
    let files = try paths.map { path throws(CorporaError) in try resolveFolder(path, names: format.namesInFolder) }
    for path in files where path != "-" && (Paths.isRegularFile(path) || !Paths.exists(path)) {
      _ = try OpenFile(path: path, format: format, blockSize: 1)
    }
    return files
  }

  /// The format of a file, told by its content.
  public static func detectFormat(path: String) throws -> CollectionFormat {
    let file = try resolveFolder(path, names: CollectionFormat.auto.namesInFolder)
    return try OpenFile(path: file, format: .auto, blockSize: 1).format
  }

  /// The next documents, `count` of them unless the collection ends; empty at the end.
  public mutating func next(batch count: Int) throws -> [SourcedDocument] {
    var batch: [SourcedDocument] = []
    while batch.count < count {
      if pendingStart == pending.count {
        guard let block = try nextBlock() else { break }
        pending = try accept(block.parse())
        pendingStart = 0
      }
      let end = min(pending.count, pendingStart + count - batch.count)
      batch += pending[pendingStart..<end]
      pendingStart = end
    }
    return batch
  }

  /// The next stretches of the collection, at most `count`; empty at the end. Not to be mixed with `next(batch:)`.
  public mutating func nextBlocks(_ count: Int) throws -> [CollectionBlock] {
    var blocks: [CollectionBlock] = []
    while blocks.count < count, let block = try nextBlock() { blocks.append(block) }
    return blocks
  }

  /// Takes a parsed block in the order of `nextBlocks`: notes what was skipped and returns the documents, or throws the block's
  /// bad record.
  public mutating func accept(_ parsed: ParsedBlock) throws -> [SourcedDocument] { try accepted.accept(parsed) }

  /// Bytes read so far, after decompression.
  public var byteCount: Int { finished.byteCount + (open?.offset ?? 0) }

  /// XXH3-128 digest of the contents of all files in order, after decompression and whatever their names; complete at the end.
  public var digest: String { finished.digest(goingOnWith: nil) }

  /// Where the blocks handed out so far end.
  public var position: CollectionPosition {
    CollectionPosition(
      file: fileIndex, offset: open?.offset ?? 0, line: open?.nextLine ?? 1,
      digest: finished.digest(goingOnWith: open?.digest))
  }

  /// Goes on behind a position of an earlier reading of the same files. What stands before it is read again, for the digest, but not
  /// parsed. Precondition: nothing was read yet.
  /// - Returns: false when the files hold something else before the position; the reader is of no use then.
  public mutating func skip(to position: CollectionPosition) throws -> Bool {
    while fileIndex < position.file {
      guard let file = try currentFile() else { return false }
      while try file.next() != nil {}
      finish(file)
    }
    // At the beginning of a file there is nothing to skip, and no need to open it.
    if position.offset > 0 {
      guard let file = try currentFile(), try file.skip(to: position.offset, line: position.line) else { return false }
    }
    return self.position.digest == position.digest
  }

  /// Bytes of the stored files, however compressed, that were used up, and of all of them; nil when one is no regular file.
  public var stored: (used: Int, total: Int)? {
    var sizes: [Int] = []
    for path in files {
      guard path != "-", let size = Paths.byteCount(path) else { return nil }
      sizes.append(size)
    }
    let used = sizes.prefix(fileIndex).reduce(0, +) + (open?.reader.storedOffset ?? 0)
    return (used, sizes.reduce(0, +))
  }

  private mutating func nextBlock() throws -> CollectionBlock? {
    while true {
      guard let file = try currentFile() else { return nil }
      if let block = try file.next() {
        return CollectionBlock(bytes: block, file: fileIndex, path: files[fileIndex], format: file.format, options: options)
      }
      finish(file)
    }
  }

  private mutating func finish(_ file: OpenFile) {
    finished.add(file)
    fileIndex += 1
    open = nil
  }

  private mutating func currentFile() throws -> OpenFile? {
    if let open { return open }
    guard fileIndex < files.count else { return nil }
    let file = try OpenFile(path: files[fileIndex], format: format, blockSize: options.blockSize)
    if options.vectors != nil, file.format != .jsonl { throw CorporaError.noVectors(format: file.format.rawValue) }
    open = file
    return open
  }
}
