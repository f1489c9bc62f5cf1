/// The four normalisation forms of Unicode, with the reference's offsets.
///
/// The bookkeeping is by place, as in the crate `unicode-normalization-alignments`: each scalar that comes out carries a change
/// (0 replaces the next original, 1 is inserted after it, -n replaces it and drops n more), which canonical ordering moves along
/// and composition adds up; the changes then consume the originals in order.
enum NormalizationForm: Sendable {
  case decomposed, composed, compatibilityDecomposed, compatibilityComposed

  private var isCompatible: Bool { self == .compatibilityDecomposed || self == .compatibilityComposed }
  private var composes: Bool { self == .composed || self == .compatibilityComposed }

  func apply(to text: inout NormalizedText) {
    let start = startOfUnstable(text.bytes.span)
    if start == text.bytes.count { return }
    var changed = ScalarChanges(isCompatible: isCompatible)
    changed.decompose(text.bytes.span)
    if composes { changed.compose() }
    text.apply(changed.scalars)
  }

  /// Where the first scalar stands that the form may change, or the end.
  private func startOfUnstable(_ text: Span<UInt8>) -> Int {
    let traits = CharacterTraitsTable.shared
    var unstable: CharacterTraits = composes ? .unstable : .decomposes
    if isCompatible { unstable.insert(.decomposesCompatibly) }
    var index = UTF8Text.endOfASCII(text, from: 0)
    while index < text.count {
      let (scalar, length, _) = UTF8Text.decode(text, at: index)
      let found = traits[scalar]
      if !found.isDisjoint(with: unstable) || found.combiningRank > 0 { return index }
      index = UTF8Text.endOfASCII(text, from: index + length)
    }
    return text.count
  }
}

/// Scalars with their changes, on the way through decomposition, canonical ordering and composition.
struct ScalarChanges {
  private(set) var scalars: [(scalar: UInt32, change: Int)] = []
  private let isCompatible: Bool
  private let traits = CharacterTraitsTable.shared
  private let composition = ScalarComposition.shared
  /// Where the marks begin that wait for their order.
  private var markStart = 0

  init(isCompatible: Bool) { self.isCompatible = isCompatible }

  mutating func decompose(_ text: Span<UInt8>) {
    scalars.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      let (scalar, length, _) = UTF8Text.decode(text, at: index)
      decompose(scalar)
      index += length
    }
    orderMarks()
  }

  private mutating func decompose(_ scalar: UInt32) {
    let traits = traits[scalar]
    if isCompatible && traits.contains(.decomposesCompatibly) { return decompose(scalar, by: .compatibility) }
    guard traits.contains(.decomposes) else { return append(scalar, 0) }
    if scalar < 0xAC00 || scalar >= 0xD7A4 { return decompose(scalar, by: .decomposition) }
    let index = scalar - 0xAC00
    append(0x1100 + index / 588, 0)
    append(0x1161 + index % 588 / 28, 1)
    if index % 28 > 0 { append(0x11A7 + index % 28, 1) }
  }

  private mutating func decompose(_ scalar: UInt32, by mapping: ScalarMapping) {
    let indices = mapping.indices(of: scalar)
    for index in indices { append(mapping[index], index > indices.lowerBound ? 1 : 0) }
  }

  private mutating func append(_ scalar: UInt32, _ change: Int) {
    if traits[scalar].combiningRank == 0 {
      orderMarks()
      markStart = scalars.count + 1
    }
    scalars.append((scalar, change))
  }

  /// Puts the marks at the end into canonical order; equal ones stay in theirs.
  private mutating func orderMarks() {
    if scalars.count - markStart < 2 { return }
    let ordered = scalars[markStart...].enumerated().sorted {
      (traits[$0.element.scalar].combiningRank, $0.offset) < (traits[$1.element.scalar].combiningRank, $1.offset)
    }
    scalars.replaceSubrange(markStart..., with: ordered.map(\.element))
  }

  /// Canonical composition (Unicode 3.11, D117).
  mutating func compose() {
    var result: [(scalar: UInt32, change: Int)] = []
    result.reserveCapacity(scalars.count)
    var starter: Int?
    var lastRank: UInt16 = 0
    for (scalar, change) in scalars {
      let rank = traits[scalar].combiningRank
      // Not blocked: it follows the starter at once, or only marks of lower rank stand between.
      if let starter, starter == result.count - 1 || (lastRank < rank && lastRank > 0),
        let composite = composition(result[starter].scalar, scalar)
      {
        result[starter] = (composite, result[starter].change + change - 1)
        continue
      }
      if rank == 0 { starter = result.count }
      lastRank = rank
      result.append((scalar, change))
    }
    scalars = result
  }
}

extension NormalizedText {
  /// Puts other scalars in the place of the present ones, as their changes say (`transform_range`).
  mutating func apply(_ changes: [(scalar: UInt32, change: Int)]) {
    let old = self
    removeAll()
    var index = 0
    for (scalar, change) in changes {
      guard isAligned else {
        UTF8Text.append(scalar, to: &bytes)
        continue
      }
      // The changes add up to the originals: a scalar that replaces finds one.
      let place = change > 0 ? index - 1 : min(index, old.bytes.count - 1)
      append(scalar, place < 0 ? (0, 0) : old.alignment(at: place))
      for _ in 0..<max(0, 1 - change) { index = old.nextScalar(index) }
    }
  }

  private func nextScalar(_ index: Int) -> Int {
    var index = min(index + 1, bytes.count)
    while index < bytes.count && bytes[index] & 0xC0 == 0x80 { index += 1 }
    return index
  }
}
