import ArgumentParser
internal import Pipelines

/// `winnow encode`
struct EncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode",
    abstract: "Write the embeddings of texts to a file.",
    discussion: """
        winnow encode --model all-MiniLM-L6-v2 \\
          --input passages.jsonl --output passages.npy
        winnow encode --model all-MiniLM-L6-v2 \\
          --input queries.tsv --output queries.jsonl

      Input: the formats of `winnow index`. A .npy output (float32, one row a text) comes with a file NAME.npy.ids, one id a line; \
      a .jsonl output has lines {"id", "vector"}.
      """)

  @Option(help: "Encoder: a model folder, or a name.")
  var model: String

  @Option(help: "File of texts with ids.")
  var input: String

  @Option(help: "FILE.npy or FILE.jsonl.")
  var output: String

  @Flag(help: "Skip bad lines, count them and show the first few, instead of stopping at the first.")
  var skipBad = false

  @Flag(
    name: .customLong("replace-invalid-utf8"), help: "Replace bytes that are not UTF-8 by U+FFFD instead of refusing the line.")
  var replaceInvalidUTF8 = false

  @Flag(help: "Replace an output of another recipe.")
  var overwrite = false

  @OptionGroup var work: WorkOptions

  func validate() throws {
    if !output.hasSuffix(".npy"), !output.hasSuffix(".jsonl") { throw ValidationError("--output must end in .npy or .jsonl") }
  }

  func run() throws {
    var job = EncodeJob(model: model, input: input, output: output)
    job.skipBad = skipBad
    job.replaceInvalidUTF8 = replaceInvalidUTF8
    job.overwrite = overwrite
    job.work = work.settings
    if try !job.execute() { work.note("\(output): up to date") }
  }
}
