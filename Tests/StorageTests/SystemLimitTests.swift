import Bytes
import Foundation
import Storage
import TestSupport
import Testing

/// Runs a system tool; true when it succeeded.
private func succeeds(_ tool: String, _ arguments: String...) -> Bool {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: tool)
  process.arguments = arguments
  process.standardError = FileHandle.nullDevice
  guard (try? process.run()) != nil else { return false }
  process.waitUntilExit()
  return process.terminationStatus == 0
}

/// Publishes an extent, then tries to publish far more than a small disk holds, in small commits.
private func overfill(_ path: String) throws -> StorageError? {
  let key = ExtentKey(.lexical)
  try publish([key: Written(firstItem: 0, itemCount: 1, payload: [1])], in: path)
  var error: StorageError?
  do {
    var random = SeededGenerator(seed: 1)
    var writer = try StoreWriter(folder: path, dirtyBytes: 1 << 18)
    for number in 0..<100 as Range<UInt32> {
      try writer.append(ExtentKey(.dense, number: number), itemCount: 0, payload: random.bytes(100_000))
    }
    try writer.publish(Manifest())
  } catch let caught as StorageError { error = caught }
  let kept = try Snapshot(folder: path)
  try kept.verify()
  #expect(try kept.require(key).written.payload == [1])
  return error
}

@Suite(.serialized) struct SystemLimitTests {
  @Test(.enabled(if: getuid() == 0, "needs root to mount a small disk"))
  func `a full disk is a clear error and loses nothing`() throws {
    let folder = try TemporaryFolder()
    guard succeeds("/bin/mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder.path) else {
      print("SKIPPED: a full disk: this system lets nobody mount a small one")
      return
    }
    defer { _ = succeeds("/bin/umount", folder.path) }
    let error = try overfill(folder.path)
    guard case .diskFull = error else { Issue.record("\(String(describing: error))"); return }
    #expect(error?.description.contains("no room on the disk") == true)
    try publish([ExtentKey(.lexical): Written(firstItem: 0, itemCount: 1, payload: [3])], in: folder.path)
    #expect(try folder.names() == ["winnow.mdb", "writer.lock"])
  }

  @Test func `a limit on file sizes is an error and loses nothing`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path
    await #expect(processExitsWith: .success) { [path = path as String] in
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 1 << 20, rlim_max: 1 << 20)
      _ = setrlimit(__rlimit_resource_t(1), &limit)  // RLIMIT_FSIZE
      let error = try overfill(path)
      #expect(error != nil)
    }
  }

  @Test func `little address space is enough`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path
    await #expect(processExitsWith: .success) { [path = path as String] in
      var limit = rlimit(rlim_cur: 24 << 30, rlim_max: 24 << 30)
      _ = setrlimit(__rlimit_resource_t(9), &limit)  // RLIMIT_AS
      try publish([ExtentKey(.lexical): Written(firstItem: 0, itemCount: 1, payload: [1])], in: path)
      try Snapshot(folder: path).verify()
    }
  }

  @Test func `a read-only folder can be searched by a user who is not root`() async throws {
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: 41)
    try publish(randomDocuments(20, longestText: 100, using: &random), in: folder.path)
    let path = folder.path
    try FileManager.default.removeItem(atPath: folder.file("writer.lock"))
    _ = unsafe chmod(folder.file("winnow.mdb"), 0o444)
    _ = unsafe chmod(path, 0o555)
    defer { _ = unsafe chmod(path, 0o755) }
    await #expect(processExitsWith: .success) { [path = path as String] in
      if getuid() == 0 { _ = setuid(65534) }
      try Snapshot(folder: path).verify()
      #expect(throws: StorageError.self) { _ = try StoreWriter(folder: path) }
    }
    #expect(try folder.names() == ["winnow.mdb"])
  }
}
