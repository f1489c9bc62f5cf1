internal import Bytes
internal import Files
internal import Foundation

/// `training.jsonl`: an object a line, for every so many steps and for every evaluation, in the order of the steps.
///
/// Lines are written as they come, so that a killed training has all but perhaps the last; one that is resumed drops those behind its
/// checkpoint.
final class TrainingLog {
  private let path: String
  private let handle: FileHandle

  /// Opens a log to append to, keeping the lines up to and with a step.
  init(path: String, upTo step: Int) throws {
    self.path = path
    var kept: [UInt8] = []
    if step > 0, Paths.exists(path) {
      for line in try TrainingLog.lines(of: path) where (line["step"]?.int ?? .max) <= step { kept += line.serialized() + [10] }
    }
    var file = try AtomicFile(path: path)
    try file.write(kept)
    try file.commit()
    guard let handle = FileHandle(forWritingAtPath: path) else {
      throw PipelinesError.input(reason: "\(path) cannot be written; ask for the right to")
    }
    _ = try handle.seekToEnd()
    self.handle = handle
  }

  /// Adds a line.
  func append(_ members: [(key: ByteString, value: JSONValue)]) throws {
    do { try handle.write(contentsOf: Data(JSONValue.object(members).serialized() + [10])) } catch {
      throw FilesError.diskFull(path: path)
    }
  }

  /// All whole lines of a log; a last one that was cut is left out.
  static func lines(of path: String) throws -> [JSONValue] {
    var reader = try LineReader(path: path)
    var lines: [JSONValue] = []
    while let line = try reader.next() {
      if let value = try? JSONValue(parsing: line.bytes) { lines.append(value) }
    }
    return lines
  }

  deinit { try? handle.close() }
}
