/// The operations of a model that time is accounted to.
public enum Operation: String, CaseIterable, Sendable {
  /// Text to token ids.
  case tokenization
  /// Token ids to vectors, their norm included.
  case embeddings
  /// Queries, keys and values.
  case projection = "query, key, value"
  /// Scores, softmax and weighted sums, rotation included.
  case attention
  /// The product behind attention.
  case output = "attention output"
  /// Both products of the feed-forward sublayer, activation and gate included.
  case feedForward = "feed-forward"
  /// The norms between sublayers.
  case norms
  /// Pooling, or the classification head.
  case head = "pooling, head"
}

/// What the operations of a run took.
public struct OperationCosts: Sendable {
  /// The cost of one operation.
  public struct Cost: Sendable {
    /// Seconds, added up over threads.
    public var seconds = 0.0
    /// Floating-point operations of matrix products and attention, a multiplication and an addition each; 0 for all else.
    public var flops = 0.0
  }

  private var costs = [Cost](repeating: Cost(), count: Operation.allCases.count)

  /// No cost at all.
  public init() {}

  /// The cost of one operation.
  public subscript(operation: Operation) -> Cost {
    get { costs[operation.index] }
    set { costs[operation.index] = newValue }
  }

  /// The cost of all operations.
  public var total: Cost {
    costs.reduce(Cost()) { Cost(seconds: $0.seconds + $1.seconds, flops: $0.flops + $1.flops) }
  }

  mutating func add(_ operation: Operation, seconds: Double, flops: Double) {
    self[operation].seconds += seconds
    self[operation].flops += flops
  }

  mutating func add(_ other: OperationCosts) {
    for operation in Operation.allCases {
      add(operation, seconds: other[operation].seconds, flops: other[operation].flops)
    }
  }
}

extension Operation {
  fileprivate var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
