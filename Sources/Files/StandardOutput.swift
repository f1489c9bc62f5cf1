/// Data for the reader of this process's standard output, unbuffered. For many small pieces use `AtomicFile(path: "-")`.
public enum StandardOutput {
  /// Writes all bytes; a reader that has gone surfaces as `FilesError.closedPipe`.
  public static func write(_ bytes: [UInt8]) throws(FilesError) {
    let descriptor = Descriptor.standardOutput()
    unsafe try bytes.span.withUnsafeBytes { (all) throws(FilesError) in
      unsafe try descriptor.write(all, target: descriptor.path)
    }
  }

  /// Writes a string's UTF-8 bytes.
  public static func write(_ string: String) throws(FilesError) { try write(Array(string.utf8)) }
}
