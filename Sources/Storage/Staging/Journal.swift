internal import Bytes
internal import Glibc

/// The journal of an unfinished build: what was done for good, a record a line.
///
/// A line is 16 hexadecimal digits (XXH3-64 of what follows them), a space, a JSON text, a line feed. A record counts from the moment it
/// is synced. Whatever stands behind the last whole record, such as the torn line of a killed process, never happened.
final class Journal {
  private let path: String
  private let descriptor: Int32
  private var byteCount: Int
  /// The records, oldest first.
  private(set) var records: [JSONValue]

  /// Opens or creates a journal and cuts off a torn tail.
  init(path: String) throws {
    self.path = path
    let text = try Self.contents(path)
    (records, byteCount) = Self.parse(text)
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw systemError(path: path, doing: "opening the journal of the build") }
    if text.count > byteCount, ftruncate(descriptor, off_t(byteCount)) != 0 {
      throw systemError(path: path, doing: "cutting off what a killed build left")
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  private static func contents(_ path: String) throws -> [UInt8] {
    guard let file = try ReadableFile(path: path) else { return [] }
    return try file.read(at: 0, count: file.byteCount)
  }

  /// The whole records at the beginning and how many bytes they take.
  static func parse(_ text: [UInt8]) -> (records: [JSONValue], byteCount: Int) {
    var records: [JSONValue] = []
    var start = 0
    while let end = text[start...].firstIndex(of: 10), let record = record(text[start..<end]) {
      records.append(record)
      start = end + 1
    }
    return (records, start)
  }

  private static func record(_ line: ArraySlice<UInt8>) -> JSONValue? {
    let json = Array(line.dropFirst(17))
    guard !json.isEmpty, line.prefix(17).elementsEqual(check(json)) else { return nil }
    return try? JSONValue(parsing: json)
  }

  /// What stands before a JSON text on its line.
  private static func check(_ json: [UInt8]) -> [UInt8] {
    let digits = String(Digest.checksum(json.raw), radix: 16)
    return Array((String(repeating: "0", count: 16 - digits.count) + digits + " ").utf8)
  }

  private static func line(_ record: JSONValue) -> [UInt8] {
    let json = record.serialized()
    return check(json) + json + [10]
  }

  /// Adds a record for good: afterwards it is on the disk. A record that could not be written leaves nothing behind.
  func append(_ record: JSONValue) throws {
    let line = Self.line(record)
    do {
      try FileSystem.write(line.raw, to: descriptor, path: path)
      if fsync(descriptor) != 0 { throw systemError(path: path, doing: "syncing the journal of the build") }
    } catch {
      _ = ftruncate(descriptor, off_t(byteCount))
      throw error
    }
    byteCount += line.count
    records.append(record)
  }
}
