internal import Bytes
public import Corpora
internal import Dense
internal import Lexical
internal import Parallelism
internal import Storage
internal import Transformers

/// Builds an index, or adds vectors to one.
public struct IndexJob {
  /// The index folder.
  public var folder: String
  /// Collection files or folders; may be empty when vectors are added to an index that holds its texts.
  public var collection: [String]
  /// `msmarco`, `beir`, `jsonl`, `trec` or `auto`.
  public var format: String = "auto"
  /// Build the BM25 part.
  public var lexical = true
  /// The lexical part is one of impacts, which stand in the collection's vectors, made by this rule; nil: of texts, for BM25.
  public var impacts: ImpactRule?
  /// Encoder for the dense part: a folder or a name.
  public var encoder: String?
  /// A file of vectors made elsewhere, `.npy` or `.jsonl`, instead of an encoder.
  public var vectorFile: String?
  /// The file of ids of a `.npy` file's rows; by default its name with `.ids` behind it.
  public var vectorIDs: String?
  /// fp32 or int8: what the encoder computes in.
  public var precision = "fp32"
  /// Name of the vector set; by default the encoder's, with the precision behind it where that is not fp32, or the file's.
  public var setName: String?
  /// How the set is stored.
  public var vectors = VectorSettings()
  /// A graph over the set, so that searches need not read all vectors; nil: none is asked for.
  public var graph: GraphSettings?
  /// Give similar documents neighbouring numbers. Results do not depend on it.
  public var reorder = false
  /// Keep the texts.
  public var storeText = true
  /// Skip and count bad lines instead of stopping.
  public var skipBad = false
  /// Replace invalid UTF-8 by U+FFFD instead of refusing it.
  public var replaceInvalidUTF8 = false
  /// Replace an index of another recipe.
  public var overwrite = false
  /// For tests: bytes of a block of the collection, and documents after which a batch is committed, whatever memory there is.
  package var grain: (blockBytes: Int, documents: Int)?
  /// Threads, memory, progress and notes.
  public var work = WorkSettings()

  /// A job with default settings.
  public init(folder: String, collection: [String]) {
    self.folder = folder
    self.collection = collection
  }

  /// What came of a job.
  public struct Outcome: Sendable, Equatable {
    /// False when everything was there already.
    public var changed: Bool
    /// A few lines about the index.
    public var summary: String
  }

  /// Does it: nothing when the index is of this recipe, else the missing parts. An unfinished build is gone on with.
  /// - Throws: `PipelinesError.otherRecipe` when the folder holds an index, or an unfinished build, of another recipe and `overwrite` is
  ///   false; `BuildStopped` when `work.stop` was uttered while the collection was read.
  public func run() throws -> Outcome {
    if !storeText, encoder != nil, !collection.isEmpty {
      throw PipelinesError.input(
        reason:
          "an encoder reads the texts in the index, so --dense and --no-store-text do not go together; leave one of them out")
    }
    if collection.isEmpty, try !Snapshot.isPublished(in: folder) {
      throw PipelinesError.input(reason: "there is no index in \(folder); give --collection FILE to build one")
    }
    if reorder, !lexical, !collection.isEmpty {
      throw PipelinesError.input(reason: "documents are ordered by their terms, so --reorder and --no-lexical do not go together")
    }
    let source = try vectorSource()
    var changed = false
    if try !baseIsCurrent() {
      let lost = (try? OpenIndex(folder: folder))?.vectorSets ?? []
      try BaseIndex(job: self).build()
      try UnfinishedVectors.removeStale(in: folder, work: work)
      if !lost.isEmpty, source == nil {
        work.note(
          "the embeddings of the old index are gone with it (\(lost.joined(separator: ", "))); --dense MODEL adds them again")
      }
      changed = true
    }
    if reorder, try reorderDocuments() {
      try UnfinishedVectors.removeStale(in: folder, work: work)
      changed = true
    }
    if let source, try addVectors(from: source) { changed = true }
    if let graph, try addGraph(graph, to: source == nil ? setName : vectorSetName()) { changed = true }
    let index = try OpenIndex(folder: folder)
    return Outcome(changed: changed, summary: try IndexSummary.text(index))
  }

  /// True when the folder's index holds this collection's documents and lexical part.
  private func baseIsCurrent() throws -> Bool {
    if collection.isEmpty { return true }
    if try overwrite || !Snapshot.isPublished(in: folder) { return false }
    guard !collection.contains("-") else {
      throw PipelinesError.input(
        reason:
          "\(folder) holds an index, and standard input cannot be compared with what is in it; give --overwrite to replace it")
    }
    let index = try OpenIndex(folder: folder)
    let base = BaseIndex(job: self)
    let digest = try base.collectionDigest()
    var recipe = base.recipe(collectionDigest: digest)
    if let order = index.recipe[ReorderPart.field] { recipe.add(ReorderPart.field, reorder ? Reordering.name : order) }
    let differences = recipe.differences(from: index.recipe)
    guard differences.isEmpty else { throw PipelinesError.otherRecipe(output: folder, differences: differences) }
    base.removeRemains(of: digest)
    return true
  }

  /// Orders the documents unless they are. Returns false when nothing was to do.
  private func reorderDocuments() throws -> Bool {
    let index = try OpenIndex(folder: folder)
    if index.recipe[ReorderPart.field] != nil { return false }
    try ReorderPart(job: self, index: index).write()
    return true
  }

  /// Where vectors come from; nil where none are asked for.
  private func vectorSource() throws -> (any VectorSource)? {
    if let vectorFile { return try FileSource(VectorFile(path: vectorFile, ids: vectorIDs)) }
    guard let encoder else { return nil }
    let model = try TextEncoder(folder: ModelLookup.folder(of: encoder), precision: Precision(named: precision))
    return EncoderSource(model: model, name: encoderName)
  }

  /// The last part of what the encoder was called.
  private var encoderName: String { (encoder ?? "").split(separator: "/").last.map(String.init) ?? "vectors" }

  /// The set's name.
  private func vectorSetName() throws -> String {
    if let setName { return setName }
    if let vectorFile { return try VectorFile(path: vectorFile, ids: vectorIDs).usualName }
    return precision == Precision.fp32.rawValue ? encoderName : "\(encoderName)-\(precision)"
  }

  /// Adds a graph unless it is there. Returns false when nothing was to do.
  private func addGraph(_ graph: GraphSettings, to set: String?) throws -> Bool {
    try GraphPart(job: self, asked: graph, name: set).add()
  }

  /// Adds vectors unless they are there. Returns false when nothing was to do.
  private func addVectors(from source: any VectorSource) throws -> Bool {
    let name = ByteString(try vectorSetName())
    try VectorSet.check(name: name)
    return try VectorPart(job: self, source: source, name: name).add()
  }
}
