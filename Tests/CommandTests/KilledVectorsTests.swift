import Foundation
import TestSupport
import Testing

/// Vectors that are added to an index by the real executable: killed at random moments, stopped by Ctrl-C, out of room, short of memory.
@Suite(.serialized) struct `Killed work on vectors` {
  /// An index with texts, copies of which get vectors, and queries over it.
  private struct Collection {
    let folder: TemporaryFolder
    let extra: [String]

    init(documents: Int, seed: UInt64, extra: [String] = []) throws {
      folder = try TemporaryFolder()
      self.extra = extra
      var random = SeededGenerator(seed: seed)
      let lines = (0..<documents).map { number in
        let words = (0..<Int.random(in: 3...30, using: &random)).map { _ in "w\(Int.random(in: 0..<999, using: &random))" }
        return "doc\((number * 104_729) % 1_299_709)\t\(words.joined(separator: " "))\n"
      }
      try folder.write(Array(lines.joined().utf8), to: "docs.tsv")
      try folder.write(Array((0..<20).map { "q\($0)\tw\($0 * 7) w\($0 * 31)\n" }.joined().utf8), to: "queries.tsv")
      let built = try WinnowProcess.run("index", folder.file("base"), "--collection", folder.file("docs.tsv"), "--quiet")
      #expect(built.status == 0, "\(built)")
    }

    /// A copy of the index without vectors.
    func copy(to index: String) throws {
      try FileManager.default.copyItem(atPath: folder.file("base"), toPath: folder.file(index))
    }

    static let models = SharedData.projectRoot.appendingPathComponent("Tests/TransformersTests/Goldens").path

    func arguments(_ index: String, threads: Int = 2, memory: Int? = nil) -> [String] {
      ["index", folder.file(index), "--dense", "\(Self.models)/tiny-encoder", "--threads", "\(threads)", "--quiet"] + extra
        + (memory.map { ["--memory", "\($0)M"] } ?? [])
    }

    func line(_ index: String, threads: Int = 2, memory: Int? = nil) -> String {
      "\"$WINNOW\" " + arguments(index, threads: threads, memory: memory).map { "'\($0)'" }.joined(separator: " ")
    }

    /// The digest in the overview, and a run of all queries.
    func result(_ index: String) throws -> [String] {
      let overview = try WinnowProcess.run("inspect", folder.file(index), "--verify")
      #expect(overview.status == 0, "\(overview)")
      let run = try WinnowProcess.run(
        "search", folder.file(index), "--queries", folder.file("queries.tsv"), "--method", "dense", "--model",
        "\(Self.models)/tiny-encoder", "--output", "-", "--hits", "50", "--quiet")
      #expect(run.status == 0 && !run.output.isEmpty, "\(run.error)")
      return [String(overview.output.split(separator: ";").last ?? ""), run.output]
    }

    func commits(_ index: String) -> Int {
      let journal = (try? folder.read("\(index)/winnow.staging.vectors/journal")) ?? []
      return max(0, journal.count { $0 == 10 } - 1)
    }

    func names(in index: String) throws -> [String] { try folder.names(in: index) }
  }

  /// Starts a command and kills it after so many seconds, unless it ended before; its exit status, nil when it was killed.
  private func start(_ arguments: [String], killedAfter seconds: Double) throws -> Int32? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: WinnowProcess.executable)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let end = Date(timeIntervalSinceNow: seconds)
    while process.isRunning, Date() < end { usleep(500) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : nil
  }

  @Test func `kills at random moments change neither the digest nor a result`() throws {
    let collection = try Collection(documents: 20_000, seed: 1, extra: ["--store", "int8", "--codes", "int8"])
    try collection.copy(to: "whole")
    let began = Date()
    #expect(try start(collection.arguments("whole"), killedAfter: 600) == 0)
    let seconds = -began.timeIntervalSinceNow
    let expected = try collection.result("whole")
    var random = SeededGenerator(seed: 2)
    var (kills, builds, goneOnWith) = (0, 0, 0)
    while kills < 26 {
      builds += 1
      let index = "index-\(builds)"
      try collection.copy(to: index)
      var latest = seconds / 2
      while true {
        if collection.commits(index) > 0 { goneOnWith += 1 }
        let arguments = collection.arguments(
          index, threads: Int.random(in: 1...4, using: &random), memory: Bool.random(using: &random) ? 100 : nil)
        let status = try start(arguments, killedAfter: Double.random(in: 0...latest, using: &random))
        guard status == nil else { #expect(status == 0); break }
        kills += 1
        latest *= 1.2  // the pass that writes the index must come to its end within one run
        if kills > 300 { Issue.record("no work comes to its end in \(kills) kills"); return }
      }
      #expect(try collection.result(index) == expected, "build \(builds)")
      #expect(try collection.names(in: index) == ["winnow.mdb", "writer.lock"])
    }
    #expect(goneOnWith > 5, "few runs were killed between their first commit and their end")
    print("\(kills) kills of \(builds) builds of \(seconds) s; \(goneOnWith) runs went on behind commits")
  }

  @Test func `Ctrl-C commits, says how to go on and is exit code 130`() throws {
    let collection = try Collection(documents: 30_000, seed: 3)
    for index in ["whole", "index"] { try collection.copy(to: index) }
    #expect(try WinnowProcess.shell(collection.line("whole")).status == 0)
    var stops = 0
    for pause in [0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 1, 2] {
      let line = collection.line("index", threads: 1).replacingOccurrences(of: "'--quiet'", with: "")
      let result = try WinnowProcess.shell("\(line) & p=$!; sleep \(pause); kill -INT $p 2>/dev/null; wait $p")
      if result.status == 0 { break }
      #expect(result.status == 130, "\(result)")
      if result.error.contains("are committed, and the same command goes on") { stops += 1 }
    }
    #expect(try WinnowProcess.shell(collection.line("index")).status == 0)
    #expect(stops > 0)
    #expect(try collection.result("index") == collection.result("whole"))
  }

  @Test func `a limit on the size of files stops the work with an error, and costs no commit`() throws {
    let collection = try Collection(documents: 20_000, seed: 4)
    for index in ["whole", "index"] { try collection.copy(to: index) }
    #expect(try WinnowProcess.shell(collection.line("whole")).status == 0)
    var errors = 0
    for blocks in [1, 100, 300, 1000, 2000, 4000, 1_000_000] {
      let before = collection.commits("index")
      // Files of at most so many kibibytes; without the signal a write beyond is an error of the call.
      let result = try WinnowProcess.shell("trap '' XFSZ; ulimit -f \(blocks); \(collection.line("index"))")
      if result.status == 0 { break }
      errors += 1
      #expect(result.status == 1 && !result.error.isEmpty, "\(blocks): \(result)")
      #expect(collection.commits("index") >= before)
    }
    #expect(errors > 2)
    #expect(try collection.result("index") == collection.result("whole"))
  }

  /// RLIMIT_DATA counts what is private and anonymous, the stacks of threads (8 MiB each, mostly untouched) included.
  @Test(arguments: [2000, 40_000]) func `memory does not grow with the collection`(documents: Int) throws {
    let collection = try Collection(documents: documents, seed: 6)
    try collection.copy(to: "index")
    let limit = 72
    let result = try WinnowProcess.shell(
      "export SWIFT_BACKTRACE=enable=no; ulimit -d \((limit + 8 * 12) << 10); \(collection.line("index", threads: 2, memory: limit))"
    )
    #expect(result.status == 0, "\(result)")
    _ = try collection.result("index")
  }

  @Test func `unfinished work is named to whoever asks for other work, and dropped when that is wished`() throws {
    let collection = try Collection(documents: 40_000, seed: 7)
    try collection.copy(to: "index")
    var pause = 0.08
    while collection.commits("index") == 0 {
      guard try start(collection.arguments("index", threads: 1), killedAfter: pause) == nil else {
        Issue.record("it was never caught in the middle"); return
      }
      pause *= 1.1
    }
    let other = collection.line("index") + " --name other"
    let refused = try WinnowProcess.shell(other)
    #expect(
      refused.status == 1 && refused.error.contains("unfinished work on its vectors: encoding 'tiny-encoder' with tiny-encoder")
        && refused.error.contains("--overwrite"), "\(refused)")
    #expect(try WinnowProcess.shell(other + " --overwrite").status == 0)
    #expect(try collection.names(in: "index") == ["winnow.mdb", "writer.lock"])
    #expect(try WinnowProcess.run("inspect", collection.folder.file("index")).output.contains("vectors.other: 40000"))
  }
}
