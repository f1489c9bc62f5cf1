internal import Bytes
internal import Ranking

extension JSONFieldScanner {
  /// Terms and impacts out of the object that stands in a field of the line. Nil for anything but numbers: the slow way finds the words for it.
  static func vector(in line: Span<UInt8>, _ field: JSONField, _ rule: ImpactRule) throws(RecordProblem) -> ImpactVector? {
    var scanner = JSONFieldScanner(line)
    scanner.position = field.start
    return try scanner.vector(rule)
  }

  private mutating func vector(_ rule: ImpactRule) throws(RecordProblem) -> ImpactVector? {
    var vector = ImpactVector()
    guard take(UInt8(ascii: "{")) else { return nil }
    skipSpace()
    if take(UInt8(ascii: "}")) { return vector }
    while true {
      skipSpace()
      guard let term = string() else { return nil }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { return nil }
      skipSpace()
      guard let weight = number() else { return nil }
      try append(term, weight, rule, to: &vector)
      skipSpace()
      if take(UInt8(ascii: "}")) { return vector }
      guard take(UInt8(ascii: ",")) else { return nil }
    }
  }

  private func append(
    _ term: JSONField, _ weight: JSONField, _ rule: ImpactRule, to vector: inout ImpactVector
  ) throws(RecordProblem) {
    if term.kind == .string, !term.range.isEmpty, rule == .asGiven, let impact = smallWhole(weight.range) {
      vector.append(bytes.extracting(term.range), impact: impact)
      return
    }
    var unescaped: [UInt8] = []
    JSONUnescaping.append(bytes, term.range, to: &unescaped)
    try vector.append(unescaped.span, rule, of: JSONNumber(raw: ByteString(bytes.copy(weight.range))))
  }

  /// The value of at most nine digits and nothing else.
  private func smallWhole(_ range: Range<Int>) -> UInt32? {
    guard range.count <= 9 else { return nil }
    var value: UInt32 = 0
    for index in range {
      guard bytes[index] >= 48, bytes[index] <= 57 else { return nil }
      value = value * 10 + UInt32(bytes[index] & 15)
    }
    return value
  }
}
