import Bytes
import Lexical

/// RM3 and Rocchio over plain dictionaries, every vector made whole before anything is left out. Float32 where Anserini has float32; sums over
/// documents in their order.
struct FeedbackTextbook {
  typealias Vector = [ByteString: Float]

  let documents: [[ByteString]]

  private func vector(_ words: [ByteString]) -> Vector { words.reduce(into: [:]) { $0[$1, default: 0] += 1 } }

  private func kept(_ words: [ByteString], plain: Bool) -> Vector {
    vector(words).filter { term, _ in
      let text = term.text
      guard text.utf16.count >= 2, text.utf16.count <= 20 else { return false }
      if plain, !text.unicodeScalars.allSatisfy({ ("a"..."z").contains($0) || ("0"..."9").contains($0) }) { return false }
      let frequency = documents.count { $0.contains(term) }
      return Float(frequency) / Float(documents.count) <= 0.1
    }
  }

  private func pruned(_ vector: Vector, _ count: Int) -> Vector {
    let sorted = vector.sorted { left, right in
      if left.value != right.value { return left.value > right.value }
      return left.key.text.utf16.lexicographicallyPrecedes(right.key.text.utf16)
    }
    return Dictionary(uniqueKeysWithValues: sorted.prefix(count).map { ($0.key, $0.value) })
  }

  private func sum(_ vector: Vector) -> Double { vector.values.sorted().reduce(0) { $0 + Double($1) } }

  private func length(_ vector: Vector) -> Double {
    vector.values.sorted().reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
  }

  private func scaled(_ vector: Vector, _ norm: Double) -> Vector {
    norm == 0 ? vector : vector.mapValues { Float(Double($0) / norm) }
  }

  private func joined(_ left: Vector, _ right: Vector, _ join: (Float, Float) -> Float) -> Vector {
    Set(left.keys).union(right.keys).reduce(into: [:]) { $0[$1] = join(left[$1] ?? 0, right[$1] ?? 0) }
  }

  func rm3(_ query: [ByteString], _ hits: [(document: Int, score: Float)], _ model: RM3) -> Vector {
    var sums = Vector()
    for hit in hits.prefix(model.documents) {
      let vector = pruned(kept(documents[hit.document], plain: true), model.terms)
      let norm = Float(sum(vector))
      for (term, weight) in vector { sums[term, default: 0] += weight / norm * hit.score }
    }
    let relevance = pruned(sums, model.terms)
    let original = vector(query)
    return joined(scaled(original, sum(original)), scaled(relevance, sum(relevance))) { query, document in
      Float(Double(model.originalWeight * query) + (1 - Double(model.originalWeight)) * Double(document))
    }.filter { $0.value > 0 }
  }

  private func mean(_ numbers: [Int], _ count: Int) -> Vector {
    var sums = Vector()
    for number in numbers {
      let vector = kept(documents[number], plain: false)
      let norm = Float(length(vector))
      for (term, weight) in vector { sums[term, default: 0] += weight / norm }
    }
    let best = pruned(sums.mapValues { $0 / Float(numbers.count) }, count)
    return scaled(best, length(best))
  }

  func rocchio(_ query: [ByteString], _ hits: [Int], _ model: Rocchio) -> Vector {
    let original = vector(query)
    let good = mean(Array(hits.prefix(model.documents)), model.terms)
    let bad = model.negatives.map { negatives in
      mean(hits.prefix(negatives.depth).suffix(negatives.documents).reversed(), negatives.terms)
    }
    return joined(joined(scaled(original, length(original)), good) { model.alpha * $0 + model.beta * $1 }, bad ?? [:]) {
      $0 - model.gamma * $1
    }.filter { $0.value > 0 }
  }
}
