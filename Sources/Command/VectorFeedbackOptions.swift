import ArgumentParser
internal import Dense

/// Feedback over vectors.
struct VectorFeedbackOptions: ParsableArguments {
  @Option(
    help: """
      Search embeddings twice, the second time with the query moved towards the vectors of the best hits: average (the mean of query and \
      hits) or rocchio (weighted), as Pyserini does.
      """)
  var prf: VectorFeedbackName?

  @Option(help: "With --prf: best hits whose vectors are taken (default: 3).")
  var prfDocs: Int?

  @Option(help: "With --prf rocchio: weight of the query (default: 0.9).")
  var prfAlpha: Float?

  @Option(help: "With --prf rocchio: weight of the mean of the best hits (default: 0.1).")
  var prfBeta: Float?

  @Option(help: "With --prf rocchio: take the last N hits for not relevant and move away from them (default: 0).")
  var prfNegatives: Int?

  @Option(help: "With --prf-negatives: weight of their mean (default: 0.1).")
  var prfGamma: Float?

  @Option(help: "With --prf-negatives: of how many hits they are the last (default: 1000).")
  var prfDepth: Int?

  /// The feedback asked for; nil without.
  var feedback: VectorFeedback? {
    guard let prf else { return nil }
    var rocchio = VectorFeedback.Rocchio()
    rocchio.alpha = prfAlpha ?? rocchio.alpha
    rocchio.beta = prfBeta ?? rocchio.beta
    rocchio.gamma = prfGamma ?? rocchio.gamma
    rocchio.negatives = prfNegatives ?? rocchio.negatives
    rocchio.depth = prfDepth ?? rocchio.depth
    var feedback = VectorFeedback(prf == .average ? .average : .rocchio(rocchio))
    feedback.documents = prfDocs ?? feedback.documents
    return feedback
  }

  func validate() throws {
    if prf == nil, prfDocs != nil { throw ValidationError("--prf-docs is about feedback: give --prf average or rocchio with it") }
    if prf != .rocchio, prfAlpha != nil || prfBeta != nil || prfNegatives != nil {
      throw ValidationError("--prf-alpha, --prf-beta and --prf-negatives are Rocchio's: give --prf rocchio with them")
    }
    if prfNegatives ?? 0 == 0, prfGamma != nil || prfDepth != nil {
      throw ValidationError("--prf-gamma and --prf-depth are about negatives: give --prf-negatives with them")
    }
    do { try feedback?.check() } catch { throw ValidationError("\(error)") }
  }
}

/// Methods of feedback over vectors on the command line.
enum VectorFeedbackName: String, CaseIterable, ExpressibleByArgument {
  case average
  case rocchio
}
