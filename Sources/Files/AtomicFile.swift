/// A file being written beside its target and renamed to it at `commit`: readers see the old file or the whole new one.
///
/// Dropped without a commit it leaves nothing behind. `.gz` and `.zst` names are compressed. "-" is standard output, and
/// devices and pipes (`/dev/null`) are written straight. A symbolic link keeps pointing where it did.
public struct AtomicFile: ~Copyable {
  private let output: PendingOutput

  /// Begins writing. Fails when the folder does not exist or cannot be written.
  public init(path: String) throws(FilesError) {
    output = try PendingOutput(path: path)
  }

  /// Appends bytes.
  public mutating func write(_ bytes: [UInt8]) throws(FilesError) {
    unsafe try output.append(bytes.span.bytes)
  }

  /// Appends bytes.
  public mutating func write(_ bytes: ArraySlice<UInt8>) throws(FilesError) {
    unsafe try output.append(bytes.span.bytes)
  }

  /// Appends bytes.
  public mutating func write(_ bytes: RawSpan) throws(FilesError) {
    try output.append(bytes)
  }

  /// Appends a string's UTF-8 bytes.
  public mutating func write(_ string: String) throws(FilesError) {
    unsafe try output.append(string.utf8.span.bytes)
  }

  /// Forces everything to the disk and gives the file its name.
  public consuming func commit() throws(FilesError) {
    try output.commit()
  }

  /// Removes the temporary files of all writers not yet committed. For a command that is being interrupted.
  public static func removeUnfinished() { UnfinishedFiles.removeAll() }
}
