internal import Bytes
internal import Dense
internal import Storage

/// States of a graph that is being built, in the staging folder: each is whole and takes the place of the one before.
struct GraphImages {
  private let staging: Staging

  init(_ staging: Staging) { self.staging = staging }

  /// The file of the last state.
  private var last: StagedFile? { staging.batches.last.flatMap { StagedFile($0["file"]) } }

  /// Puts the last committed state into a builder. Returns false when there is none.
  func resume(_ builder: GraphBuilder) throws -> Bool {
    guard let batch = staging.batches.last else { return false }
    guard let file = StagedFile(batch["file"]) else {
      throw StorageError.damagedStaging(path: staging.path, reason: "its journal says nothing sensible of a graph")
    }
    // A kill between a commit and the removal of the state before leaves both.
    for old in staging.batches.dropLast().compactMap({ StagedFile($0["file"]) }) { staging.remove(old) }
    let image = try staging.open(file)
    do { try builder.resume(from: image.bytes) } catch let DenseError.damagedImage(reason) { throw image.damaged(reason) }
    return true
  }

  /// Makes the builder's state the one to go on from.
  func commit(_ builder: GraphBuilder) throws {
    let before = last
    let writer = try staging.create("graph-\(staging.batches.count)")
    try builder.forEachImagePart { try writer.write($0) }
    let file = try writer.finish(durably: true)
    try staging.commit(["inserted": JSONValue(builder.inserted), "file": file.json, "names": [JSONValue(file.name)]])
    if let before { staging.remove(before) }
  }
}
