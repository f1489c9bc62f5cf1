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

  /// Stores floats in little-endian order, rounded to the nearest (ties to even); `bytes` takes exactly `floats.count` of them.
  public func encode(_ floats: Span<Float>, as storage: FloatStorage, into bytes: inout MutableRawSpan) {
    precondition(bytes.byteCount == floats.count * storage.byteCount)
    for i in floats.indices {
      switch storage {
      case .float32: bytes.storeBytes(of: floats[i].bitPattern.littleEndian, toByteOffset: 4 * i, as: UInt32.self)
      case .float16:
        bytes.storeBytes(of: Float16(floats[i]).bitPattern.littleEndian, toByteOffset: 2 * i, as: UInt16.self)
      case .bfloat16: bytes.storeBytes(of: bfloat16(floats[i]).littleEndian, toByteOffset: 2 * i, as: UInt16.self)
      }
    }
  }

  private func bfloat16(_ number: Float) -> UInt16 {
    let bits = number.bitPattern
    if number.isNaN { return UInt16(bits >> 16) | 0x40 }
    return UInt16(truncatingIfNeeded: (bits &+ 0x7fff &+ (bits >> 16 & 1)) >> 16)
  }
}
