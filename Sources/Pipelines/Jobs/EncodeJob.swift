internal import Bytes
internal import Corpora
internal import Files
internal import Parallelism
internal import Transformers

/// Writes the embeddings of a file of texts.
public struct EncodeJob {
  /// Encoder: a folder or a name.
  public var model: String
  /// Texts with ids, in any collection format.
  public var input: String
  /// `FILE.npy` (with `FILE.npy.ids` beside it) or `FILE.jsonl`.
  public var output: String
  /// What is put before every text.
  public var prompt = EncodePrompt.standard
  /// fp32 or int8: what the encoder computes in.
  public var precision = "fp32"
  /// Skip and count bad lines instead of stopping.
  public var skipBad = false
  /// Replace invalid UTF-8 by U+FFFD instead of refusing it.
  public var replaceInvalidUTF8 = false
  /// Replace an output of another recipe.
  public var overwrite = false
  /// Threads, memory, progress and notes.
  public var work = WorkSettings()
  /// Texts encoded at a time.
  static let window = 4096

  /// A job with default settings.
  public init(model: String, input: String, output: String) {
    self.model = model
    self.input = input
    self.output = output
  }

  /// Does it. Returns false when the output was up to date.
  public func execute() throws -> Bool {
    let encoder = try TextEncoder(folder: ModelLookup.folder(of: model), precision: Precision(named: precision))
    let recipe = try recipe(encoder)
    let idsAreThere = !output.hasSuffix(".npy") || Paths.exists(ids)
    let state = try OutputRecord.state(of: output, recipe: recipe, overwrite: overwrite)
    if state == .upToDate, idsAreThere { return false }
    let start = Progress.now()
    let count = try output.hasSuffix(".npy") ? writeArray(encoder) : writeLines(encoder)
    try OutputRecord.write(for: output, recipe: recipe)
    let seconds = Progress.now() - start
    work.note("\(count) texts in \(Progress.duration(seconds)) (\(Int(Double(count) / max(seconds, 1e-9))) a second); \(output)")
    return true
  }

  private func recipe(_ encoder: TextEncoder) throws -> Recipe {
    var recipe = Recipe()
    recipe.add("winnow", Version.text)
    recipe.add("command", "encode")
    recipe.add("input", try InputDigest.ofFile(input, "the input of encode"))
    if skipBad { recipe.add("bad lines", "skipped") }
    if replaceInvalidUTF8 { recipe.add("invalid UTF-8", "replaced") }
    if prompt != .standard { recipe.add("prompt", try encoder.text(of: prompt.prompt).text) }
    for field in encoder.fields { recipe.add("encoder.\(field.name)", field.value) }
    recipe.add("kernels", encoder.instructionSet.name)
    return recipe
  }

  /// Hands windows of documents with their vectors to `body`, in order.
  private func forEachWindow(_ encoder: TextEncoder, _ body: ([SourcedDocument], [Float]) throws -> Void) throws -> Int {
    var reader = try openInput()
    let progress = Progress("encoding", unit: "texts", quiet: work.quiet)
    var finished = 0
    let prompt = prompt.prompt
    while true {
      let batch = try reader.next(batch: Self.window)
      if batch.isEmpty { break }
      let first = finished
      let texts = batch.map(\.document.text)
      let vectors = try namingInputs(of: model, { "text '\(batch[$0].document.id)'" }) {
        try encoder.encode(texts, prompt: prompt, threads: work.threads) { progress.reach(first + $0) }
      }
      try body(batch, vectors)
      finished += batch.count
      try work.budget.check()
    }
    progress.finish()
    if reader.skipped.total > 0 || reader.skipped.replaced > 0 { work.note("\(reader.skipped)") }
    return finished
  }

  private func writeLines(_ encoder: TextEncoder) throws -> Int {
    var file = try AtomicFile(path: output)
    let count = try forEachWindow(encoder) { documents, vectors in
      for (row, item) in documents.enumerated() {
        let vector = vectors[row * encoder.dimension..<(row + 1) * encoder.dimension].map {
          JSONValue.number(JSONNumber(raw: ByteString("\($0)")))
        }
        let line: JSONValue = ["id": .string(item.document.id), "vector": .array(vector)]
        try file.write(line.serialized() + [10])
      }
    }
    try file.commit()
    return count
  }

  /// NumPy's format 1.0: magic, a header padded to 64 bytes, then the rows. The header names the number of rows, so they are counted first.
  private func writeArray(_ encoder: TextEncoder) throws -> Int {
    let rows = try countDocuments()
    var file = try AtomicFile(path: output)
    var ids = try AtomicFile(path: ids)
    try file.write(NumPyHeader.bytes(rows: rows, columns: encoder.dimension))
    let count = try forEachWindow(encoder) { documents, vectors in
      try file.write(unsafe vectors.span.bytes)
      for item in documents { try ids.write(item.document.id.bytes + [10]) }
    }
    guard count == rows else {
      throw PipelinesError.input(reason: "\(input) changed while it was read: \(rows) texts, then \(count)")
    }
    try ids.commit()
    try file.commit()
    return count
  }

  private func openInput() throws -> CollectionReader {
    let options = ReadingOptions(skipBad: skipBad, replaceInvalidUTF8: replaceInvalidUTF8)
    return try CollectionReader(paths: [input], format: .auto, options: options)
  }

  /// The ids of a `.npy` file's rows, one a line.
  private var ids: String { output + ".ids" }

  private func countDocuments() throws -> Int {
    var reader = try openInput()
    while try !reader.next(batch: Self.window).isEmpty {}
    return reader.documentCount
  }
}
