internal import CKernels

/// How floats are stored in a file.
public enum FloatStorage: Sendable, Hashable {
  /// IEEE single precision.
  case float32
  /// IEEE half precision.
  case float16
  /// bfloat16: the upper half of a single.
  case bfloat16

  /// Bytes of one element.
  public var byteCount: Int { self == .float32 ? 4 : 2 }
}

extension InstructionSet {
  /// Converts stored little-endian floats; `bytes` holds exactly `output.count` of them and may have any alignment.
  public func decode(_ bytes: RawSpan, as storage: FloatStorage, into output: inout MutableSpan<Float>) {
    precondition(bytes.byteCount == output.count * storage.byteCount)
    unsafe bytes.withUnsafeBytes { source in
      unsafe output.withUnsafeMutableBytes { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        let out = unsafe to.assumingMemoryBound(to: Float.self)
        switch storage {
        case .float32: unsafe to.copyMemory(from: from, byteCount: source.count)
        case .float16: unsafe kernels.from_half(target.count / 4, from, out)
        case .bfloat16: unsafe kernels.from_bfloat(target.count / 4, from, out)
        }
      }
    }
  }
}
