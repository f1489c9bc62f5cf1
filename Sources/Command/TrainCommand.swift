import ArgumentParser
internal import Files
internal import Foundation
internal import Pipelines

/// `winnow train`
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a cross-encoder or a bi-encoder by a recipe.",
    discussion: """
        winnow train cross-encoder recipe.yaml --dry-run    # every setting, and what it will take
        winnow train cross-encoder recipe.yaml --output my-reranker
        winnow rerank my-index --run bm25.run --queries queries.tsv \\
          --model ./my-reranker --output reranked.run

      A recipe names a model, data and whatever differs from the defaults:
        model: all-MiniLM-L6-v2
        data: {sources: [{files: triples.train.small.tsv}], held_out: 1000}
        loss: bce
        optimizer: {name: lion, learning_rate: 5e-6}
        batch_size: 64
        evaluation: {every: 500, rerank: {run: bm25.run, queries: dev.tsv, texts: passages.jsonl, qrels: dev.qrels}}

      The folder that comes out is one that Hugging Face's libraries, sentence-transformers and PEFT load. A training that was \
      interrupted goes on when the same command is given again, to the same weights bit for bit.
      """,
    subcommands: [CrossEncoderCommand.self, BiEncoderCommand.self])

  /// `winnow train cross-encoder`
  struct CrossEncoderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "cross-encoder", abstract: "Train a reranker: query and passage together in, one logit out.")

    @OptionGroup var training: TrainingOptions

    func run() throws { try training.run(.crossEncoder) }
  }

  /// `winnow train bi-encoder`
  struct BiEncoderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "bi-encoder", abstract: "Train an encoder: a text in, a vector out.")

    @OptionGroup var training: TrainingOptions

    func run() throws { try training.run(.biEncoder) }
  }
}

/// Options of the commands that train.
struct TrainingOptions: ParsableArguments {
  @Argument(help: "The recipe (YAML).")
  var recipe: String

  @Option(help: "Change a setting before anything is checked: key.path=value, e.g. optimizer.learning_rate=1e-4. Repeatable.")
  var set: [String] = []

  @Option(help: "Folder of the trained model (default: the recipe's, or results/NAME).")
  var output: String?

  @Flag(help: "Go on with a training that was interrupted; an error when there is none.")
  var resume = false

  @Flag(help: "Replace a folder of another recipe, or begin again.")
  var overwrite = false

  @Flag(help: "Print every setting and the forecast, and stop.")
  var dryRun = false

  @OptionGroup var work: WorkOptions

  func validate() throws {
    if resume, overwrite { throw ValidationError("--resume goes on and --overwrite begins again: give one of them") }
  }

  func run(_ task: TrainingTask) throws {
    let text = String(decoding: try readWhole(path: recipe), as: UTF8.self)
    var job = TrainJob(recipe: try TrainingRecipe(text: text, file: recipe, task: task, overrides: set))
    job.output = output
    job.resume = resume
    job.overwrite = overwrite
    job.work = work.settings
    if dryRun { return try StandardOutput.write(job.plan()) }
    job.shouldStop = {
      Interruption.waitForWork("ending after this group of sequences and saving")  // there is something to save
      return Interruption.wasAsked
    }
    do {
      switch try job.execute() {
      case .upToDate(let folder): work.note("\(folder): up to date")
      case .finished(let folder, let table):
        try StandardOutput.write(table)
        work.note("trained model: \(folder)")
      }
    } catch  where Interruption.wasAsked && TrainJob.isInterruption(error) {
      Exit.say("winnow: interrupted; the training is saved, and the same command goes on with it")
      throw ExitCode(Interruption.exitCode)
    }
  }
}
