import Foundation
import TestSupport
import Testing

/// Real builds of the real executable, killed at random moments, stopped by Ctrl-C, out of room, short of memory.
@Suite(.serialized) struct `Killed builds` {
  /// A collection whose build takes several batches at the least memory, and queries over it.
  private struct Collection {
    let folder: TemporaryFolder
    let memory: String

    init(documents: Int, seed: UInt64) throws {
      folder = try TemporaryFolder()
      var random = SeededGenerator(seed: seed)
      var text = ""
      for number in 0..<documents {
        let words = (0..<Int.random(in: 20...90, using: &random)).map { _ -> String in
          let uniform = Double.random(in: 0..<1, using: &random)
          return "w\(Int(60_000 * uniform * uniform * uniform))"
        }
        text += "doc\((number * 104_729) % 1_299_709)\t\(words.joined(separator: " "))\n"
      }
      try folder.write(Array(text.utf8), to: "docs.tsv")
      let queries = (0..<50).map { number in "q\(number)\tw\(number * number) w\(number * 7) w\(number * 1000 + 3)" }
      try folder.write(Array((queries.joined(separator: "\n") + "\n").utf8), to: "queries.tsv")
      memory = try Collection.least(folder)
    }

    /// The least ceiling that the command itself names when it is given too little.
    private static func least(_ folder: TemporaryFolder) throws -> String {
      let refused = try WinnowProcess.run(
        "index", folder.file("none"), "--collection", folder.file("docs.tsv"), "--threads", "4", "--memory", "1M")
      let words = refused.error.split(whereSeparator: \.isWhitespace).map(String.init)
      let least = try #require(words.lastIndex(of: "--memory").flatMap { words.dropFirst($0 + 1).first }, "\(refused)")
      return least
    }

    /// - Parameter more: MiB of memory beside the least.
    func arguments(_ index: String, threads: Int = 2, more: Int = 0) -> [String] {
      [
        "index", folder.file(index), "--collection", folder.file("docs.tsv"), "--threads", "\(threads)", "--memory",
        "\((Int(memory.dropLast()) ?? 0) + more)M", "--quiet",
      ]
    }

    func line(_ index: String, threads: Int = 2) -> String {
      "\"$WINNOW\" " + arguments(index, threads: threads).map { "'\($0)'" }.joined(separator: " ")
    }

    /// The digest in the overview, and a run of all queries.
    func result(_ index: String) throws -> [String] {
      let overview = try WinnowProcess.run("inspect", folder.file(index), "--verify")
      #expect(overview.status == 0, "\(overview)")
      let run = try WinnowProcess.run(
        "search", folder.file(index), "--queries", folder.file("queries.tsv"), "--output", "-", "--hits", "100", "--quiet")
      #expect(run.status == 0 && !run.output.isEmpty)
      return [String(overview.output.split(separator: ";").last ?? ""), run.output]
    }

    func batches(_ index: String) -> Int {
      let journal = (try? folder.read("\(index)/winnow.staging/journal")) ?? []
      return max(0, journal.count { $0 == 10 } - 1)
    }
  }

  /// Starts a build and kills it after so many seconds, unless it ended before; its exit status, nil when it was killed.
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

  @Test func `fifty kills at random moments change neither the digest nor a result`() throws {
    let collection = try Collection(documents: 25_000, seed: 1)
    let began = Date()
    let whole = try WinnowProcess.shell(collection.line("whole"))
    var seconds = -began.timeIntervalSinceNow
    #expect(whole.status == 0, "\(whole)")
    let expected = try collection.result("whole")
    #expect(try start(collection.arguments("in one batch", threads: 1, more: 2000), killedAfter: 600) == 0)
    #expect(try collection.result("in one batch") == expected)
    var random = SeededGenerator(seed: 2)
    var (kills, builds, goneOnWith) = (0, 0, 0)
    while kills < 50 {
      builds += 1
      let before = kills
      var latest = seconds / 3
      while true {
        if collection.batches("index-\(builds)") > 0 { goneOnWith += 1 }
        let pause = Double.random(in: 0...latest, using: &random)
        latest *= 1.2  // the pass that writes the index must come to its end within one run
        let arguments = collection.arguments(
          "index-\(builds)", threads: Int.random(in: 1...4, using: &random), more: Int.random(in: 0...30, using: &random))
        let status = try start(arguments, killedAfter: pause)
        guard status == nil else {
          #expect(status == 0)
          if kills == before { seconds *= 0.7 }  // a machine that was slower at first; more kills in fewer builds
          break
        }
        kills += 1
        if kills > 400 { Issue.record("no build comes to its end in \(kills) kills"); return }
      }
      #expect(try collection.result("index-\(builds)") == expected, "build \(builds)")
      #expect(try collection.folder.names(in: "index-\(builds)") == ["winnow.mdb", "writer.lock"])
    }
    #expect(goneOnWith > 10, "few builds were killed between their first commit and their end")
    print("\(kills) kills of \(builds) builds of \(seconds) s; \(goneOnWith) runs went on behind committed batches")
  }

  @Test func `Ctrl-C commits, says how to go on and is exit code 130`() throws {
    let collection = try Collection(documents: 30_000, seed: 3)
    #expect(try WinnowProcess.shell(collection.line("whole")).status == 0)
    var stops = 0
    for pause in [0.05, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 2, 4] {
      let line = collection.line("index").replacingOccurrences(of: "'--quiet'", with: "")
      let result = try WinnowProcess.shell("\(line) & p=$!; sleep \(pause); kill -INT $p 2>/dev/null; wait $p")
      if result.status == 0 { break }
      #expect(result.status == 130, "\(result)")
      if result.error.contains("documents are committed, and the same command goes on") { stops += 1 }
    }
    #expect(try WinnowProcess.shell(collection.line("index")).status == 0)
    #expect(stops > 0)
    #expect(try collection.result("index") == collection.result("whole"))
  }

  @Test func `a limit on the size of files stops a build with an error, and costs no batch`() throws {
    let collection = try Collection(documents: 30_000, seed: 4)
    #expect(try WinnowProcess.shell(collection.line("whole")).status == 0)
    var errors = 0
    for blocks in [1, 64, 400, 900, 2000, 4000, 8000, 16000, 1_000_000] {
      let before = collection.batches("index")
      // Files of at most so many kibibytes; without the signal a write beyond is an error of the call.
      let result = try WinnowProcess.shell("trap '' XFSZ; ulimit -f \(blocks); \(collection.line("index"))")
      if result.status == 0 { break }
      errors += 1
      #expect(result.status == 1 && !result.error.isEmpty, "\(blocks): \(result)")
      #expect(collection.batches("index") >= before)
    }
    #expect(errors > 2)
    #expect(try collection.result("index") == collection.result("whole"))
  }

  @Test(.enabled(if: getuid() == 0, "needs root to mount a small disk"))
  func `a full disk stops a build with an error, and it goes on when there is room`() throws {
    let collection = try Collection(documents: 30_000, seed: 5)
    #expect(try WinnowProcess.shell(collection.line("whole")).status == 0)
    let disk = collection.folder.file("disk")
    guard try WinnowProcess.shell("mkdir '\(disk)' && mount -t tmpfs -o size=1m tmpfs '\(disk)'").status == 0 else {
      print("SKIPPED: a full disk: this system lets nobody mount a small one")
      return
    }
    defer { _ = try? WinnowProcess.shell("umount '\(disk)'") }
    var (size, errors) = (1, 0)
    while true {
      let before = collection.batches("disk/index")
      let result = try WinnowProcess.shell(collection.line("disk/index"))
      if result.status == 0 { break }
      errors += 1
      #expect(result.status == 1 && result.error.contains("no room on the disk"), "\(size) MiB: \(result)")
      #expect(collection.batches("disk/index") >= before)
      size += max(1, size / 4)
      guard size < 2000 else { Issue.record("\(size) MiB are not enough: \(result)"); return }
      #expect(try WinnowProcess.shell("mount -o remount,size=\(size)m '\(disk)'").status == 0)
    }
    #expect(errors > 2)
    #expect(try collection.result("disk/index") == collection.result("whole"))
  }

  /// Most anonymous memory of a running process, in KiB, looked at every half millisecond.
  private func peak(_ process: Process) -> Int {
    var peak = 0
    while process.isRunning {
      let status = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
      let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
      peak = max(peak, line.flatMap { Int($0.filter(\.isNumber)) } ?? 0)
      usleep(500)
    }
    return peak
  }

  /// RLIMIT_DATA counts what is private and anonymous, the stacks of threads (8 MiB each, mostly untouched) included.
  @Test(arguments: [1, 2, 4]) func `anonymous memory stays below the ceiling`(threads: Int) throws {
    let collection = try Collection(documents: 60_000, seed: 6)
    let limit = try #require(Int(collection.memory.dropLast()))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: WinnowProcess.executable)
    process.arguments = collection.arguments("looked-at", threads: threads)
    try process.run()
    let most = peak(process) >> 10
    process.waitUntilExit()
    #expect(process.terminationStatus == 0 && most <= limit, "\(most) MiB under a ceiling of \(limit) MiB")
    print("\(threads) threads: at most \(most) MiB under a ceiling of \(limit) MiB")
    let result = try WinnowProcess.shell(
      "export SWIFT_BACKTRACE=enable=no; ulimit -d \((limit + 8 * (2 * threads + 8)) << 10); \(collection.line("index", threads: threads))"
    )
    #expect(result.status == 0, "\(collection.memory): \(result)")
    _ = try collection.result("index")
  }
}
