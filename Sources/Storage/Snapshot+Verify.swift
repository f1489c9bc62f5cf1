public import Bytes

extension Snapshot {
  /// Reads the whole index and checks every checksum, the order of keys, the content digest and the order of ids.
  /// - Parameter progress: told the bytes of payload read so far, after each extent.
  /// - Throws: the first `StorageError` found, with the key of the extent.
  public func verify(progress: (_ bytes: Int) -> Void = { _ in }) throws {
    var bytes = 0
    let found = try contents { extent in
      try extent.verify()
      bytes += extent.byteCount
      progress(bytes)
    }
    guard found == manifest.contents else {
      throw StorageError.damaged(
        path: environment.path, key: nil,
        reason: "its \(found.extents) extents with the digest \(found.digest) are not the \(manifest.contents.extents) with "
          + "\(manifest.contents.digest) that the manifest names")
    }
    let hasDocuments = try extent(ExtentKey(.documents, DocumentLayout.identifiers)) != nil
    if hasDocuments || manifest.documents["count"] != nil { try DocumentStore(self).verify() }
  }

  /// The content digest, made anew: XXH3-128 over all keys, headers and payloads in key order, the manifest's own left out. 32
  /// hexadecimal digits; those in `manifest.contents`, unless the file is damaged.
  public func contentDigest() throws -> String { try contents { _ in }.digest }

  /// A digest of a part, or of one name in it, by the headers of its extents alone, which hold a checksum of every payload: equal for parts
  /// of equal content. 32 hexadecimal digits.
  public func digest(of part: Part, name: ByteString? = nil) throws -> String {
    let digest = Digest()
    for key in try keys(of: part, name: name) {
      let extent = try require(key)
      digest.update(key.encoded)
      digest.update(extent.header)
    }
    return digest.hex
  }

  /// Counts and digests all extents but the manifest, after `visit` has seen each, the manifest too.
  private func contents(_ visit: (MappedExtent) throws -> Void) throws -> Manifest.Contents {
    let digest = Digest()
    var extents = 0
    try forEachExtent { extent in
      try visit(extent)
      if extent.key.part != .manifest {
        extents += 1
        digest.add(key: extent.key.encoded, header: extent.header, payload: extent.bytes)
      }
      return true
    }
    return Manifest.Contents(extents: extents, digest: digest.hex)
  }
}
