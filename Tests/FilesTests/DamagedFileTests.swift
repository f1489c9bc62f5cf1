import Files
import TestSupport
import Testing

@Suite struct DamagedFileTests {
  @Test(arguments: ["a.gz", "a.zst"])
  func `every cut of a compressed file is an error with its length`(name: String) throws {
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: 11)
    var file = try AtomicFile(path: folder.file(name))
    try file.write(random.lines(5000))
    try file.commit()
    let stored = try folder.read(name)
    for cut in [0, 1, 2, 3, 4, 5, 9, 10, 11, 17, stored.count / 2, stored.count - 9, stored.count - 2, stored.count - 1] {
      let path = try folder.write(Array(stored[..<cut]), to: "cut-" + name)
      let error = #expect(throws: FilesError.self) { try readWhole(path: path) }
      #expect(error == .truncated(path: path, compression: Compression(fileName: name), offset: cut))
    }
  }

  @Test(arguments: ["a.gz", "a.zst"])
  func `a spoiled byte is an error and never other data`(name: String) throws {
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: 12)
    let bytes = random.lines(3000)
    var file = try AtomicFile(path: folder.file(name))
    try file.write(bytes)
    try file.commit()
    let stored = try folder.read(name)
    for _ in 0..<300 {
      var spoiled = stored
      let place = Int.random(in: 10..<stored.count, using: &random)
      spoiled[place] ^= UInt8.random(in: 1...255, using: &random)
      let path = try folder.write(spoiled, to: "spoiled")
      if let read = try? readWhole(path: path) { #expect(read == bytes) }
    }
  }

  @Test func `messages say what, where and what to do`() {
    #expect(
      "\(FilesError.truncated(path: "c.gz", compression: .gzip, offset: 17))"
        == "c.gz is cut short: its gzip data ends in the middle, at byte 17; fetch or make the file again")
    #expect(
      "\(FilesError.corrupt(path: "c.zst", compression: .zstd, offset: 9, reason: "bad"))"
        == "c.zst is damaged: its zstd data is wrong near byte 9 (bad); fetch or make the file again")
    #expect(
      "\(FilesError.diskFull(path: "x"))"
        == "cannot write x: the disk is full; a file that stood there before is unchanged; free some space and run the command again"
    )
  }

  @Test func `a missing file and a folder are errors with advice`() throws {
    let folder = try TemporaryFolder()
    #expect(
      throws: FilesError.cannotOpen(
        path: folder.file("no"), reason: "No such file or directory", advice: "check the path")
    ) { try readWhole(path: folder.file("no")) }
    #expect(throws: FilesError.cannotOpen(path: folder.path, reason: "it is a folder", advice: "name a file in it")) {
      try readWhole(path: folder.path)
    }
    let error = #expect(throws: FilesError.self) { try ByteReader(path: "no/such/file") }
    #expect("\(try #require(error))".contains("it was looked up from /"))
  }
}
