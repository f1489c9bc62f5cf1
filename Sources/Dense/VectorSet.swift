public import Bytes
public import Storage

/// The vectors of a set, read from the map. Immutable.
public final class VectorSet: Sendable {
  /// Name of the set.
  public let name: ByteString
  /// Size and encoder.
  public let description: VectorSetDescription
  let slabs: [MappedExtent]

  /// Opens a set.
  /// - Throws: `DenseError.noSuchSet` with the known names, `.damaged` when slabs and manifest disagree.
  public init(_ snapshot: Snapshot, name: ByteString) throws {
    let known = snapshot.manifest.dense.object ?? []
    guard let json = known.first(where: { $0.key == name })?.value else {
      throw DenseError.noSuchSet(name: name.text, known: known.map(\.key.text))
    }
    guard let description = VectorSetDescription(json: json) else {
      throw DenseError.damaged(set: name.text, reason: "the manifest's entry is incomplete")
    }
    self.name = name
    self.description = description
    slabs = try snapshot.extents(of: .dense, name: name)
    try check()
  }

  private func check() throws {
    var next = 0
    for slab in slabs {
      let (bytes, overflow) = MemoryLayout<Float>.size.multipliedReportingOverflow(by: description.dimension)
      guard slab.firstItem == UInt64(next), !overflow, slab.byteCount / bytes == slab.itemCount, slab.byteCount % bytes == 0
      else {
        throw DenseError.damaged(set: name.text, reason: "slab \(slab.key.number) does not continue the one before")
      }
      next += slab.itemCount
    }
    guard next == description.count else {
      throw DenseError.damaged(set: name.text, reason: "\(next) vectors where the manifest says \(description.count)")
    }
  }

  /// The vector of a document. Precondition: the number is below `description.count`.
  public func vector(of document: Int) -> [Float] {
    precondition(document >= 0 && document < description.count)
    let slab = slabs[slabNumber(holding: document)]
    let floats = slab.floats
    let start = (document - Int(slab.firstItem)) * description.dimension
    return (start..<start + description.dimension).map { floats[$0] }
  }

  /// The last slab that begins at a document or before it.
  private func slabNumber(holding document: Int) -> Int {
    var (low, high) = (0, slabs.count)
    while low < high {
      let middle = (low + high) / 2
      if slabs[middle].firstItem <= UInt64(document) { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }
}
