internal import Ranking

/// One thread's inversion. `@unchecked Sendable`: one thread at a time adds to it, and it is read by several only when nobody adds.
final class InversionLane: @unchecked Sendable {
  private(set) var inversion = Inversion()

  /// Adds consecutive documents, numbered from `document` on; returns their lengths.
  func add(_ documents: DocumentBatch, _ range: Range<Int>, from document: UInt32) -> [UInt32] {
    switch documents {
    case .texts(let texts): inversion.add(texts[range], from: document)
    case .terms(let terms): range.map { inversion.add(terms: terms[$0], number: document + UInt32($0 - range.lowerBound)) }
    case .impacts(let vectors):
      range.map { inversion.add(impacts: vectors[$0], number: document + UInt32($0 - range.lowerBound)) }
    }
  }

  /// Frees what only adding needs.
  func dropLookup() { inversion.dropLookup() }
}

/// Documents as they come: texts to be analysed, ready terms, or terms with impacts.
enum DocumentBatch: Sendable {
  case texts([[UInt8]])
  case terms([[[UInt8]]])
  case impacts([ImpactVector])

  var count: Int {
    switch self {
    case .texts(let texts): texts.count
    case .terms(let terms): terms.count
    case .impacts(let vectors): vectors.count
    }
  }
}
