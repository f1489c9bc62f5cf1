internal import Bytes
internal import Dense
internal import Storage

/// Vectors on their way into a set: rows of float32 in document order, in files of the staging folder that are committed now and then.
final class StagedVectors {
  /// Bytes of rows handed over at a time when they are taken out again.
  private static let pieceBytes = 4 << 20

  /// One committed file.
  fileprivate struct Batch {
    var count: Int
    var file: StagedFile
  }

  /// Numbers a row.
  let dimension: Int
  private let staging: Staging
  private var batches: [Batch]
  private var writer: StagedFileWriter?
  /// Rows, the ones that are not committed yet included.
  private(set) var count: Int
  /// Rows that outlive the process.
  private(set) var committed: Int

  /// Goes on behind what is committed.
  init(_ staging: Staging, dimension: Int) throws {
    self.staging = staging
    self.dimension = dimension
    batches = try staging.batches.map { try Batch($0, dimension: dimension, folder: staging.path) }
    committed = batches.reduce(0) { $0 + $1.count }
    count = committed
  }

  /// Bytes of the committed files.
  var byteCount: Int { batches.reduce(0) { $0 + $1.file.byteCount } }

  /// Adds rows.
  func append(_ rows: [Float]) throws {
    let file = try writer ?? staging.create("vectors-\(batches.count)")
    writer = file
    try file.write(unsafe rows.span.bytes)
    count += rows.count / dimension
  }

  /// Makes what was added since the last commit part of the build for good.
  func commit() throws {
    guard let file = writer else { return }
    writer = nil
    let batch = Batch(count: count - committed, file: try file.finish(durably: true))
    try staging.commit(batch.json)
    batches.append(batch)
    committed = count
  }

  /// Hands over all committed rows in order, some at a time; their bytes are compared with the journal's digests on the way.
  func forEachPiece(_ body: ([Float]) throws -> Void) throws {
    let size = max(1, Self.pieceBytes / (4 * dimension)) * dimension
    for batch in batches {
      let file = try staging.open(batch.file)
      let floats = file.floats
      for start in stride(from: 0, to: floats.count, by: size) {
        let piece = floats.extracting(start..<min(start + size, floats.count))
        try body(piece.indices.map { piece[$0] })
      }
    }
  }
}

extension StagedVectors.Batch {
  /// As the journal keeps it.
  var json: JSONValue { ["rows": JSONValue(count), "file": file.json, "names": [JSONValue(file.name)]] }

  /// Reads a batch back.
  init(_ json: JSONValue, dimension: Int, folder: String) throws {
    guard let count = json["rows"]?.int, let file = StagedFile(json["file"]), count > 0,
      file.byteCount.isMultiple(of: 4 * dimension), file.byteCount / (4 * dimension) == count
    else { throw StorageError.damagedStaging(path: folder, reason: "its journal says nothing sensible of a batch of vectors") }
    self.init(count: count, file: file)
  }
}
