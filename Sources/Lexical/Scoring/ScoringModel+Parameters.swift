extension ScoringModel {
  /// A model by its name, with those of its parameters that were given; the others have their defaults.
  /// - Throws: `LexicalError.foreignParameter` for a parameter that the model lacks, `.badParameter` for one out of range.
  public init(
    _ name: Name, k1: Float? = nil, b: Float? = nil, delta: Float? = nil, mu: Float? = nil, lengths: DocumentLengths = .oneByte
  ) throws(LexicalError) {
    let given = [("k1", k1), ("b", b), ("delta", delta), ("mu", mu)]
    for (parameter, value) in given where value != nil && !name.parameters.contains(parameter) {
      throw .foreignParameter(name: parameter, model: name.rawValue, known: name.parameters)
    }
    let parameters = BM25Parameters(k1: k1 ?? 0.9, b: b ?? 0.4, lengths: lengths)
    switch name {
    case .bm25: self = .bm25(parameters)
    case .bm25Plus: self = .bm25Plus(parameters, delta: delta ?? 1)
    case .bm25L: self = .bm25L(parameters, delta: delta ?? 0.5)
    case .atire: self = .atire(parameters)
    case .robertson: self = .robertson(parameters)
    case .queryLikelihood: self = .queryLikelihood(mu: mu ?? 1000, lengths: lengths)
    }
    try validate()
  }

  /// Which length of a document is used.
  public var lengths: DocumentLengths {
    switch family {
    case .saturating(let variant): variant.parameters.lengths
    case .likelihood(_, let lengths): lengths
    }
  }

  /// Its parameters in order, apart from the kind of lengths.
  public var parameters: [(name: String, value: Float)] {
    switch self {
    case .bm25(let bm25), .atire(let bm25), .robertson(let bm25): [("k1", bm25.k1), ("b", bm25.b)]
    case .bm25Plus(let bm25, let delta), .bm25L(let bm25, let delta): [("k1", bm25.k1), ("b", bm25.b), ("delta", delta)]
    case .queryLikelihood(let mu, _): [("mu", mu)]
    }
  }

  /// k1 and delta are finite and >= 0, b is in 0...1, mu is finite and > 0.
  public func validate() throws(LexicalError) {
    for (name, value) in parameters {
      let allowed =
        switch name {
        case "b": value >= 0 && value <= 1
        case "mu": value > 0 && value.isFinite
        default: value >= 0 && value.isFinite
        }
      guard allowed else { throw .badParameter(name: name, value: value) }
    }
  }
}

extension ScoringModel.Name {
  /// The names of its parameters, in order.
  public var parameters: [String] {
    switch self {
    case .bm25, .atire, .robertson: ["k1", "b"]
    case .bm25Plus, .bm25L: ["k1", "b", "delta"]
    case .queryLikelihood: ["mu"]
    }
  }
}
