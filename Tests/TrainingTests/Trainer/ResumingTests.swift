import Bytes
import Files
import Foundation
import TestSupport
import Testing
import Training

/// Twenty steps over several epochs with accumulation, dropout and momentum; saved after 9 and 18.
private func training(_ folder: String) -> Run {
  let run = Run(folder)
  run.settings.accumulation = 2
  run.settings.saveEvery = 9
  run.settings.recipeDigest = "recipe"
  return run
}

private func files(_ folder: TemporaryFolder, step: Int = 20) throws -> [[UInt8]] {
  try ["parameters", "optimizer"].map { try folder.read("checkpoints/step-\(step)/\($0).safetensors") }
}

@Suite struct ResumingTests {
  @Test func `a training that is killed and resumed ends in the same bytes, and logs the same`() async throws {
    let straight = try TemporaryFolder(), broken = try TemporaryFolder()
    let whole = training(straight.path)
    try whole.train()
    let path = broken.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let run = training(path)
      run.hooks.progress = { if $0.step == 13 { kill(getpid(), SIGKILL) } }
      try run.train()
    }
    #expect(Checkpoints(folder: "\(path)/checkpoints").last?.step == 9)
    let resumed = training(path)
    let summary = try resumed.train(resuming: true)
    #expect(resumed.reports.first?.step == 10 && summary.steps == 20)
    #expect(try files(straight) == files(broken))
    #expect(resumed.model.values == whole.model.values)
    #expect(resumed.lines == Array(whole.lines.suffix(resumed.lines.count)))
    #expect(resumed.reports.map(\.loss) == whole.reports.dropFirst(9).map(\.loss))
    #expect(try broken.names() == ["checkpoints"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: broken.file("checkpoints")) == ["step-20"])
  }

  @Test func `another seed gives other weights, by dropout alone`() throws {
    let one = try TemporaryFolder(), other = try TemporaryFolder()
    let first = training(one.path), second = training(other.path)
    second.settings.seed = 43
    try first.train()
    try second.train()
    #expect(first.model.values != second.model.values)
  }

  @Test(arguments: [0, 1, 7, 30, 61]) func `an interrupted training saves what it has, drops the step it is in, and goes on`(
    polls: Int
  ) throws {
    let straight = try TemporaryFolder(), broken = try TemporaryFolder()
    let whole = training(straight.path), first = training(broken.path)
    try whole.train()
    var left = polls
    first.hooks.shouldStop = {
      left -= 1
      return left < 0
    }
    let error = #expect(throws: TrainingError.self) { try first.train() }
    guard case .interrupted(let step, let checkpoint) = error else { Issue.record("\(String(describing: error))"); return }
    #expect(step == first.reports.count && checkpoint.hasSuffix("step-\(step)"))
    #expect(polls == 0 ? step == 0 : polls < 20 || step > 0)
    let second = training(broken.path)
    try second.train(resuming: true)
    #expect(try files(straight) == files(broken))
    #expect(first.lines + second.lines == whole.lines)
  }

  @Test func `a training that has ended is resumed without doing anything`() throws {
    let folder = try TemporaryFolder()
    try training(folder.path).train()
    let again = training(folder.path)
    #expect(try again.train(resuming: true).steps == 20)
    #expect(again.reports.isEmpty && again.records.isEmpty)
  }

  @Test func `checkpoints of another recipe, seed or model, and data that lost examples, are refused`() throws {
    let folder = try TemporaryFolder()
    let run = training(folder.path)
    run.settings.steps = 3
    try run.train()
    #expect(throws: TrainingError.self) { try training(folder.path).train() }
    let changes: [(Run) -> Void] = [
      { $0.settings.recipeDigest = "other" }, { $0.settings.seed = 1 }, { $0.examples = someExamples(12) },
    ]
    for change in changes {
      let other = training(folder.path)
      change(other)
      let error = #expect(throws: TrainingError.self) { try other.train(resuming: true) }
      #expect(error?.description.contains("start afresh") == true)
    }
    let state = folder.file("checkpoints/step-3/state.json")
    try Data("{}".utf8).write(to: URL(fileURLWithPath: state))
    let error = #expect(throws: TrainingError.self) { try training(folder.path).train(resuming: true) }
    #expect(error?.description.contains(state) == true)
  }

  @Test func `a checkpoint that cannot be written leaves the one before it, which is resumed from`() async throws {
    let folder = try TemporaryFolder(), straight = try TemporaryFolder()
    try training(straight.path).train()
    let path = folder.path
    await #expect(processExitsWith: .success) { [path = path as String] in
      signal(SIGXFSZ, SIG_IGN)
      let run = training(path)
      run.hooks.progress = { report in
        guard report.step == 12 else { return }
        var limit = rlimit(rlim_cur: 300, rlim_max: 300)
        _ = setrlimit(__rlimit_resource_t(1), &limit)  // RLIMIT_FSIZE: the checkpoint has more bytes
      }
      let error = #expect(throws: FilesError.self) { try run.train() }
      #expect(error?.description.contains("step-18") == true)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("checkpoints")) == ["step-9"])
    try training(path).train(resuming: true)
    #expect(try files(straight) == files(folder))
  }

  @Test func `a full disk is called so, and the checkpoint before it stays`() throws {
    let folder = try TemporaryFolder()
    guard succeeds("/bin/mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.path) else {
      print("SKIPPED: a full disk: this system lets nobody mount a small one")
      return
    }
    defer { _ = succeeds("/bin/umount", folder.path) }
    let run = training(folder.path)
    run.hooks.progress = { report in
      guard report.step == 12 else { return }
      let left = FileHandle(forWritingAtPath: folder.file("filler"))
      while (try? left?.write(contentsOf: Data(count: 4096))) != nil {}
    }
    try folder.write([], to: "filler")
    let error = #expect(throws: FilesError.self) { try run.train() }
    guard case .diskFull = error else { Issue.record("\(String(describing: error))"); return }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("checkpoints")) == ["step-9"])
    try FileManager.default.removeItem(atPath: folder.file("filler"))
    #expect(try training(folder.path).train(resuming: true).steps == 20)
  }
}

private func succeeds(_ command: String, _ arguments: String...) -> Bool {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: command)
  process.arguments = arguments
  process.standardError = FileHandle.nullDevice
  guard (try? process.run()) != nil else { return false }
  process.waitUntilExit()
  return process.terminationStatus == 0
}
