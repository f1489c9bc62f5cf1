internal import CKernels
internal import Foundation

/// One path of the kernels: avx512, avx2 or portable.
///
/// Floating-point results are the same bits for any number of threads and any batch at a given path, and differ between paths;
/// what is stored under a digest of results names its path.
@safe public struct InstructionSet: Sendable {
  /// "avx512", "avx2" or "portable".
  public let name: String
  // A table of constants in the kernels' library: immutable, alive as long as the process.
  private nonisolated(unsafe) let table: UnsafePointer<ck_kernels>

  private nonisolated(unsafe) let quantizedTable: UnsafePointer<ck_int8_kernels>
  private nonisolated(unsafe) let trainingTable: UnsafePointer<ck_training_kernels>

  var kernels: ck_kernels { unsafe table.pointee }
  var quantizedKernels: ck_int8_kernels { unsafe quantizedTable.pointee }
  var training: ck_training_kernels { unsafe trainingTable.pointee }

  private init?(path name: String, withoutVNNI: Bool = false) {
    guard let table = unsafe ck_path(name), let quantized = unsafe ck_int8_path(name, withoutVNNI ? 1 : 0),
      let training = unsafe ck_training_path(name)
    else { return nil }
    self.name = name
    unsafe self.table = table
    unsafe quantizedTable = quantized
    unsafe trainingTable = training
  }

  /// What multiplies quantised values: "vnni" or "pairs". The results are the same.
  public var quantizedProducts: String { unsafe String(cString: quantizedKernels.name) }

  /// This path on a processor that lacks VNNI.
  package var withoutVNNI: InstructionSet { InstructionSet(path: name, withoutVNNI: true) ?? self }

  /// The paths this processor can run, the fastest first.
  public static let available: [InstructionSet] = ["avx512", "avx2", "portable"].compactMap { InstructionSet(path: $0) }

  /// The path of that name. Throws when this processor has not got it.
  public static func named(_ name: String) throws(TensorsError) -> InstructionSet {
    if let found = available.first(where: { $0.name == name }) { return found }
    throw .unknownInstructionSet(name: name, available: available.map(\.name))
  }

  /// The path that `WINNOW_ISA` names, or the fastest one. Throws when the variable names none that runs here.
  public static func chosen() throws(TensorsError) -> InstructionSet {
    let wanted = ProcessInfo.processInfo.environment["WINNOW_ISA"] ?? ""
    return try named(wanted.isEmpty ? available[0].name : wanted)
  }
}

extension InstructionSet: Hashable, CustomStringConvertible {
  /// By name.
  public static func == (left: InstructionSet, right: InstructionSet) -> Bool { left.name == right.name }

  /// By name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }

  /// The name.
  public var description: String { name }
}
