internal import Storage

/// Finished extents of terms, which come behind the postings in the store: held in memory up to a limit, the others in a file.
struct PendingTerms {
  private enum Place {
    case memory([UInt8])
    case file(offset: Int, count: Int)
  }

  private let limit: Int
  private let path: String
  private var heldBytes = 0
  private var extents: [(place: Place, terms: Int)] = []
  private var file: RunOutput?
  /// Terms in all extents.
  private(set) var terms = 0

  /// Extents of which at most `limit` bytes are held; `path` is a file that exists only while this does.
  init(limit: Int = .max, path: String = "") {
    self.limit = limit
    self.path = path
  }

  /// Adds an extent of so many terms.
  mutating func append(_ payload: [UInt8], terms count: Int) throws {
    terms += count
    if heldBytes + payload.count <= limit {
      heldBytes += payload.count
      extents.append((.memory(payload), count))
      return
    }
    let output = try file ?? RunOutput(path: path)
    file = output
    extents.append((.file(offset: output.byteCount, count: payload.count), count))
    try output.write(payload)
  }

  /// Writes all of them.
  consuming func write(into writer: inout StoreWriter) throws {
    let map = try file.map { _ in try MappedRun(path: path) }
    var first = 0
    for (number, extent) in extents.enumerated() {
      let key = LexicalExtents.terms(UInt32(number))
      switch extent.place {
      case .memory(let payload):
        try writer.append(key, firstItem: UInt64(first), itemCount: extent.terms, payload: payload)
      case .file(let offset, let count):
        let bytes = map?.bytes.part(offset, count) ?? .empty
        let payload = unsafe RawSpan(_unsafeStart: bytes.start, byteCount: bytes.count)
        try writer.append(key, firstItem: UInt64(first), itemCount: extent.terms, payload: payload)
      }
      first += extent.terms
    }
  }
}
