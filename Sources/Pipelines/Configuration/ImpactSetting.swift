internal import Corpora

extension YAMLReader {
  /// `true` for impacts as they stand in the collection, `{quantize: 8, range: 5}` for weights that are rounded to impacts.
  func impactRule() throws -> ImpactRule? {
    if node.mapping == nil { return try bool() ? ImpactRule.asGiven : nil }
    var mapping = try self.mapping()
    let bits = try mapping.required("quantize")
    let range = try mapping.optional("range")?.double()
    try mapping.finish()
    guard
      let quantization = ImpactQuantization(
        bits: try bits.int(atLeast: 1), range: range.map { Float($0) } ?? ImpactQuantization.usualRange)
    else { throw bits.error("quantize wants 1 to 16 bits, and range a number above 0") }
    return .quantized(quantization)
  }
}
