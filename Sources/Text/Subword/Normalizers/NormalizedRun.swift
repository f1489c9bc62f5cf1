/// The slow lane of BERT's normaliser: text beyond ASCII, one scalar after the other.
///
/// Offsets follow the reference's bookkeeping, which is by place: when marks are put into canonical order, the first that was
/// not inserted by a decomposition takes the first original, and so on; an inserted one shares the original of its predecessor.
struct NormalizedRun {
  private let normalizer: BertNormalizer
  private let traits = CharacterTraitsTable.shared
  private let lowercase = ScalarMapping.lowercase
  private let decomposition = ScalarMapping.decomposition
  /// Marks that wait for their neighbours: combining rank, order of arrival and whether inserted, and the scalar.
  private var marks: [(rank: UInt16, arrival: Int, scalar: UInt32, isInserted: Bool)] = []
  /// Originals of the waiting marks that were not inserted.
  private var sources: [Int] = []
  private var lastSource = 0

  init(_ normalizer: BertNormalizer) { self.normalizer = normalizer }

  mutating func append(_ scalar: UInt32, source: Int, into normalized: inout NormalizedText) {
    var scalar = scalar
    if normalizer.cleansText {
      let traits = traits[scalar]
      if traits.contains(.removed) { return }
      if traits.contains(.whiteSpace) { scalar = 32 }
    }
    guard normalizer.handlesChineseCharacters && NormalizedRun.isChinese(scalar) else {
      return decompose(scalar, source, &normalized)
    }
    decompose(32, source, &normalized)
    decompose(scalar, source, &normalized)
    decompose(32, source, &normalized)
  }

  /// Writes the marks that still wait.
  mutating func finish(into normalized: inout NormalizedText) {
    if marks.isEmpty { return }
    marks.sort { ($0.rank, $0.arrival) < ($1.rank, $1.arrival) }
    var taken = 0
    for mark in marks {
      if !mark.isInserted {
        lastSource = sources[taken]
        taken += 1
      }
      write(mark.scalar, lastSource, &normalized)
    }
    marks.removeAll(keepingCapacity: true)
    sources.removeAll(keepingCapacity: true)
  }

  private mutating func decompose(_ scalar: UInt32, _ source: Int, _ normalized: inout NormalizedText) {
    guard normalizer.stripsAccents else { return write(scalar, source, &normalized) }
    guard traits[scalar].contains(.decomposes) else { return order(scalar, source, isInserted: false, &normalized) }
    if scalar >= 0xAC00 && scalar < 0xD7A4 { return decompose(hangul: scalar, source, &normalized) }
    let indices = decomposition.indices(of: scalar)
    for index in indices {
      order(decomposition[index], source, isInserted: index > indices.lowerBound, &normalized)
    }
  }

  /// Unicode 3.12: a syllable is two or three letters.
  private mutating func decompose(hangul scalar: UInt32, _ source: Int, _ normalized: inout NormalizedText) {
    let index = scalar - 0xAC00
    order(0x1100 + index / 588, source, isInserted: false, &normalized)
    order(0x1161 + index % 588 / 28, source, isInserted: true, &normalized)
    if index % 28 > 0 { order(0x11A7 + index % 28, source, isInserted: true, &normalized) }
  }

  /// Canonical ordering: marks wait until the next starter.
  private mutating func order(_ scalar: UInt32, _ source: Int, isInserted: Bool, _ normalized: inout NormalizedText) {
    let rank = traits[scalar].combiningRank
    if rank == 0 {
      finish(into: &normalized)
      if !isInserted { lastSource = source }
      return write(scalar, lastSource, &normalized)
    }
    marks.append((rank, marks.count, scalar, isInserted))
    if !isInserted { sources.append(source) }
  }

  private func write(_ scalar: UInt32, _ source: Int, _ normalized: inout NormalizedText) {
    let traits = traits[scalar]
    if normalizer.stripsAccents && traits.contains(.nonspacingMark) { return }
    guard normalizer.lowercases && traits.contains(.lowercases) else { return normalized.append(scalar, source: source) }
    for index in lowercase.indices(of: scalar) { normalized.append(lowercase[index], source: source) }
  }

  private static func isChinese(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F, 0x2B920...0x2CEAF,
      0xF900...0xFAFF, 0x2F800...0x2FA1F:
      true
    default: false
    }
  }
}
