internal import Glibc

/// The operations of a training step's passes that time is accounted to.
public enum TrainingOperation: String, CaseIterable, Sendable {
  /// y = x Wᵀ.
  case forwardProducts = "forward products"
  /// dx = dy W.
  case inputGradients = "input gradients"
  /// dW = dyᵀ x.
  case weightGradients = "weight gradients"
  /// Sums of the columns of dy.
  case biasGradients = "bias gradients"
  /// LoRA's products backward; those of the forward pass count as forward products.
  case lowRankChanges = "low-rank changes"
  /// Forward and backward, rotation included.
  case attention
  /// Activations and gates, forward, again and backward.
  case activations
  /// Forward and backward.
  case norms
  /// Forward and backward, attention's apart.
  case dropout
  /// Sums of tables' rows, and their gradients.
  case embeddings
}

/// Gathers where the time of training passes goes. One training model's thread writes it.
public final class TrainingAccount {
  private var costs = [OperationCosts.Cost](repeating: OperationCosts.Cost(), count: TrainingOperation.allCases.count)

  /// An empty account.
  public init() {}

  /// What an operation took: seconds of the thread that leads, and the operations of its products.
  public subscript(operation: TrainingOperation) -> OperationCosts.Cost {
    TrainingOperation.allCases.firstIndex(of: operation).map { costs[$0] } ?? OperationCosts.Cost()
  }

  // Seconds of all operations so far: an operation that runs within another is not counted twice.
  fileprivate var covered = 0.0

  func add(_ operation: TrainingOperation, seconds: Double, flops: Double) {
    guard let index = TrainingOperation.allCases.firstIndex(of: operation) else { return }
    costs[index].seconds += seconds
    costs[index].flops += flops
  }
}

/// Times one operation from where it was made to `stop`; without an account it costs nothing but itself.
struct OperationClock {
  private let account: TrainingAccount?
  private let operation: TrainingOperation
  private let flops: Double
  private let start: Double
  private let covered: Double

  init(_ account: TrainingAccount?, _ operation: TrainingOperation, flops: Double) {
    self.account = account
    self.operation = operation
    self.flops = flops
    covered = account?.covered ?? 0
    start = account == nil ? 0 : threadSeconds()
  }

  func stop() {
    guard let account else { return }
    let seconds = threadSeconds() - start
    account.add(operation, seconds: seconds - (account.covered - covered), flops: flops)
    account.covered = covered + seconds
  }
}

extension TrainingPass {
  /// A clock that runs from now on.
  func clock(_ operation: TrainingOperation, flops: @autoclosure () -> Double = 0) -> OperationClock {
    OperationClock(memory.account, operation, flops: memory.account == nil ? 0 : flops())
  }
}
