internal import COpenBLAS
internal import Foundation
internal import Glibc

/// OpenBLAS, opened at run time for comparison with Winnow's own kernels.
///
/// OpenBLAS chooses its kernels while it is being loaded, and versions that do not know the processor fall back to SSE ones. So the
/// core is chosen here from the instruction sets at hand and put into the environment before the library is opened.
@safe public final class OpenBLAS: Sendable {
  /// The core whose kernels OpenBLAS says it uses, such as "SkylakeX".
  public let core: String
  private let sgemm: co_sgemm_fn

  private init(core: String, sgemm: co_sgemm_fn) {
    self.core = core
    unsafe self.sgemm = sgemm
  }

  private static let loaded = Result { try open() }

  /// The library, opened once. Throws when it is not installed.
  public static func load() throws -> OpenBLAS { try loaded.get() }

  /// OpenBLAS's name for the kernels that suit a path; nil where its own choice stands.
  static func coreType(for instructionSet: InstructionSet) -> String? {
    ["avx512": "SkylakeX", "avx2": "Haswell"][instructionSet.name]
  }

  private static func open() throws -> OpenBLAS {
    if let core = coreType(for: InstructionSet.available[0]) { unsafe setenv("OPENBLAS_CORETYPE", core, 0) }
    unsafe setenv("OPENBLAS_NUM_THREADS", "1", 1)
    guard let library = unsafe dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL) else {
      throw TensorsError.openBLASUnavailable(reason: unsafe String(cString: dlerror()))
    }
    let sgemm = unsafe unsafeBitCast(try symbol("cblas_sgemm", in: library), to: co_sgemm_fn.self)
    let limit = unsafe unsafeBitCast(try symbol("openblas_set_num_threads", in: library), to: co_set_num_threads_fn.self)
    let core = unsafe unsafeBitCast(try symbol("openblas_get_corename", in: library), to: co_get_string_fn.self)
    // One thread per caller: parallel loops are ours.
    limit(1)
    return unsafe OpenBLAS(core: core().map { unsafe String(cString: $0) } ?? "unknown", sgemm: sgemm)
  }

  private static func symbol(_ name: String, in library: UnsafeMutableRawPointer) throws -> UnsafeMutableRawPointer {
    if let found = unsafe dlsym(library, name) { return unsafe found }
    throw TensorsError.openBLASUnavailable(reason: "it has no function \(name)")
  }

  /// output = input x weightᵀ for `rows` rows of `width` floats and `count` weight rows. On the caller's thread.
  public func multiply(
    _ input: Span<Float>, _ weight: Span<Float>, rows: Int, count: Int, width: Int, into output: inout MutableSpan<Float>
  ) {
    precondition(input.count == rows * width && weight.count == count * width && output.count == rows * count)
    unsafe input.withUnsafeBufferPointer { a in
      unsafe weight.withUnsafeBufferPointer { b in
        unsafe output.withUnsafeMutableBufferPointer { c in
          unsafe sgemm(
            Int32(co_row_major), Int32(co_no_trans), Int32(co_trans), Int32(rows), Int32(count),
            Int32(width), 1, a.baseAddress, Int32(width), b.baseAddress, Int32(width), 0, c.baseAddress, Int32(count))
        }
      }
    }
  }
}
