public import Bytes

/// Everything that can go wrong with an index on disk, with the values needed to say where and what to do next.
public enum StorageError: Error, Equatable, Sendable {
  /// The index folder does not exist.
  case folderMissing(path: String)
  /// The path exists and is not a folder.
  case notAFolder(path: String)
  /// The folder holds nothing at all.
  case emptyFolder(path: String)
  /// The folder (or its `winnow.mdb`) holds something that is not a Winnow index.
  case notAnIndex(path: String, reason: String)
  /// Only a half-built file is there: a build is running or was interrupted.
  case halfBuilt(path: String)
  /// The index was written in another format version.
  case otherFormat(path: String, found: Int, supported: Int)
  /// The file is shorter than its own header says.
  case truncated(path: String, bytes: Int, needed: Int)
  /// Something inside contradicts itself or its checksum.
  case damaged(path: String, key: ExtentKey?, reason: String)
  /// A file of an unfinished build is not what the build's journal says.
  case damagedStaging(path: String, reason: String)
  /// An extent that must be there is not.
  case missingExtent(path: String, key: ExtentKey)
  /// Another writer holds the folder.
  case locked(path: String, process: Int?)
  /// The disk (or the quota) is full.
  case diskFull(path: String, key: ExtentKey?, reason: String)
  /// The address space reserved for the store is used up.
  case mapFull(path: String, key: ExtentKey?, mapBytes: Int)
  /// A call to the operating system failed.
  case system(path: String, doing: String, reason: String)
  /// LMDB refused something.
  case lmdb(path: String, key: ExtentKey?, doing: String, reason: String)
  /// An extent cannot be stored under this key, or not in this order; a mistake of the caller.
  case badExtent(path: String, key: ExtentKey, reason: String)
  /// An external id came twice; positions are those given to `DocumentWriter.add`.
  case duplicateDocument(id: ByteString, first: DocumentPosition, second: DocumentPosition)
  /// A document cannot be stored.
  case badDocument(id: ByteString, position: DocumentPosition, reason: String)
}

extension StorageError: CustomStringConvertible {
  /// What went wrong, where, and what to do next.
  public var description: String {
    switch self {
    case .folderMissing, .notAFolder, .emptyFolder, .notAnIndex, .halfBuilt, .otherFormat, .truncated:
      return openingDescription
    case .damaged, .damagedStaging, .missingExtent, .lmdb, .badExtent:
      return extentDescription
    case .locked, .diskFull, .mapFull, .system:
      return writingDescription
    case .duplicateDocument, .badDocument:
      return documentDescription
    }
  }

  private var openingDescription: String {
    switch self {
    case .folderMissing(let path): "\(path): there is no such folder; build an index there with `winnow index`"
    case .notAFolder(let path): "\(path): not a folder; give the folder that holds \(IndexFolder.storeName)"
    case .emptyFolder(let path): "\(path): the folder is empty; build an index there with `winnow index`"
    case .notAnIndex(let path, let reason): "\(path): not a Winnow index: \(reason)"
    case .halfBuilt(let path):
      "\(path): holds only a half-built index; wait for the build that is running, or run `winnow index` again"
    case .otherFormat(let path, let found, let supported):
      "\(path): the index has format version \(found), this Winnow reads version \(supported); rebuild it with `winnow index --overwrite`"
    case .truncated(let path, let bytes, let needed):
      "\(path): the file has \(bytes) bytes where its header asks for \(needed): it was cut short; copy it again or rebuild it"
    default: ""
    }
  }

  private var extentDescription: String {
    switch self {
    case .damaged(let path, let key, let reason):
      "\(path)\(StorageError.place(key)): damaged: \(reason); restore the file from a copy or rebuild the index"
    case .damagedStaging(let path, let reason):
      "\(path): damaged: \(reason); remove the folder \(StorageError.stagingName(in: path)) and run `winnow index` again"
    case .missingExtent(let path, let key): "\(path), key \(key): the index has no such part"
    case .lmdb(let path, let key, let doing, let reason): "\(path)\(StorageError.place(key)): \(doing) failed: \(reason) (LMDB)"
    case .badExtent(let path, let key, let reason): "\(path), key \(key): cannot be stored: \(reason)"
    default: ""
    }
  }

  private var writingDescription: String {
    switch self {
    case .locked(let path, let process):
      "\(path): another writer\(process.map { " (process \($0))" } ?? "") is building this index; wait for it or stop it"
    case .diskFull(let path, let key, let reason):
      "\(path)\(StorageError.place(key)): no room on the disk (\(reason)); nothing that was published is changed: make room and run it again"
    case .mapFull(let path, let key, let mapBytes):
      "\(path)\(StorageError.place(key)): the \(mapBytes) bytes of address space the system granted are full; raise `ulimit -v` and run it again"
    case .system(let path, let doing, let reason): "\(path): \(doing): \(reason)\(StorageError.advice(reason))"
    default: ""
    }
  }

  private var documentDescription: String {
    switch self {
    case .duplicateDocument(let id, let first, let second):
      "document id '\(id)' at \(second) was already used at \(first); ids must be unique in a collection"
    case .badDocument(let id, let position, let reason): "document '\(id)' at \(position): \(reason)"
    default: ""
    }
  }

  private static func stagingName(in path: String) -> String {
    path.contains(IndexFolder.vectorStagingName) ? IndexFolder.vectorStagingName : IndexFolder.stagingName
  }

  /// What to do about the system's two commonest refusals.
  private static func advice(_ reason: String) -> String {
    switch reason {
    case "Permission denied": "; ask for the right to it, or use another folder"
    case "Read-only file system": "; use a folder that can be written"
    default: ""
    }
  }

  private static func place(_ key: ExtentKey?) -> String { key.map { ", key \($0)" } ?? "" }
}
