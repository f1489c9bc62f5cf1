import Bytes
import Lexical
import TestSupport

/// A random collection whose terms follow a steep law; some documents are empty.
func randomCollection(_ count: Int, vocabulary: Int, _ generator: inout SeededGenerator) -> [[ByteString]] {
  (0..<count).map { _ in
    (0..<Int.random(in: 0...60, using: &generator)).map { _ in
      let uniform = Double.random(in: 0..<1, using: &generator)
      return ByteString("t\(Int(Double(vocabulary) * uniform * uniform * uniform))")
    }
  }
}

/// Distinct terms with weights 1, 2 and 3; some may be in no document.
func randomQuery(_ count: Int, vocabulary: Int, _ generator: inout SeededGenerator) -> [WeightedTerm] {
  Set((0..<count).map { _ in Int.random(in: 0..<vocabulary, using: &generator) }).sorted().map {
    WeightedTerm(ByteString("t\($0)"), weight: Float(Int.random(in: 1...3, using: &generator)))
  }
}
