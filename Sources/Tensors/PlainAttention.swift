internal import Glibc

extension DropoutMask {
  /// What an element is multiplied with: zero, or 1 / (1 - rate). The hash of kernels/dropout.h.
  func factor(of number: Int) -> Float {
    var x = UInt32(truncatingIfNeeded: number) ^ UInt32(truncatingIfNeeded: key)
    x ^= x >> 16
    x = x &* 0x21f0_aaad
    x ^= UInt32(truncatingIfNeeded: key >> 32)
    x ^= x >> 15
    x = x &* 0xd35a_2d97
    x ^= x >> 15
    return x >= threshold ? factor : 0
  }
}

// One head of one sequence, a query at a time.
private func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int) -> Float {
  var sum: Float = 0
  for i in 0..<count { unsafe sum += a[i] * b[i] }
  return sum
}

extension AttentionShape {
  func keys(of query: Int, length: Int) -> Range<Int> {
    guard let window else { return 0..<length }
    return max(0, query - window)..<min(length, query + min(window, length) + 1)
  }
}

private func softmax(
  of query: UnsafePointer<Float>, keys: Range<Int>, at k: UnsafePointer<Float>, shape: AttentionShape,
  into probabilities: UnsafeMutablePointer<Float>
) {
  var top = -Float.infinity, total: Float = 0
  for j in keys {
    unsafe probabilities[j] = shape.scale * dot(query, k + j * 3 * shape.width, shape.headWidth)
    top = unsafe max(top, probabilities[j])
  }
  for j in keys {
    unsafe probabilities[j] = expf(probabilities[j] - top)
    unsafe total += probabilities[j]
  }
  for j in keys { unsafe probabilities[j] /= total }
}

func attendPlainly(
  input: UnsafePointer<Float>, length: Int, shape: AttentionShape, mask: DropoutMask?,
  probabilities: UnsafeMutablePointer<Float>, output: UnsafeMutablePointer<Float>
) {
  let ld = 3 * shape.width, width = shape.width
  for i in 0..<length {
    let keys = shape.keys(of: i, length: length)
    unsafe softmax(of: input + i * ld, keys: keys, at: input + width, shape: shape, into: probabilities)
    for c in 0..<shape.headWidth {
      var sum: Float = 0
      for j in keys {
        unsafe sum += probabilities[j] * (mask?.factor(of: i * length + j) ?? 1) * input[2 * width + j * ld + c]
      }
      unsafe output[i * width + c] = sum
    }
  }
}

func attendBackwardPlainly(
  input: UnsafePointer<Float>, length: Int, shape: AttentionShape, mask: DropoutMask?, output: UnsafePointer<Float>,
  gradient: UnsafePointer<Float>, probabilities: UnsafeMutablePointer<Float>, target: UnsafeMutablePointer<Float>
) {
  let ld = 3 * shape.width, width = shape.width
  for i in 0..<length {
    for part in 0..<3 {
      for c in 0..<shape.headWidth { unsafe target[i * ld + part * width + c] = 0 }
    }
  }
  for i in 0..<length {
    let keys = shape.keys(of: i, length: length)
    unsafe softmax(of: input + i * ld, keys: keys, at: input + width, shape: shape, into: probabilities)
    let mean = unsafe dot(output + i * width, gradient + i * width, shape.headWidth)
    for j in keys {
      let factor = mask?.factor(of: i * length + j) ?? 1, p = unsafe probabilities[j]
      let dp = unsafe factor * dot(gradient + i * width, input + 2 * width + j * ld, shape.headWidth)
      let ds = p * (dp - mean) * shape.scale
      for c in 0..<shape.headWidth {
        unsafe target[i * ld + c] += ds * input[width + j * ld + c]
        unsafe target[j * ld + width + c] += ds * input[i * ld + c]
        unsafe target[j * ld + 2 * width + c] += p * factor * gradient[i * width + c]
      }
    }
  }
}
