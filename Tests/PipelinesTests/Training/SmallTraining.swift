import Foundation
import Pipelines
import TestSupport

/// A folder with a tiny random encoder, labelled pairs and a run to rerank, and recipes over them.
struct SmallTraining {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let tiny = SharedData.projectRoot.appendingPathComponent("Tests/TransformersTests/Goldens/tiny-encoder")
    try FileManager.default.copyItem(at: tiny, to: URL(fileURLWithPath: folder.file("tiny")))
    try write("pairs.tsv", SmallTraining.pairs(queries: 24))
    try write("triples.tsv", SmallTraining.triples(queries: 24))
    try write("docs.tsv", "d1\tthe cat sat on the mat\nd2\tdogs chase cats\nd3\ta red car\nd4\tcars and cats\n")
    try write("queries.tsv", "q1\tcat\nq2\tred cars\n")
    try write("qrels.txt", "q1 0 d2 1\nq1 0 d3 0\nq2 0 d3 2\n")
    try write("bm25.run", "q1 Q0 d1 1 3 x\nq1 Q0 d2 2 2 x\nq1 Q0 d3 3 1 x\nq2 Q0 d4 1 2 x\nq2 Q0 d3 2 1 x\n")
  }

  /// Passages about cats are relevant, those about cars are not.
  private static func pairs(queries: Int) -> String {
    (0..<queries).map { "what do cats eat \($0)\tcats eat mice and fish \($0)\t1\nwhat do cats eat \($0)\ta red car \($0)\t0\n" }
      .joined()
  }

  private static func triples(queries: Int) -> String {
    (0..<queries).map { "what do cats eat \($0)\tcats eat mice and fish \($0)\ta red car \($0)\n" }.joined()
  }

  func write(_ name: String, _ text: String) throws { try folder.write(Array(text.utf8), to: name) }

  func path(_ name: String) -> String { folder.file(name) }

  static let rerank = "rerank: {run: bm25.run, queries: queries.tsv, texts: docs.tsv, qrels: qrels.txt}"

  /// A recipe for a cross-encoder, of 20 steps.
  func crossEncoder(_ rest: String = "", data: String = "{sources: [{files: pairs.tsv}], held_out: 6}") -> String {
    """
    model: ./tiny
    data: \(data)
    optimizer: {name: adamw, learning_rate: 0.01}
    batch_size: 8
    steps: 20
    dropout: 0.1
    log_every: 1
    save_every: 5
    \(rest)
    """
  }

  func recipe(_ text: String, task: TrainingTask = .crossEncoder, set: [String] = []) throws -> TrainingRecipe {
    try TrainingRecipe(text: text, file: path("recipe.yaml"), task: task, overrides: set)
  }

  func job(_ text: String, task: TrainingTask = .crossEncoder, output: String = "out", set: [String] = []) throws -> TrainJob {
    var job = TrainJob(recipe: try recipe(text, task: task, set: set))
    job.output = path(output)
    job.work.quiet = true
    return job
  }
}
