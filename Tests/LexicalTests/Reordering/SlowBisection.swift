import Bytes
import Foundation

/// Recursive graph bisection over plain dictionaries and sorts, as the fast one documents itself: nothing is updated, everything counted anew.
struct SlowBisection {
  /// For each document the numbers of its placing terms, ascending.
  private let terms: [[Int]]

  init(_ documents: [[ByteString]]) {
    let distinct = documents.map { Set($0) }
    let frequencies: [ByteString: Int] = distinct.joined().reduce(into: [:]) { $0[$1, default: 0] += 1 }
    let minimum = min(4096, max(2, documents.count / 2048))
    let placing = frequencies.filter { $0.value >= minimum }.keys.sorted()
    let numbers = Dictionary(uniqueKeysWithValues: placing.enumerated().map { ($1, $0) })
    terms = distinct.map { $0.compactMap { numbers[$0] }.sorted() }
  }

  /// At each new number the old one.
  var order: [Int] { place(Array(terms.indices)) }

  private func place(_ range: [Int]) -> [Int] {
    var documents = range.sorted()
    if documents.count <= 32 { return documents }
    let half = documents.count / 2
    for round in 0..<20 {
      let biases = biases(documents, half)
      guard biases[..<half].max()! - biases[half...].min()! > Float(round) else { break }
      let byBias = documents.indices.sorted { (biases[$0], $0) < (biases[$1], $1) }
      let left = Set(byBias.prefix(half))
      documents =
        documents.indices.filter(left.contains).map { documents[$0] }
        + documents.indices.filter { !left.contains($0) }.map { documents[$0] }
    }
    return place(Array(documents.prefix(half))) + place(Array(documents.dropFirst(half)))
  }

  /// How much each document is drawn to the right.
  private func biases(_ documents: [Int], _ half: Int) -> [Float] {
    func degrees(_ part: ArraySlice<Int>) -> [Int: Int] {
      part.reduce(into: [:]) { for term in terms[$1] { $0[term, default: 0] += 1 } }
    }
    let (left, right) = (degrees(documents[..<half]), degrees(documents[half...]))
    let offset = Float(log2(Double(half)) - log2(Double(documents.count - half)))
    return documents.indices.map { place in
      terms[documents[place]].reduce(Float(0)) { sum, term in
        let (l, r) = (left[term, default: 0], right[term, default: 0])
        return sum + (place < half ? step(r + 1) - step(l) + offset : step(r) - step(l + 1) + offset)
      }
    }
  }

  private func step(_ degree: Int) -> Float {
    let degree = Double(degree)
    return degree == 0 ? 0 : Float(degree * log2(degree + 1) - (degree - 1) * log2(degree))
  }
}
