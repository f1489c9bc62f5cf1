internal import CKernels

/// Operations on vectors and rows of vectors, in the kernels of one path.
extension InstructionSet {
  /// The inner product of two vectors of the same width.
  public func dot(_ left: Span<Float>, _ right: Span<Float>) -> Float {
    precondition(left.count == right.count)
    return unsafe left.withUnsafeBufferPointer { left in
      unsafe right.withUnsafeBufferPointer { right in
        guard let a = left.baseAddress, let b = right.baseAddress else { return 0 }
        return unsafe kernels.dot(left.count, a, b)
      }
    }
  }

  /// The inner products of `output.count` rows with one vector: output[i] = rows[i] · vector.
  public func dot(rows: Span<Float>, with vector: Span<Float>, into output: inout MutableSpan<Float>) {
    precondition(rows.count == output.count * vector.count)
    unsafe rows.withUnsafeBufferPointer { rows in
      unsafe vector.withUnsafeBufferPointer { vector in
        unsafe output.withUnsafeMutableBufferPointer { output in
          guard let x = rows.baseAddress, let v = vector.baseAddress, let out = output.baseAddress
          else { return }
          unsafe kernels.dot_rows(output.count, vector.count, x, vector.count, v, out)
        }
      }
    }
  }

  /// Divides a vector by its length, as torch's `normalize` does (a length below 1e-12 counts as that).
  public func normalize(_ vector: inout MutableSpan<Float>) {
    unsafe elementwise(&vector, kernels.normalize)
  }

  /// Applies a function to each element.
  public func apply(_ activation: Activation, to elements: inout MutableSpan<Float>) {
    switch activation {
    case .identity: break
    case .gelu: unsafe elementwise(&elements, kernels.gelu)
    case .geluTanh: unsafe elementwise(&elements, kernels.gelu_tanh)
    case .silu: unsafe elementwise(&elements, kernels.silu)
    case .relu: unsafe elementwise(&elements, kernels.relu)
    case .tanh: unsafe elementwise(&elements, kernels.tanh)
    }
  }

  /// e to the power of each element, between e^-87 and e^88.
  public func exponentiate(_ elements: inout MutableSpan<Float>) { unsafe elementwise(&elements, kernels.exp) }

  /// Each row of `columns` elements becomes softmax(scale * row).
  public func softmax(_ rows: inout MutableSpan<Float>, columns: Int, scale: Float) {
    guard columns > 0 else { return }
    let count = rows.count / columns
    unsafe rows.withUnsafeMutableBufferPointer {
      if let x = $0.baseAddress { unsafe kernels.softmax(count, columns, columns, scale, x) }
    }
  }

  /// target += addend.
  public func add(_ addend: Span<Float>, to target: inout MutableSpan<Float>) {
    precondition(addend.count == target.count)
    unsafe addend.withUnsafeBufferPointer { addend in
      unsafe target.withUnsafeMutableBufferPointer { target in
        guard let x = addend.baseAddress, let y = target.baseAddress else { return }
        unsafe kernels.add(target.count, x, y)
      }
    }
  }

  private func elementwise(
    _ elements: inout MutableSpan<Float>, _ function: @convention(c) (Int, UnsafeMutablePointer<Float>) -> Void
  ) {
    unsafe elements.withUnsafeMutableBufferPointer {
      if let x = $0.baseAddress { unsafe function($0.count, x) }
    }
  }
}
