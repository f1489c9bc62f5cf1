public import ArgumentParser
public import Corpora
internal import Files
internal import Parallelism
internal import Pipelines

/// `winnow index`
struct IndexCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "index",
    abstract: "Build an index from a collection, or add embeddings to one.",
    discussion: """
        winnow index my-index --collection collection.tsv   # BM25
        winnow index my-index --collection corpus/ \\
          --dense all-MiniLM-L6-v2                          # BM25 and embeddings
        winnow index my-index --dense all-MiniLM-L6-v2      # adds embeddings
        winnow index my-index --vectors mine.npy            # adds vectors made elsewhere
        winnow index my-index --hnsw                        # adds a graph over them
        winnow index my-index --collection splade.jsonl --impacts --quantize 8
        winnow index my-index --reorder                     # reorders it

      Formats: MS MARCO TSV (id, tab, text), BEIR folders, JSONL (id|_id|docid; contents, or text with an optional title), TREC \
      documents; plain, .gz or .zst, told by content. The finished index appears at once under its name. A build that was \
      interrupted, by Ctrl-C, a full disk or a failing machine, goes on behind its last committed batch when the same command is \
      given again, and ends in the same index; so do encoding and graphs. The same command on a finished index says "up to date".

      \(ModelHelp.models) Its prompt for documents goes before passages, and `winnow search` puts the one for queries.

      \(ModelHelp.precision)
      """)

  @Argument(help: "The index folder; it stands before --collection.")
  var index: String

  @Option(
    parsing: .upToNextOption, help: "Collection files (all words up to the next option), or a BEIR folder; - is standard input.")
  var collection: [String] = []

  @Option(help: "msmarco, beir, jsonl, trec or auto (told by content).")
  var format = CollectionFormat.auto

  @Flag(help: "No BM25 part.")
  var noLexical = false

  @Flag(help: "Index the terms and impacts of a learned-sparse model, from the field \"vector\" of JSON lines, instead of texts.")
  var impacts = false

  @Option(help: "With --impacts: round weights to impacts of so many bits (8): round(weight / range * 2^bits).")
  var quantize: Int?

  @Option(help: "With --quantize: the weight that becomes 2^bits (default: 5, as Anserini has it); greater ones are not cut off.")
  var quantizeRange: Float?

  @OptionGroup var vectors: VectorOptions

  @Flag(help: "Do not keep the texts; search shows ids only, and reranking needs --candidates.")
  var noStoreText = false

  @Flag(help: "Give similar documents neighbouring numbers: a smaller index, faster searches, the same results. Takes a while.")
  var reorder = false

  @Flag(help: "Skip bad lines, count them and show the first few, instead of stopping at the first.")
  var skipBad = false

  @Flag(
    name: .customLong("replace-invalid-utf8"), help: "Replace bytes that are not UTF-8 by U+FFFD instead of refusing the line.")
  var replaceInvalidUTF8 = false

  @Flag(help: "Replace an index of another recipe.")
  var overwrite = false

  @OptionGroup var work: WorkOptions

  func validate() throws {
    if collection.isEmpty, !vectors.isAsked, !reorder {
      throw ValidationError(
        "give --collection FILE to build an index, --dense MODEL or --vectors FILE to add vectors to one, --hnsw to add a graph over them, or --reorder to order its documents"
      )
    }
    if collection.isEmpty, noLexical || noStoreText || skipBad || replaceInvalidUTF8 || format != .auto {
      throw ValidationError(
        "without --collection, the index is taken as it is: only --reorder, --overwrite and the options of vectors apply"
      )
    }
    if noStoreText, vectors.dense != nil {
      throw ValidationError("--no-store-text with --dense: embeddings are made from the stored texts; leave out one of the two")
    }
    if vectors.hnsw, !vectors.makesVectors, !collection.isEmpty {
      throw ValidationError("--hnsw with --collection: a graph is over vectors; give --dense MODEL or --vectors FILE too")
    }
    if impacts, collection.isEmpty || noLexical {
      throw ValidationError("--impacts is about the lexical part of a new index: give --collection FILE, without --no-lexical")
    }
    if quantize != nil, !impacts { throw ValidationError("--quantize without --impacts: there are no weights to round") }
    if quantizeRange != nil, quantize == nil { throw ValidationError("--quantize-range without --quantize: nothing is rounded") }
    if let quantize, ImpactQuantization(bits: quantize, range: quantizeRange ?? ImpactQuantization.usualRange) == nil {
      throw ValidationError("--quantize takes 1 to 16 bits, --quantize-range a number above 0")
    }
    if noLexical, reorder { throw ValidationError("--reorder with --no-lexical: documents are ordered by their terms") }
    if noLexical, !vectors.makesVectors {
      throw ValidationError("--no-lexical without --dense MODEL or --vectors FILE leaves nothing to search")
    }
  }

  func run() throws {
    var job = IndexJob(folder: index, collection: collection)
    job.format = format.rawValue
    job.lexical = !noLexical
    job.impacts = impactRule
    vectors.apply(to: &job)
    job.storeText = !noStoreText
    job.reorder = reorder
    job.skipBad = skipBad
    job.replaceInvalidUTF8 = replaceInvalidUTF8
    job.overwrite = overwrite
    job.work = work.settings
    let start = Progress.now()
    let outcome = try job.run()
    work.note(outcome.changed ? "\(outcome.summary); \(Progress.duration(Progress.now() - start))" : "\(index): up to date")
  }
}

extension IndexCommand {
  private var impactRule: ImpactRule? {
    guard impacts else { return nil }
    let quantization = quantize.flatMap { ImpactQuantization(bits: $0, range: quantizeRange ?? ImpactQuantization.usualRange) }
    return quantization.map { .quantized($0) } ?? .asGiven
  }
}

extension CollectionFormat: ExpressibleByArgument {}
