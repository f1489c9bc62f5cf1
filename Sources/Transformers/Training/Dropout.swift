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

  /// Writes what it leaves of the rows of each sequence into another matrix of the same width.
  func apply(_ source: borrowing Matrix, into output: inout Matrix, _ pass: TrainingPass, on instructionSet: InstructionSet) {
    let clock = pass.clock(.dropout)
    defer { clock.stop() }
    guard let keys = keys(pass) else { return output.copyRows(pass.rows, of: source, fork: pass.fork) }
    instructionSet.dropout(source, sequences: pass.sequences, keys: keys, rate: rate, into: &output, fork: pass.fork)
  }

  /// Drops elements of the rows of each sequence; backward, those of a gradient.
  func apply(_ matrix: inout Matrix, _ pass: TrainingPass, on instructionSet: InstructionSet) {
    guard let keys = keys(pass) else { return }
    let clock = pass.clock(.dropout)
    instructionSet.dropout(&matrix, sequences: pass.sequences, keys: keys, rate: rate, fork: pass.fork)
    clock.stop()
  }
}
