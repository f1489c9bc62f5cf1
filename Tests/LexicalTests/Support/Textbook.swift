import Bytes
import Foundation
import Lexical

/// The scoring models as their papers print them, in float64 over plain dictionaries. A term that a document lacks adds nothing.
struct Textbook {
  private let counts: [[ByteString: Int]]
  private let lengths: [Int]
  private let documents: Double
  private let total: Double

  init(_ documents: [[ByteString]]) {
    counts = documents.map { $0.reduce(into: [:]) { $0[$1, default: 0] += 1 } }
    lengths = documents.map(\.count)
    total = Double(lengths.reduce(0, +))
    self.documents = Double(lengths.count { $0 > 0 })
  }

  /// The scores of all documents that contain a term, and by how much float32 may differ from them.
  func scores(_ terms: [WeightedTerm], _ model: ScoringModel) -> (scores: [UInt32: Double], tolerance: Double) {
    var scores: [UInt32: Double] = [:]
    var tolerance = 1e-6
    for term in terms {
      let matching = counts.indices.filter { counts[$0][term.term] != nil }
      let occurrences = matching.reduce(0.0) { $0 + Double(counts[$1][term.term] ?? 0) }
      let weight = Double(term.weight)
      let formula = formula(model, n: Double(matching.count), probability: (occurrences + 1) / (total + 1), weight)
      for document in matching {
        scores[UInt32(document), default: 0] += formula(
          Double(counts[document][term.term] ?? 0), scoredLength(lengths[document], model.lengths))
      }
      // Float32's error is relative to the highest score of the term.
      tolerance += 4e-7 * formula(1e12, 0.001)
    }
    return (scores, tolerance)
  }

  private func scoredLength(_ length: Int, _ kind: DocumentLengths) -> Double {
    let norm = LengthNorm.encode(UInt32(length))
    return switch kind {
    case .oneByte: Double(LengthNorm.decode(norm))
    case .exact: Double(length)
    case .code: Double(norm)
    }
  }

  /// The score of a frequency and a length.
  private func formula(
    _ model: ScoringModel, n: Double, probability: Double, _ weight: Double
  ) -> (_ frequency: Double, _ length: Double) -> Double {
    let all = documents
    func saturation(_ length: Double, _ p: BM25Parameters) -> Double {
      Double(p.k1) * (1 - Double(p.b) + Double(p.b) * length * all / total)
    }
    switch model {
    case .bm25(let p): return { tf, length in weight * log(1 + (all - n + 0.5) / (n + 0.5)) * tf / (tf + saturation(length, p)) }
    case .robertson(let p):
      return { tf, length in weight * max(0, log((all - n + 0.5) / (n + 0.5))) * tf / (tf + saturation(length, p)) }
    case .atire(let p):
      return { tf, length in weight * log(all / n) * (Double(p.k1) + 1) * tf / (tf + saturation(length, p)) }
    case .bm25Plus(let p, let delta):
      return { tf, length in
        weight * log((all + 1) / n) * ((Double(p.k1) + 1) * tf / (tf + saturation(length, p)) + Double(delta))
      }
    case .bm25L(let p, let delta):
      return { tf, length in
        let c = tf / (1 - Double(p.b) + Double(p.b) * length * all / total)
        let (k1, delta) = (Double(p.k1), Double(delta))
        return weight * log((all + 1) / (n + 0.5)) * (k1 + 1) * (c + delta) / (k1 + c + delta)
      }
    case .queryLikelihood(let mu, _):
      let mu = Double(mu)
      return { tf, length in weight * max(0, log(1 + tf / (mu * probability)) + log(mu / (length + mu))) }
    }
  }
}
