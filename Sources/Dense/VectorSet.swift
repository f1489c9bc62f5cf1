public import Bytes
public import Storage
internal import Tensors

/// The vectors of a set, read from the map. Immutable.
public final class VectorSet: Sendable {
  /// Name of the set.
  public let name: ByteString
  /// Size, store, metric and encoder.
  public let description: VectorSetDescription
  /// Where the rows stand.
  public let layout: VectorLayout
  let slabs: [MappedExtent]
  let codes: [MappedExtent]
  let graph: MappedGraph?

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
    guard description.dimension <= VectorLayout.widest else {
      throw DenseError.damaged(set: name.text, reason: "no set has vectors of \(description.dimension) numbers")
    }
    self.name = name
    self.description = description
    layout = VectorLayout(store: description.store, dimension: description.dimension)
    slabs = try snapshot.extents(of: .dense, name: name)
    codes = description.hasCodes ? try snapshot.extents(of: .dense, name: Self.codesName(name)) : []
    let count = description.count
    graph = try description.graph.map { try MappedGraph(snapshot, name: name, json: $0, count: count) }
    try check(slabs, "slab", rowsPerSlab: layout.rowsPerSlab) { layout.slabBytes(rows: $0) }
    if description.hasCodes {
      let layout = CodesLayout(dimension: description.dimension)
      try check(codes, "slab of codes", rowsPerSlab: layout.rowsPerSlab) { layout.slabBytes(rows: $0) }
    }
  }

  /// Under which name the codes of a set stand.
  package static func codesName(_ name: ByteString) -> ByteString { ByteString(name.bytes + [1] + Array("codes".utf8)) }

  /// - Throws: `DenseError.name` for a name that is empty or long or has control characters, which keys put between a name and what belongs to it.
  public static func check(name: ByteString) throws(DenseError) {
    guard (1...400).contains(name.count), !name.bytes.contains(where: { $0 < 0x20 || $0 == 0x7f }) else { throw .name(name.text) }
  }

  private func check(_ slabs: [MappedExtent], _ noun: String, rowsPerSlab: Int, _ bytes: (Int) -> Int) throws {
    var next = 0
    for (number, slab) in slabs.enumerated() {
      guard slab.key.number == number, slab.firstItem == UInt64(next), (1...rowsPerSlab).contains(slab.itemCount),
        number == slabs.count - 1 || slab.itemCount == rowsPerSlab, slab.byteCount == bytes(slab.itemCount)
      else {
        throw DenseError.damaged(set: name.text, reason: "\(noun) \(slab.key.number) does not continue the one before")
      }
      next += slab.itemCount
    }
    guard next == description.count else {
      throw DenseError.damaged(set: name.text, reason: "\(next) rows in \(noun)s where the manifest says \(description.count)")
    }
  }

  /// The vector of a document, as searches see it. Precondition: the number is below `description.count`.
  public func vector(of document: Int) -> [Float] {
    precondition(document >= 0 && document < description.count)
    let row = document % layout.rowsPerSlab, slab = slabs[document / layout.rowsPerSlab]
    let portable = InstructionSet.available[InstructionSet.available.count - 1]
    return unsafe [Float](unsafeUninitializedCapacity: layout.dimension) { numbers, count in
      guard let target = numbers.baseAddress else { return }
      unsafe VectorKernels(portable).decode(slab, row..<row + 1, layout, into: target)
      count = layout.dimension
    }
  }
}
