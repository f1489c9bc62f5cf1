/// Consecutive inputs that are tokenized and computed together, so that memory holds the tokens of a window and not of all inputs.
package enum InputWindows {
  /// Inputs of a window: many groups, so that threads seldom wait for the last one.
  package static let inputLimit = 8_192
  /// Bytes of a window's texts; a longer text is a window of its own.
  package static let byteLimit = 8 << 20

  /// Windows over `count` inputs with texts of `bytes(index)` bytes.
  package static func form(count: Int, bytes: (Int) -> Int) -> [Range<Int>] {
    var windows: [Range<Int>] = []
    var first = 0, held = 0
    for index in 0..<count {
      let size = bytes(index)
      if index > first, index - first == inputLimit || held + size > byteLimit {
        windows.append(first..<index)
        (first, held) = (index, 0)
      }
      held += size
    }
    return first < count ? windows + [first..<count] : windows
  }

  /// The results of all windows, one after the other. `results` numbers inputs, in its errors too, within the window.
  static func concatenate(
    count: Int, bytes: (Int) -> Int, _ results: (Range<Int>) throws -> [Float]
  ) throws -> [Float] {
    let windows = form(count: count, bytes: bytes)
    var all: [Float] = []
    for window in windows {
      do {
        let part = try results(window)
        if windows.count == 1 { return part }
        all.reserveCapacity(part.count / window.count * count)
        all += part
      } catch let error as TransformersError {
        throw error.numbered(from: window.lowerBound)
      }
    }
    return all
  }
}

extension TransformersError {
  /// The same error where the first input has the number `first`.
  fileprivate func numbered(from first: Int) -> TransformersError {
    switch self {
    case .input(let index, let reason): .input(index: first + index, reason: reason)
    case .notFinite(let index): .notFinite(index: first + index)
    default: self
    }
  }
}
