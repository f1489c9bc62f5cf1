/// Porter's stemmer as Lucene's `PorterStemmer` has it: "An algorithm for suffix stripping", Program 14 (1980), with the departures
/// noted at `PorterRules`; words of one or two letters are left alone.
struct PorterStemmer: Sendable {
  private let rules = PorterRules.shared

  private let sses = PorterRule("sses", "ss")
  private let ies = PorterRule("ies", "i")
  private let eed = PorterRule("eed", "ee")
  private let ed = PorterRule("ed")
  private let ing = PorterRule("ing")
  private let lostE = [PorterRule("at"), PorterRule("bl"), PorterRule("iz")]

  /// Stems `count` small letters that begin at `start`, in place, and returns how many are left.
  func stem(_ bytes: inout MutableSpan<UInt8>, start: Int, count: Int) -> Int {
    guard count > 2 else { return count }
    var word = PorterWord(bytes.span, start: start, count: count)
    stripPlural(&word, &bytes)
    stripPast(&word, &bytes)
    if word.final == UInt8(ascii: "y") && word.hasVowel(through: word.last - 1) {
      word.changeFinal(UInt8(ascii: "i"), &bytes)
    }
    if word.last > 0 { apply(rules.step2, word.penultimate, &word, &bytes) }
    apply(rules.step3, word.final, &word, &bytes)
    if word.last > 0 { stripSuffix(&word, bytes.span) }
    stripFinalE(&word, bytes.span)
    return word.last + 1
  }

  /// Step 1a.
  @inline(__always) private func stripPlural(_ word: inout PorterWord, _ bytes: inout MutableSpan<UInt8>) {
    guard word.final == UInt8(ascii: "s") else { return }
    if word.ends(sses) {
      word.replace(sses, &bytes)
    } else if word.ends(ies) {
      word.replace(ies, &bytes)
    } else if word.penultimate != UInt8(ascii: "s") {
      word.cut(after: word.last - 1, bytes.span)
    }
  }

  /// Step 1b.
  @inline(__always) private func stripPast(_ word: inout PorterWord, _ bytes: inout MutableSpan<UInt8>) {
    guard word.final == UInt8(ascii: "d") || word.final == UInt8(ascii: "g") else { return }
    if word.ends(eed) {
      if word.hasMeasure(through: word.last - 3) { word.cut(after: word.last - 1, bytes.span) }
      return
    }
    let length = word.ends(ed) ? 2 : word.ends(ing) ? 3 : 0
    guard length > 0, word.hasVowel(through: word.last - length) else { return }
    word.cut(after: word.last - length, bytes.span)
    restore(&word, &bytes)
  }

  /// What step 1b does to the stem it leaves: -at, -bl, -iz and short stems get their e back, doubled consonants become single.
  private func restore(_ word: inout PorterWord, _ bytes: inout MutableSpan<UInt8>) {
    if word.ends(lostE[0]) || word.ends(lostE[1]) || word.ends(lostE[2]) {
      word.append(UInt8(ascii: "e"), &bytes)
    } else if word.endsInDouble {
      let keeps = word.final == UInt8(ascii: "l") || word.final == UInt8(ascii: "s") || word.final == UInt8(ascii: "z")
      if !keeps { word.cut(after: word.last - 1, bytes.span) }
    } else if word.hasMeasure(through: word.last), !word.hasMeasureOverOne(through: word.last),
      word.isShort(through: word.last, letter: word.final)
    {
      word.append(UInt8(ascii: "e"), &bytes)
    }
  }

  /// Steps 2 and 3: replaces a suffix whose stem has m > 0.
  @inline(__always) private func apply(
    _ step: PorterStep, _ letter: UInt8, _ word: inout PorterWord, _ bytes: inout MutableSpan<UInt8>
  ) {
    for number in step.candidates(letter) where word.ends(step.rules[number]) {
      if word.hasMeasure(through: word.last - step.rules[number].length) { word.replace(step.rules[number], &bytes) }
      return
    }
  }

  /// Step 4: takes off a suffix whose stem has m > 1.
  @inline(__always) private func stripSuffix(_ word: inout PorterWord, _ bytes: Span<UInt8>) {
    let step = rules.step4
    for number in step.candidates(word.penultimate) where word.ends(step.rules[number]) {
      let stem = word.last - step.rules[number].stripped
      if word.hasMeasureOverOne(through: stem) { word.cut(after: stem, bytes) }
      return
    }
  }

  /// Step 5: takes off a final e, and one l of two, of a stem that is long enough.
  @inline(__always) private func stripFinalE(_ word: inout PorterWord, _ bytes: Span<UInt8>) {
    let whole = word.last
    if word.final == UInt8(ascii: "e"),
      word.hasMeasureOverOne(through: whole)
        || word.hasMeasure(through: whole) && !word.isShort(through: whole - 1, letter: word.penultimate)
    {
      word.cut(after: whole - 1, bytes)
    }
    if word.final == UInt8(ascii: "l"), word.endsInDouble, word.hasMeasureOverOne(through: whole) {
      word.cut(after: word.last - 1, bytes)
    }
  }
}
