import Files
import Foundation
import TestSupport
import Testing

@Suite struct AtomicFileTests {
  private func writeWithoutCommit(_ path: String) throws {
    var file = try AtomicFile(path: path)
    try file.write("half")
  }

  @Test func `without a commit nothing is left and the old file stays`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write([1, 2, 3], to: "a")
    try writeWithoutCommit(folder.file("a"))
    #expect(try folder.names() == ["a"])
    #expect(try folder.read("a") == [1, 2, 3])
  }

  @Test func `what a killed writer of the same target left is removed, what others write stays`() throws {
    let folder = try TemporaryFolder()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/true")
    try process.run()
    process.waitUntilExit()
    let dead = process.processIdentifier
    for name in [".a.\(dead)-1.partial", ".b.\(dead)-1.partial", ".a.x-1.partial", ".a.1-7.partial"] {
      _ = try folder.write([1], to: name)
    }
    var file = try AtomicFile(path: folder.file("a"))
    try file.write("whole")
    try file.commit()
    #expect(try folder.names().sorted() == [".a.1-7.partial", ".a.x-1.partial", ".b.\(dead)-1.partial", "a"])
  }

  @Test func `a link keeps pointing and access rights stay`() throws {
    let folder = try TemporaryFolder()
    let target = try folder.write([1], to: "target")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: target)
    try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: "target")
    var file = try AtomicFile(path: folder.file("link"))
    try file.write("new")
    try file.commit()
    #expect(try folder.read("target") == Array("new".utf8))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("link")) == "target")
    let mode = try FileManager.default.attributesOfItem(atPath: target)[.posixPermissions] as? Int
    #expect(mode == 0o640)
  }

  @Test func `a missing folder and a folder as target are errors naming the target`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("no/a")
    #expect(throws: FilesError.cannotWrite(path: path, reason: "its folder does not exist, make it first")) {
      try writeWithoutCommit(path)
    }
    #expect(throws: FilesError.cannotWrite(path: folder.path, reason: "it is a folder")) {
      try writeWithoutCommit(folder.path)
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
  func `a full disk says so`() throws {
    var file = try AtomicFile(path: "/dev/full")
    try file.write("x")
    var caught: FilesError?
    do { try file.commit() } catch { caught = error }
    #expect(caught == .diskFull(path: "/dev/full"))
  }

  private static let smallDisk = ProcessInfo.processInfo.environment["WINNOW_SMALL_DISK"]

  @Test(.enabled(if: smallDisk != nil, "needs WINNOW_SMALL_DISK, a folder on an empty file system of a few megabytes"))
  func `a full disk leaves the old file and no other`() throws {
    let place = try #require(Self.smallDisk)
    let path = place + "/a"
    var old = try AtomicFile(path: path)
    try old.write("old")
    try old.commit()
    var caught: FilesError?
    do throws(FilesError) {
      var file = try AtomicFile(path: path)
      for _ in 0..<1000 { try file.write([UInt8](repeating: 7, count: 1 << 20)) }
      try file.commit()
    } catch { caught = error }
    #expect(caught == .diskFull(path: path))
    #expect(try readWhole(path: path) == Array("old".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: place).filter { $0 != "lost+found" } == ["a"])
  }

  @Test func `a pipe whose reader has gone is closedPipe, not a signal`() throws {
    let folder = try TemporaryFolder()
    #expect(mkfifo(folder.file("pipe"), 0o600) == 0)
    let reader = open(folder.file("pipe"), O_RDONLY | O_NONBLOCK)
    var file = try AtomicFile(path: folder.file("pipe"))
    close(reader)
    try file.write("words")
    var caught: FilesError?
    do { try file.commit() } catch { caught = error }
    #expect(caught == .closedPipe)
  }

  @Test func `devices are written straight`() throws {
    var file = try AtomicFile(path: "/dev/null")
    try file.write("gone")
    try file.commit()
    #expect(FileManager.default.fileExists(atPath: "/dev/null"))
  }
}
