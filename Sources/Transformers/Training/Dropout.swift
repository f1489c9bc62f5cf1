internal import Tensors

/// One place of dropout in a model.
struct Dropout: Sendable {
  let rate: Float
  /// The number of the place.
  let site: Int

  /// No dropout: inference's.
  static let none = Dropout(rate: 0, site: 0)

  /// The keys of the sequences' masks; nil when nothing is dropped.
  func keys(_ pass: TrainingPass) -> [UInt64]? {
    guard rate > 0, let key = pass.dropout else { return nil }
    return pass.numbers.map { key.key(site: site, sequence: $0) }
  }

  /// Drops elements of the rows of each sequence; backward, those of a gradient.
  func apply(_ matrix: inout Matrix, _ pass: TrainingPass, on instructionSet: InstructionSet) {
    guard let keys = keys(pass) else { return }
    for (rows, key) in zip(pass.sequences, keys) {
      instructionSet.dropout(&matrix, rows: rows, mask: DropoutMask(key: key, rate: rate), fork: pass.fork)
    }
  }
}
