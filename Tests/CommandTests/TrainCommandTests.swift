import Foundation
import TestSupport
import Testing

/// A small encoder, labelled pairs, a run to rerank, and a recipe over them; commands run in the folder.
private struct Corner {
  let folder: TemporaryFolder
  static let recipe = """
    model: ./tiny
    data: [{files: pairs.tsv}]
    optimizer: {name: adamw, learning_rate: 0.01}
    batch_size: 8
    steps: 6
    log_every: 1
    test: {name: all, rerank: {run: bm25.run, queries: queries.tsv, texts: docs.tsv, qrels: qrels.txt}}

    """

  init() throws {
    folder = try TemporaryFolder()
    let tiny = SharedData.projectRoot.appendingPathComponent("Tests/TransformersTests/Goldens/tiny-encoder").path
    try FileManager.default.copyItem(atPath: tiny, toPath: folder.file("tiny"))
    let pairs = (0..<12).map { "what do cats eat \($0)\tcats eat mice \($0)\t1\nwhat do cats eat \($0)\ta red car \($0)\t0\n" }
    try write("pairs.tsv", pairs.joined())
    try write("docs.tsv", "d1\tthe cat sat on the mat\nd2\tdogs chase cats\nd3\ta red car\n")
    try write("queries.tsv", "q1\tcat\nq2\tred cars\n")
    try write("qrels.txt", "q1 0 d2 1\nq2 0 d3 2\n")
    try write("bm25.run", "q1 Q0 d1 1 3 x\nq1 Q0 d2 2 2 x\nq2 Q0 d3 1 1 x\n")
    try write("recipe.yaml", Self.recipe)
  }

  func write(_ name: String, _ text: String) throws { try folder.write(Array(text.utf8), to: name) }

  /// A shell line in the folder; `$WINNOW` is the executable.
  func shell(_ line: String) throws -> WinnowProcess.Result { try WinnowProcess.shell("cd \(folder.path); \(line)") }

  func run(_ arguments: String) throws -> WinnowProcess.Result { try shell("\"$WINNOW\" \(arguments)") }
}

@Suite struct `The train and report commands` {
  @Test func `a training prints its table, is up to date the second time, and reports stand side by side`() throws {
    let corner = try Corner()
    let line = "train cross-encoder recipe.yaml --threads 1"
    let first = try corner.run("\(line) --output full")
    #expect(first.status == 0 && first.output.contains("nDCG@10") && first.error.contains("trained model: full"), "\(first)")
    let again = try corner.run("\(line) --output full")
    #expect(again.status == 0 && again.output.isEmpty && again.error.contains("full: up to date"), "\(again)")
    let other = try corner.run("\(line) --output full --set seed=7")
    #expect(other.status == 1 && other.error.contains("seed: 42, now 7") && other.error.contains("--overwrite"), "\(other)")
    let lion = try corner.run("\(line) --output lion --set optimizer=lion --quiet")
    #expect(lion.status == 0 && lion.error.isEmpty, "\(lion)")
    let table = try corner.run("report full lion")
    #expect(table.status == 0 && table.output.contains("\nfull ") && table.output.contains("\nlion "), "\(table)")
    let markdown = try corner.run("report full lion --format markdown")
    #expect(markdown.status == 0 && markdown.output.contains("| full "), "\(markdown)")
    let json = try corner.run("report full lion --format json")
    let folders = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]]
    #expect(json.status == 0 && folders?.map { $0["folder"] as? String } == ["full", "lion"], "\(json)")
  }

  @Test func `an adapter is timed merged and unmerged, and both give the same scores`() throws {
    let corner = try Corner()
    for (task, more) in [("cross-encoder", ""), ("bi-encoder", "--set loss=contrastive")] {
      let trained = try corner.run("train \(task) recipe.yaml --output \(task) --set adaptation=lora --quiet \(more)")
      #expect(trained.status == 0, "\(trained)")
      let found = try corner.run("bench --adapter ./\(task) --pairs pairs.tsv --items 64 --repeats 1 --threads 2")
      let lines = found.output.split(separator: "\n")
      #expect(found.status == 0 && lines.count == 5, "\(found)")
      #expect(lines.contains { $0.hasPrefix("  merged as it is loaded ") && $0.hasSuffix("/s") }, "\(found)")
      #expect(lines.contains { $0.hasPrefix("  unmerged, ") && $0.hasSuffix(" of merged") }, "\(found)")
      let difference = lines.last?.split(separator: " ").last.flatMap { Double($0) }
      #expect(lines.last?.hasPrefix("  largest difference") == true && difference.map { $0 < 1e-5 } == true, "\(found)")
    }
    let whole = try corner.run("bench --adapter ./tiny")
    #expect(whole.status == 1 && whole.error.contains("adapter_config.json"), "\(whole)")
  }

  @Test func `a dry run prints every setting and the forecast, and writes nothing`() throws {
    let corner = try Corner()
    let before = try corner.folder.names()
    let plan = try corner.run("train cross-encoder recipe.yaml --dry-run --set optimizer.weight_decay=0.25")
    #expect(plan.status == 0 && plan.output.contains("weight_decay: 0.25") && plan.output.contains("steps         6"), "\(plan)")
    #expect(try corner.folder.names() == before)
  }

  @Test(arguments: [
    "train cross-encoder", "train poly-encoder recipe.yaml", "train cross-encoder recipe.yaml --resume --overwrite",
    "train cross-encoder recipe.yaml --threads 0", "train cross-encoder recipe.yaml --memory lots",
    "train cross-encoder recipe.yaml --set batch_size", "train cross-encoder recipe.yaml --set batch_size=abc",
    "train cross-encoder recipe.yaml --set optimiser.name=lion", "train bi-encoder recipe.yaml --rank 4", "report",
    "report full --format pdf", "bench --pairs pairs.tsv",
  ])
  func `wrong usage is exit code 2`(arguments: String) throws {
    let result = try Corner().run(arguments)
    #expect(result.status == 2 && !result.error.isEmpty && result.output.isEmpty, "\(result)")
  }

  @Test(arguments: [
    ("learning_rat: 1\n", "bad.yaml:8:", "unknown key 'learning_rat'"),
    ("epochs: 2\n", "bad.yaml:", "epochs and steps exclude each other"),
    ("task: bi-encoder\n", "bad.yaml:8:", "`winnow train bi-encoder`"),
    ("loss: {name: bce, pos_wait: 1}\n", "bad.yaml:8:", "'pos_wait'"),
    ("adaptation: {lora: {targets: [qery]}}\n", "tiny", "called qery"),
    (
      "evaluation: {rerank: {run: no.run, queries: queries.tsv, texts: docs.tsv, qrels: qrels.txt}}\n", "bad.yaml",
      "no.run (evaluation)"
    ),
  ])
  func `what is wrong in a recipe is exit code 1, with the file and the key`(line: String, place: String, words: String) throws {
    let corner = try Corner()
    try corner.write("bad.yaml", Corner.recipe + line)
    let result = try corner.run("train cross-encoder bad.yaml --output out")
    #expect(result.status == 1 && result.error.contains(place) && result.error.contains(words), "\(result)")
    #expect(try !corner.folder.names().contains("out"))
  }

  @Test func `missing files, folders that hold no training and adapters of adapters are exit code 1, by name`() throws {
    let corner = try Corner()
    try corner.write("labels.tsv", "a cat\tthe cat sat\t1\na dog\tthe dog sat\tmany\n")
    #expect(try corner.run("train cross-encoder recipe.yaml --output ada --set adaptation=lora --quiet").status == 0)
    for (line, words) in [
      ("train cross-encoder none.yaml", ["none.yaml"]),
      ("train cross-encoder recipe.yaml --resume --output new", ["--resume", "new"]),
      ("train cross-encoder recipe.yaml --set data.0.files=nowhere.tsv", ["nowhere.tsv"]),
      ("train cross-encoder recipe.yaml --set data.0.files=labels.tsv", ["labels.tsv:2"]),
      ("train cross-encoder recipe.yaml --set model=./no-model", ["no-model"]),
      ("train cross-encoder recipe.yaml --set model=./ada --set adaptation=lora", ["ada", "output: {merge: true}"]),
      ("train cross-encoder recipe.yaml --output pairs.tsv", ["pairs.tsv is a file"]),
      ("report tiny", ["tiny holds no training"]), ("report nowhere", ["nowhere"]), ("bench --adapter nowhere", ["nowhere"]),
    ] {
      let result = try corner.run(line)
      #expect(result.status == 1 && words.allSatisfy { result.error.contains($0) }, "\(line): \(result)")
    }
  }

  @Test func `an interrupted training is exit code 130, and the same command goes on with it`() throws {
    let corner = try Corner()
    let line = "\"$WINNOW\" train cross-encoder recipe.yaml --output out --set steps=400"
    let stopped = try corner.shell(
      "\(line) & p=$!; until [ -s out/training.jsonl ] || ! kill -0 $p; do sleep 0.01; done; kill -INT $p; wait $p")
    #expect(stopped.status == 130 && stopped.error.contains("the same command goes on with it"), "\(stopped)")
    let unfinished = try corner.run("report out")
    #expect(unfinished.status == 1 && unfinished.error.contains("not finished"), "\(unfinished)")
    let resumed = try corner.shell(line)
    #expect(resumed.status == 0 && resumed.error.contains("resuming after step"), "\(resumed)")
  }
}
