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
          --input queries.tsv --output queries.jsonl --as query

      Input: the formats of `winnow index`. A .npy output (float32, one row a text) comes with a file NAME.npy.ids, one id a line; \
      a .jsonl output has lines {"id", "vector"}. Models may come with prompts, texts that go before others: `winnow index` puts the \
      one for documents before passages, `winnow search` the one for queries; encode puts the default one, or what --as, \
      --prompt-name or --prompt says.

      \(ModelHelp.models)

      \(ModelHelp.precision)
      """)

  @Option(help: "Encoder: a model folder, or a name.")
  var model: String

  @Option(help: "File of texts with ids.")
  var input: String

  @Option(help: "FILE.npy or FILE.jsonl.")
  var output: String

  @Option(name: .customLong("as"), help: "Encode the texts as: query, document. Puts the model's prompt for those before each.")
  var role: Role?

  @Option(help: "Put the model's prompt of this name before every text.")
  var promptName: String?

  @Option(help: "Put this before every text.")
  var prompt: String?

  @Option(help: "What the encoder computes in: fp32, or int8, which is faster and nearly as good.")
  var precision = PrecisionName.fp32

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
    let given = [role == nil ? nil : "--as", promptName.map { _ in "--prompt-name" }, prompt.map { _ in "--prompt" }].compactMap {
      $0
    }
    if given.count > 1 { throw ValidationError("\(given.joined(separator: " and ")) cannot be given together") }
  }

  func run() throws {
    var job = EncodeJob(model: model, input: input, output: output)
    job.prompt = encodePrompt
    job.precision = precision.rawValue
    job.skipBad = skipBad
    job.replaceInvalidUTF8 = replaceInvalidUTF8
    job.overwrite = overwrite
    job.work = work.settings
    if try !job.execute() { work.note("\(output): up to date") }
  }

  /// What the texts are encoded as.
  enum Role: String, ExpressibleByArgument, CaseIterable {
    case query, document
  }

  private var encodePrompt: EncodePrompt {
    switch role {
    case .query: .query
    case .document: .document
    case nil: promptName.map { .named($0) } ?? prompt.map { .text($0) } ?? .standard
    }
  }
}
