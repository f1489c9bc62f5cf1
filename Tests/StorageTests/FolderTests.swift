import Bytes
import Foundation
import Storage
import TestSupport
import Testing

@Suite struct FolderTests {
  private func failure(_ path: String) -> StorageError? {
    do { _ = try Snapshot(folder: path) } catch let error as StorageError { return error } catch { Issue.record(error) }
    return nil
  }

  @Test func `each folder that is no index has its own error`() throws {
    let folder = try TemporaryFolder()
    #expect(failure(folder.file("none")) == .folderMissing(path: folder.file("none")))
    #expect(failure(folder.path) == .emptyFolder(path: folder.path))
    try folder.write([], to: "writer.lock")
    #expect(failure(folder.path) == .emptyFolder(path: folder.path))
    try folder.write([1], to: "notes.txt")
    #expect(failure(folder.path) == .notAnIndex(path: folder.path, reason: "it holds no winnow.mdb"))
    #expect(failure(folder.file("notes.txt")) == .notAFolder(path: folder.file("notes.txt")))
    try folder.write([1], to: "winnow.mdb.building")
    #expect(failure(folder.path) == .halfBuilt(path: folder.path))
  }

  @Test func `each file that is no store has its own error`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("winnow.mdb")
    try folder.write([], to: "winnow.mdb")
    #expect(failure(folder.path) == .notAnIndex(path: path, reason: "the file is empty"))
    try folder.write([UInt8](repeating: 65, count: 20_000), to: "winnow.mdb")
    #expect(failure(folder.path) == .notAnIndex(path: path, reason: "the file is not an LMDB store"))
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    #expect(failure(folder.path) == .notAnIndex(path: path, reason: "not a regular file"))
  }

  @Test func `a missing folder is created with those above it`() throws {
    let folder = try TemporaryFolder()
    try publish([:] as [ExtentKey: Written], in: folder.file("a/b/c/"))
    #expect(failure(folder.file("a/b/c")) == nil)
    #expect(try Snapshot.isPublished(in: folder.file("a/b/c")))
    #expect(try !Snapshot.isPublished(in: folder.file("a/b")))
  }

  @Test func `what stands under the store's name and is no file is never taken for nothing`() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.file("winnow.mdb"), withIntermediateDirectories: true)
    #expect(throws: StorageError.self) { try Snapshot.isPublished(in: folder.path) }
  }

  @Test func `a folder cannot be made of a file`() throws {
    let folder = try TemporaryFolder()
    try folder.write([1], to: "file")
    #expect(throws: StorageError.notAFolder(path: folder.file("file"))) { _ = try StoreWriter(folder: folder.file("file")) }
  }

  @Test func `readers keep their index across a publication`() throws {
    let folder = try TemporaryFolder()
    let key = ExtentKey(.lexical, "x")
    try publish([key: Written(firstItem: 1, itemCount: 1, payload: [1])], in: folder.path)
    let old = try Snapshot(folder: folder.path)
    let kept = try old.require(key)
    try publish([key: Written(firstItem: 2, itemCount: 1, payload: [2])], in: folder.path)
    let new = try Snapshot(folder: folder.path)
    try old.verify()
    #expect(kept.written.payload == [1])
    #expect(try old.require(key).written.payload == [1])
    #expect(try new.require(key).written.payload == [2])
  }

  @Test func `many threads read one index, each through two snapshots`() throws {
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: 31)
    let extents = randomExtents(100, largest: 10_000, using: &random)
    try publish(extents, in: folder.path)
    let snapshot = try Snapshot(folder: folder.path)
    let path = folder.path
    DispatchQueue.concurrentPerform(iterations: 16) { _ in
      do {
        let own = try Snapshot(folder: path)
        for (key, written) in extents {
          #expect(try snapshot.require(key).written == written)
          #expect(try own.require(key).written == written)
        }
      } catch { Issue.record(error) }
    }
  }

  @Test func `an extent outlives its snapshot`() throws {
    let folder = try TemporaryFolder()
    let key = ExtentKey(.lexical, "x")
    try publish([key: Written(firstItem: 1, itemCount: 1, payload: [1, 2, 3])], in: folder.path)
    let extent = try Snapshot(folder: folder.path).require(key)
    #expect(extent.written.payload == [1, 2, 3])
  }
}
