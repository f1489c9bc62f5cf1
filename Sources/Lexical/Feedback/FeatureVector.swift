internal import Bytes

/// Float32 weights of terms, in the order in which the terms came: Anserini's `FeatureVector`.
///
/// Anserini sums norms in the order of a hash table, in double: of term frequencies that is exact, of float32 weights it may differ from
/// the order here in the last bit of the double, which the rounding of the quotient to float32 hides but for one case in about 2^28.
struct FeatureVector {
  /// Norms up to this are of documents without a term, which have no share in the feedback.
  static let empty: Float = 0.001

  private(set) var entries: [WeightedTerm] = []
  private var places: [ByteString: Int] = [:]

  init() {}

  /// A vector of distinct terms.
  init(_ terms: [WeightedTerm]) { for term in terms { add(term.weight, to: term.term) } }

  /// The sum of absolute weights.
  static func sum(_ terms: [WeightedTerm]) -> Double { terms.reduce(0) { $0 + Double(abs($1.weight)) } }

  /// The weight of a term; 0 when it is not there.
  subscript(term: ByteString) -> Float { places[term].map { entries[$0].weight } ?? 0 }

  mutating func add(_ weight: Float, to term: ByteString) {
    if let place = places[term] {
      entries[place].weight += weight
    } else {
      places[term] = entries.count
      entries.append(WeightedTerm(term, weight: weight))
    }
  }

  /// Keeps the heaviest terms, heaviest first.
  mutating func prune(to count: Int) { self = FeatureVector(Array(Self.heaviestFirst(entries).prefix(count))) }

  /// Divides by a double as Anserini scales; a vector of zeros stays one.
  mutating func scale(by norm: Double) {
    if norm == 0 { return }
    for place in entries.indices { entries[place].weight = Float(Double(entries[place].weight) / norm) }
  }

  /// Divides in float32.
  mutating func divide(by divisor: Float) {
    for place in entries.indices { entries[place].weight /= divisor }
  }

  /// The weights of two vectors' terms, joined; terms whose weight is not above 0 are left out.
  func combined(with other: FeatureVector, _ join: (Float, Float) -> Float) -> [WeightedTerm] {
    let added = other.entries.filter { places[$0.term] == nil }
    let joined = (entries + added).map { WeightedTerm($0.term, weight: join(self[$0.term], other[$0.term])) }
    return joined.filter { $0.weight > 0 }
  }

  /// The terms of weight above 0.
  var positive: [WeightedTerm] { entries.filter { $0.weight > 0 } }

  /// By descending weight; equal ones in Java's order of strings.
  static func heaviestFirst(_ terms: [WeightedTerm]) -> [WeightedTerm] {
    terms.sorted { left, right in
      left.weight != right.weight ? left.weight > right.weight : UTF16Order.precedes(left.term, right.term)
    }
  }
}
