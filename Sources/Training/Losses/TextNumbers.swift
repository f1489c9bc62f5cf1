public import Corpora

/// Numbers of texts, one a row of a batch's outputs: equal texts have equal numbers.
public enum TextNumbers {
  /// For a bi-encoder's rows: each example's query, then its passages.
  public static func of(_ examples: some Sequence<TrainingExample>) -> [Int] {
    var known: [[UInt8]: Int] = [:]
    var numbers: [Int] = []
    for text in examples.lazy.flatMap({ [$0.query] + $0.passages }) {
      let number = known[text] ?? known.count
      known[text] = number
      numbers.append(number)
    }
    return numbers
  }
}
