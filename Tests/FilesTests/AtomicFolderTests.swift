import Files
import Foundation
import TestSupport
import Testing

private func put(_ text: String, _ path: String) throws {
  var file = try AtomicFile(path: path)
  try file.write(text)
  try file.commit()
}

@Suite struct AtomicFolderTests {
  @Test func `a folder appears at commit, with all that was put into it, and nothing else`() throws {
    let place = try TemporaryFolder()
    let folder = try AtomicFolder(target: place.file("model"))
    try put("a", "\(folder.path)/a")
    try folder.makeFolder("part")
    try folder.makeFolder("part")
    try put("b", "\(folder.path)/part/b")
    #expect(!Paths.exists(place.file("model")))
    try folder.commit()
    #expect(try place.names() == ["model"])
    #expect(try place.read("model/a") == Array("a".utf8) && place.read("model/part/b") == Array("b".utf8))
  }

  @Test func `a folder that is dropped leaves nothing, and the old one stays`() throws {
    let place = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: place.file("model"), withIntermediateDirectories: true)
    try put("old", place.file("model/a"))
    do {
      let folder = try AtomicFolder(target: place.file("model"))
      try put("new", "\(folder.path)/a")
    }
    #expect(try place.names() == ["model"])
    #expect(try place.read("model/a") == Array("old".utf8))
    let folder = try AtomicFolder(target: place.file("model"))
    try put("new", "\(folder.path)/b")
    try folder.commit()
    #expect(try place.names() == ["model"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.file("model")) == ["b"])
  }

  @Test func `a file in the way and a missing parent are errors`() throws {
    let place = try TemporaryFolder()
    try place.write([1], to: "file")
    #expect(throws: FilesError.cannotWrite(path: place.file("file"), reason: "a file has that name")) {
      _ = try AtomicFolder(target: place.file("file"))
    }
    #expect(throws: FilesError.self) { _ = try AtomicFolder(target: place.file("none/model")) }
  }

  @Test func `what a killed writer left is removed by the next one`() async throws {
    let place = try TemporaryFolder()
    let path = place.file("model")
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let folder = try AtomicFolder(target: path)
      try folder.makeFolder("part")
      var file = try AtomicFile(path: "\(folder.path)/part/a")
      try file.write("a")
      try file.commit()
      kill(getpid(), SIGKILL)
    }
    #expect(try place.names().count == 1)
    try AtomicFolder(target: path).commit()
    #expect(try place.names() == ["model"])
  }

  @Test func `removing a tree does not follow links`() throws {
    let place = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: place.file("tree/inner"), withIntermediateDirectories: true)
    try place.write([1], to: "kept")
    try FileManager.default.createSymbolicLink(atPath: place.file("tree/inner/link"), withDestinationPath: place.path)
    Paths.removeTree(place.file("tree"))
    #expect(try place.names() == ["kept"])
  }
}
