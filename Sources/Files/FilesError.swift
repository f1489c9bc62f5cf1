/// What can go wrong with a file. The description says what happened, where, and what to do next.
public enum FilesError: Error, Equatable {
  /// The file could not be opened; `reason` is the system's.
  case cannotOpen(path: String, reason: String, advice: String)
  /// Reading failed at a byte offset of the stored (perhaps compressed) file.
  case cannotRead(path: String, offset: Int, reason: String)
  /// Compressed data ends in the middle; `offset` is the length of the stored file.
  case truncated(path: String, compression: Compression, offset: Int)
  /// Compressed data that does not decode, near a byte offset of the stored file.
  case corrupt(path: String, compression: Compression, offset: Int, reason: String)
  /// Writing failed; the old file, if any, is untouched.
  case cannotWrite(path: String, reason: String)
  /// The disk (or the quota) is full; the old file, if any, is untouched.
  case diskFull(path: String)
  /// The reader of standard output has gone (`| head`). A command ends quietly on it.
  case closedPipe
}

extension FilesError: CustomStringConvertible {
  /// What happened, where, and what to do.
  public var description: String {
    switch self {
    case .cannotOpen(let path, let reason, let advice):
      return "cannot open \(path): \(reason); \(advice)"
    case .cannotRead(let path, let offset, let reason):
      return "cannot read \(path) at byte \(offset): \(reason)"
    case .truncated(let path, let compression, let offset):
      return "\(path) is cut short: its \(compression.rawValue) data ends in the middle, at byte \(offset);"
        + " fetch or make the file again"
    case .corrupt(let path, let compression, let offset, let reason):
      return "\(path) is damaged: its \(compression.rawValue) data is wrong near byte \(offset) (\(reason));"
        + " fetch or make the file again"
    case .cannotWrite(let path, let reason):
      return "cannot write \(path): \(reason); nothing was changed"
    case .diskFull(let path):
      return "cannot write \(path): the disk is full; a file that stood there before is unchanged;"
        + " free some space and run the command again"
    case .closedPipe:
      return "the reader of standard output has closed it"
    }
  }
}
