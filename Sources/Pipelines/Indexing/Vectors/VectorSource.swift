internal import Dense
internal import Parallelism
internal import Storage
internal import Transformers

/// Where the vectors of a set come from: an encoder, or a file.
protocol VectorSource {
  /// What decides the vectors, beside the documents: compared with what a set in the index says of itself.
  var identity: [VectorSetDescription.Field] { get }
  /// What the manifest says of the set's encoder.
  var description: [VectorSetDescription.Field] { get }
  /// What decides whether unfinished work is the same.
  func settings(_ recipe: inout Recipe)
  /// What is being done, for people.
  func work(on name: String) -> String
  /// Makes the rows of all documents available in the staging folder, or in their file.
  func rows(for pass: VectorPass) throws -> any VectorRows
}

/// The vectors of all documents of an index, in their order.
protocol VectorRows {
  /// Numbers a vector.
  var dimension: Int { get }
  /// Hands over all rows, some at a time.
  func forEachPiece(_ body: ([Float]) throws -> Void) throws
}

/// What a source is given to work with.
struct VectorPass {
  let job: IndexJob
  let index: OpenIndex
  let staging: Staging
  /// The disk that a set of so many numbers a vector asks for, with the bytes that are in the staging folder already.
  let disk: (_ dimension: Int, _ staged: Int) throws -> VectorForecast.Disk
}

extension StagedVectors: VectorRows {}
extension ImportedVectors: VectorRows {}

/// Vectors of the stored texts.
struct EncoderSource: VectorSource {
  let model: TextEncoder
  /// What the encoder was called: it finds the model again when queries are encoded.
  let name: String

  var identity: [VectorSetDescription.Field] { model.fields }

  var description: [VectorSetDescription.Field] {
    [.init("name", name)] + model.fields + [.init("kernels", model.instructionSet.name)]
  }

  func settings(_ recipe: inout Recipe) {
    for field in model.fields { recipe.add("encoder.\(field.name)", field.value) }
    recipe.add("encoder.kernels", model.instructionSet.name)
  }

  func work(on name: String) -> String { "encoding '\(name)' with \(self.name)" }

  func rows(for pass: VectorPass) throws -> any VectorRows {
    let (job, total) = (pass.job, pass.index.documents.count)
    let vectors = try StagedVectors(pass.staging, dimension: model.dimension)
    if vectors.count > 0 {
      job.work.note("going on with the unfinished vectors in \(job.folder): \(vectors.count) of \(total) are committed")
    }
    let plan = try VectorPlan(
      budget: job.work.budget, threads: job.work.threads, dimension: model.dimension, used: MemoryBudget.anonymousBytes() ?? 0)
    let disk = try pass.disk(model.dimension, vectors.byteCount)
    try VectorEncoding(job: job, index: pass.index, model: model, plan: plan).run(into: vectors, disk: disk)
    return vectors
  }
}

/// Vectors made elsewhere.
struct FileSource: VectorSource {
  let file: VectorFile
  let identity: [VectorSetDescription.Field]

  /// Reads the whole file, for its digest.
  init(_ file: VectorFile) throws {
    self.file = file
    identity = try file.fields()
  }

  var description: [VectorSetDescription.Field] { identity }

  func settings(_ recipe: inout Recipe) { for field in identity { recipe.add(field.name, field.value) } }

  func work(on name: String) -> String { "importing '\(name)' from \(file.path)" }

  func rows(for pass: VectorPass) throws -> any VectorRows {
    try ImportedVectors(file, for: pass.index, pass.staging, threads: pass.job.work.threads)
  }
}
