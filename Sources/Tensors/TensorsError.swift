/// What can go wrong when kernels or libraries are chosen.
public enum TensorsError: Error, Equatable, CustomStringConvertible {
  /// The named instruction-set path does not exist or this processor has not got it.
  case unknownInstructionSet(name: String, available: [String])
  /// OpenBLAS could not be opened, or lacks an entry point.
  case openBLASUnavailable(reason: String)

  /// What went wrong and what to do next.
  public var description: String {
    switch self {
    case .unknownInstructionSet(let name, let available):
      "instruction set '\(name)' cannot run here; this processor has \(available.joined(separator: ", ")). "
        + "Set WINNOW_ISA to one of them, or unset it for the fastest"
    case .openBLASUnavailable(let reason):
      "OpenBLAS cannot be used: \(reason). Install libopenblas0-pthread, or go on without it: Winnow has kernels of its own"
    }
  }
}
