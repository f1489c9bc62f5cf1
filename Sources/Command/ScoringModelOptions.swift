public import ArgumentParser
public import Lexical

/// A scoring model and its parameters.
struct ScoringModelOptions: ParsableArguments {
  @Option(
    help: """
      What scores terms: bm25 (Lucene's), its relatives bm25+, bm25l, atire and robertson, or qld (query likelihood with Dirichlet \
      smoothing). Default: bm25.
      """)
  var scoring: ScoringModel.Name?

  @Option(help: "BM25 and its relatives: term frequency saturation (default: 0.9).")
  var k1: Float?

  @Option(help: "BM25 and its relatives: length normalisation, 0 to 1 (default: 0.4).")
  var b: Float?

  @Option(help: "bm25+ and bm25l: lower bound of what an occurrence is worth (default: 1 for bm25+, 0.5 for bm25l).")
  var delta: Float?

  @Option(help: "qld: strength of smoothing (default: 1000).")
  var mu: Float?

  @Flag(help: "Score with exact document lengths instead of Lucene's one-byte ones (Anserini's -bm25.accurate).")
  var exactLengths = false

  /// Whether any of it was given.
  var isGiven: Bool { scoring != nil || [k1, b, delta, mu].contains { $0 != nil } || exactLengths }

  /// The model with its parameters; parameters of other models are wrong usage.
  /// - Parameter alias: the model's name, given under `--model`.
  func model(alias: String? = nil) throws -> ScoringModel {
    let lengths = exactLengths ? DocumentLengths.exact : .oneByte
    do {
      return try ScoringModel(name(alias), k1: k1, b: b, delta: delta, mu: mu, lengths: lengths)
    } catch let error as LexicalError { throw ValidationError("\(error)") }
  }

  private func name(_ alias: String?) throws -> ScoringModel.Name {
    guard let alias else { return scoring ?? .bm25 }
    guard let name = ScoringModel.Name(rawValue: alias) else {
      let known = ScoringModel.Name.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--model \(alias): no scoring model (\(known)); an encoder goes with --method dense or hybrid")
    }
    if let scoring, scoring != name {
      throw ValidationError("--model \(alias) and --scoring \(scoring.rawValue) are two scoring models; give one of them")
    }
    return name
  }
}

extension ScoringModel.Name: ExpressibleByArgument {}
