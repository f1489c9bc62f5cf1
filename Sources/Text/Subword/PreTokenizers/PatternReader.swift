/// Reads the regular expressions that `LiteralPattern` covers; nil for all others.
struct PatternReader {
  private var rest: ArraySlice<Unicode.Scalar>

  init(_ expression: String) { rest = Array(expression.unicodeScalars)[...] }

  mutating func pattern() -> LiteralPattern? {
    guard !rest.isEmpty else { return nil }
    if let text = literal() { return .text(text) }
    guard let set = set(), let (minimum, maximum) = quantifier(), rest.isEmpty else { return nil }
    return .run(set, minimum: minimum, maximum: maximum)
  }

  /// The whole expression as a text, when nothing in it has a meaning.
  private func literal() -> [UInt8]? {
    if rest.contains(where: { "\\^$.|?*+()[]{}".unicodeScalars.contains($0) }) { return nil }
    return Array(String(String.UnicodeScalarView(rest)).utf8)
  }

  private mutating func set() -> CharacterClass? {
    guard let first = rest.popFirst() else { return nil }
    var set = CharacterClass()
    switch first {
    case "\\": return escape(into: &set) ? set : nil
    case "[": return bracket(into: &set) ? set : nil
    case "^", "$", ".", "|", "?", "*", "+", "(", ")", "]", "{", "}": return nil
    default: set.scalars.append(first.value)
    }
    return set
  }

  private mutating func escape(into set: inout CharacterClass) -> Bool {
    guard let escaped = rest.popFirst() else { return false }
    switch escaped {
    case "s": set.traits.insert(.space)
    case "n": set.scalars.append(10)
    case "r": set.scalars.append(13)
    case "t": set.scalars.append(9)
    case "p": return property(into: &set)
    case _ where !escaped.properties.isAlphabetic && escaped.properties.numericType == nil: set.scalars.append(escaped.value)
    default: return false
    }
    return true
  }

  private mutating func property(into set: inout CharacterClass) -> Bool {
    guard rest.count >= 3, rest.popFirst() == "{", let name = rest.popFirst(), rest.popFirst() == "}" else { return false }
    switch name {
    case "L": set.traits.insert(.letter)
    case "N": set.traits.insert(.number)
    default: return false
    }
    return true
  }

  private mutating func bracket(into set: inout CharacterClass) -> Bool {
    if rest.first == "^" {
      rest.removeFirst()
      set.isNegated = true
    }
    while let next = rest.popFirst() {
      switch next {
      case "]": return set.traits != [] || !set.scalars.isEmpty
      case "\\": if !escape(into: &set) { return false }
      case "[", "-", "&", "^": return false
      default: set.scalars.append(next.value)
      }
    }
    return false
  }

  /// How often: once without a quantifier.
  private mutating func quantifier() -> (Int, Int)? {
    guard let first = rest.popFirst() else { return (1, 1) }
    if first == "+" { return (1, .max) }
    guard first == "{", rest.popLast() == "}" else { return nil }
    let parts = String(String.UnicodeScalarView(rest)).split(separator: ",", omittingEmptySubsequences: false)
    rest = []
    guard let first = parts.first, let minimum = Int(first), minimum > 0 else { return nil }
    guard parts.count > 1 else { return (minimum, minimum) }
    guard parts.count == 2 else { return nil }
    if parts[1].isEmpty { return (minimum, .max) }
    guard let maximum = Int(parts[1]), maximum >= minimum else { return nil }
    return (minimum, maximum)
  }
}
