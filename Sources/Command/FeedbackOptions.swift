import ArgumentParser
internal import Lexical

/// RM3 and Rocchio over BM25.
struct FeedbackOptions: ParsableArguments {
  @Flag(help: "Search twice: RM3 takes terms of the best hits into the query (Anserini's -rm3). The index must hold texts.")
  var rm3 = false

  @Flag(help: "The same with Rocchio's vectors (Anserini's -rocchio).")
  var rocchio = false

  @Option(help: "RM3, Rocchio: best hits that terms are taken from (default: 10).")
  var fbDocs: Int?

  @Option(help: "RM3, Rocchio: terms that are taken (default: 10).")
  var fbTerms: Int?

  @Option(help: "RM3: the query's share of the new one, 0 to 1 (default: 0.5).")
  var originalWeight: Float?

  @Option(help: "Rocchio: weight of the query (default: 1).")
  var rocchioAlpha: Float?

  @Option(help: "Rocchio: weight of the best hits (default: 0.75).")
  var rocchioBeta: Float?

  @Option(help: "Rocchio: weight of the negatives (default: 0.15).")
  var rocchioGamma: Float?

  @Flag(help: "Rocchio: take the last --fb-docs of the first 1000 hits for not relevant.")
  var rocchioNegatives = false

  @Flag(help: "Print the query that feedback made of each one, with weights: above the hits, or on standard error.")
  var explainFeedback = false

  /// The feedback asked for; nil without.
  var feedback: Feedback? {
    let documents = fbDocs ?? 10, terms = fbTerms ?? 10
    if rm3 { return .rm3(RM3(documents: documents, terms: terms, originalWeight: originalWeight ?? 0.5)) }
    guard rocchio else { return nil }
    let negatives = rocchioNegatives ? Rocchio.Negatives(documents: documents, terms: terms) : nil
    return .rocchio(
      Rocchio(
        documents: documents, terms: terms, alpha: rocchioAlpha ?? 1, beta: rocchioBeta ?? 0.75, gamma: rocchioGamma ?? 0.15,
        negatives: negatives))
  }

  func validate() throws {
    if rm3, rocchio { throw ValidationError("--rm3 and --rocchio are two ways of feedback: give one of them") }
    if !rm3, !rocchio, fbDocs != nil || fbTerms != nil || explainFeedback {
      throw ValidationError("--fb-docs, --fb-terms and --explain-feedback are about feedback: give --rm3 or --rocchio with them")
    }
    if originalWeight != nil, !rm3 { throw ValidationError("--original-weight is RM3's: give --rm3 with it") }
    if rocchioAlpha != nil || rocchioBeta != nil || rocchioNegatives, !rocchio {
      throw ValidationError("--rocchio-alpha, --rocchio-beta and --rocchio-negatives are Rocchio's: give --rocchio with them")
    }
    if rocchioGamma != nil, !rocchioNegatives {
      throw ValidationError("--rocchio-gamma weighs negatives: give --rocchio-negatives with it")
    }
    do { try feedback?.validate() } catch { throw ValidationError("\(error)") }
  }
}
