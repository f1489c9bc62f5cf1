internal import Bytes

extension Snapshot {
  /// Reads the whole index and checks every checksum, the order of keys, the counts of the manifest and the order of ids.
  /// - Parameter progress: told the bytes of payload read so far, after each extent.
  /// - Throws: the first `StorageError` found, with the key of the extent.
  public func verify(progress: (_ bytes: Int) -> Void = { _ in }) throws {
    let seal = Digest()
    var extents = 0
    var bytes = 0
    try forEachExtent { extent in
      try extent.verify()
      if extent.key.part != .manifest {
        extents += 1
        seal.add(key: extent.key.encoded, header: extent.header)
      }
      bytes += extent.byteCount
      progress(bytes)
      return true
    }
    guard extents == manifest.contents.extents, seal.hex == manifest.contents.digest else {
      throw StorageError.damaged(
        path: environment.path, key: nil,
        reason: "its \(extents) extents are not the \(manifest.contents.extents) the manifest seals")
    }
    let hasDocuments = try extent(ExtentKey(.documents, DocumentLayout.identifiers)) != nil
    if hasDocuments || manifest.documents["count"] != nil { try DocumentStore(self).verify() }
  }

  /// XXH3-128 over all keys, headers and payloads in order, the manifest's included: equal for indexes of equal content,
  /// whatever the file's pages look like. 32 hexadecimal digits.
  public func contentDigest() throws -> String {
    let digest = Digest()
    try forEachExtent { extent in
      digest.add(key: extent.key.encoded, header: extent.header)
      digest.update(extent.bytes)
      return true
    }
    return digest.hex
  }
}
