import Corpora
import Files
import Foundation
import Ranking
import TestSupport

/// Writing inputs into a temporary folder.
struct Scratch {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  var path: String { folder.path }

  /// Writes a file through `AtomicFile`, so `.gz` and `.zst` names are compressed; returns its path.
  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    var file = try AtomicFile(path: folder.file(name))
    try file.write(bytes)
    try file.commit()
    return folder.file(name)
  }

  func file(_ name: String, _ text: String) throws -> String { try file(name, Array(text.utf8)) }
}

/// What reading a collection gave.
struct Reading {
  var documents: [SourcedDocument] = []
  var skipped = SkippedRecords()
  var digest = ""

  var ids: [String] { documents.map(\.document.id.text) }
  var texts: [String] { documents.map { String(decoding: $0.document.text, as: UTF8.self) } }
  var lines: [Int] { documents.map(\.line) }
}

func read(
  _ paths: [String], _ format: CollectionFormat = .auto, _ options: ReadingOptions = ReadingOptions(), batch: Int = 1000
) throws -> Reading {
  var reader = try CollectionReader(paths: paths, format: format, options: options)
  var reading = Reading()
  while case let batch = try reader.next(batch: batch), !batch.isEmpty { reading.documents += batch }
  reading.skipped = reader.skipped
  reading.digest = reader.digest
  return reading
}

func read(_ path: String, _ format: CollectionFormat = .auto, _ options: ReadingOptions = ReadingOptions()) throws -> Reading {
  try read([path], format, options)
}

/// The message of the error that some work ends with, with the scratch folder's path left out.
func message(_ scratch: Scratch, _ work: () throws -> Void) -> String {
  do {
    try work()
    return "no error"
  } catch {
    return "\(error)".replacingOccurrences(of: scratch.path + "/", with: "").replacingOccurrences(
      of: scratch.path, with: "FOLDER")
  }
}

/// The lines of an MS MARCO collection.
func tabSeparated(_ documents: [Document]) -> [UInt8] {
  var bytes: [UInt8] = []
  for document in documents { bytes += document.id.bytes + [9] + document.text + [10] }
  return bytes
}

extension SeededGenerator {
  /// One of some items.
  mutating func pick<Item>(_ items: [Item]) -> Item { items[Int.random(in: 0..<items.count, using: &self)] }
}

/// A file's bytes as they are stored, compressed or not.
func readStored(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }
