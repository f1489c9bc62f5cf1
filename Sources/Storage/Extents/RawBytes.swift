extension RawSpan {
  /// An integer at any address. Precondition (checked): it lies inside the span.
  func littleEndian<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type, at offset: Int) -> Value {
    precondition(offset >= 0 && offset <= byteCount - MemoryLayout<Value>.size)
    return unsafe Value(littleEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: Value.self))
  }

  /// The bytes as an array of their own.
  var copy: [UInt8] { unsafe withUnsafeBytes { unsafe [UInt8]($0) } }
}

extension [UInt8] {
  /// The bytes as a raw span; bytes have no padding, so every one of them is initialised.
  var raw: RawSpan {
    @_lifetime(borrow self) get {
      let bytes = unsafe span.bytes
      return unsafe _overrideLifetime(bytes, borrowing: self)
    }
  }

  /// Appends an integer, lowest byte first.
  mutating func append<Value: FixedWidthInteger>(littleEndian value: Value) {
    for shift in 0..<MemoryLayout<Value>.size { append(UInt8(truncatingIfNeeded: value >> Value(8 * shift))) }
  }
}
