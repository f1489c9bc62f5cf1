internal import Lexical

/// First stage: BM25 over the index's lexical part, Lucene's or one of its relatives.
struct BM25Stage: LexicalStage {
  static let verb = "bm25"
  static let usage =
    "{k1: 0.9, b: 0.4, hits: 1000, exact-lengths: false, model: bm25 (bm25+, bm25l, atire, robertson), delta: (of bm25+, bm25l)}: "
    + "lexical retrieval; \(FeedbackFields.usage)"

  var retrieval: LexicalRetrieval

  init(_ mapping: inout YAMLMapping) throws {
    let (k1, b) = (try mapping.float("k1"), try mapping.float("b"))
    let lengths = try mapping.lengths()
    let hits = try mapping.optional("hits")?.int(atLeast: 1) ?? 1000
    let name = try mapping.optional("model").map(Self.name) ?? .bm25
    let delta = try mapping.float("delta")
    let model = try mapping.scoring(Self.verb) { () throws(LexicalError) in
      try ScoringModel(name, k1: k1, b: b, delta: delta, lengths: lengths)
    }
    retrieval = LexicalRetrieval(model: model, hits: hits, feedback: try FeedbackFields.read(&mapping))
  }

  init(_ retrieval: LexicalRetrieval) { self.retrieval = retrieval }

  private static func name(_ reader: YAMLReader) throws -> ScoringModel.Name {
    let text = try reader.string()
    if let name = ScoringModel.Name(rawValue: text), name != .queryLikelihood { return name }
    let known = ScoringModel.Name.allCases.filter { $0 != .queryLikelihood }.map(\.rawValue).joined(separator: ", ")
    throw reader.error("unknown BM25 '\(text)'; known: \(known); query likelihood is the stage qld")
  }
}
