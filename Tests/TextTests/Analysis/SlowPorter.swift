/// Porter's stemmer on UTF-16 units, as the rules read: the slow twin of `PorterStemmer`.
struct SlowPorter {
  private var word: [UInt16]

  static func stem(_ word: String) -> String {
    guard word.utf16.count > 2 else { return word }
    var stemmer = SlowPorter(word: Array(word.utf16))
    stemmer.run()
    return String(decoding: stemmer.word, as: UTF16.self)
  }

  private func isConsonant(_ index: Int) -> Bool {
    switch word[index] {
    case 97, 101, 105, 111, 117: false
    case 121: index == 0 || !isConsonant(index - 1)
    default: true
    }
  }

  /// The number of vowel-consonant steps in the first `count` letters.
  private func measure(_ count: Int) -> Int {
    guard count > 1 else { return 0 }
    return (1..<count).count { !isConsonant($0 - 1) && isConsonant($0) }
  }

  private func hasVowel(_ count: Int) -> Bool { count > 0 && (0..<count).contains { !isConsonant($0) } }

  private func ends(_ suffix: String) -> Bool {
    word.count >= suffix.utf16.count && word.suffix(suffix.utf16.count).elementsEqual(suffix.utf16)
  }

  /// True when the first `count` letters end in consonant, vowel, consonant but w, x, y.
  private func isShort(_ count: Int) -> Bool {
    guard count >= 3 else { return false }
    let last = count - 1
    return isConsonant(last) && !isConsonant(last - 1) && isConsonant(last - 2) && !Array("wxy".utf16).contains(word[last])
  }

  private var endsInDouble: Bool {
    word.count >= 2 && word[word.count - 1] == word[word.count - 2] && isConsonant(word.count - 1)
  }

  private mutating func put(_ text: String, for suffix: String) {
    word.removeLast(suffix.utf16.count)
    word += Array(text.utf16)
  }

  private mutating func run() {
    if ends("sses") {
      put("ss", for: "sses")
    } else if ends("ies") {
      put("i", for: "ies")
    } else if ends("s"), !ends("ss") {
      put("", for: "s")
    }
    stripPast()
    if ends("y"), hasVowel(word.count - 1) { put("i", for: "y") }
    replace(
      "ational ate tional tion enci ence anci ance izer ize bli ble alli al entli ent eli e ousli ous ization ize ation ate ator ate "
        + "alism al iveness ive fulness ful ousness ous aliti al iviti ive biliti ble logi log")
    replace("icate ic ative - alize al iciti ic ical ic ful - ness -")
    stripLong()
    let count = word.count
    if ends("e"), measure(count) > 1 || measure(count) == 1 && !isShort(count - 1) { put("", for: "e") }
    if ends("l"), endsInDouble, measure(word.count) > 1 { put("", for: "l") }
  }

  private mutating func stripPast() {
    if ends("eed") {
      if measure(word.count - 3) > 0 { put("ee", for: "eed") }
      return
    }
    guard let suffix = ["ed", "ing"].first(where: { ends($0) }), hasVowel(word.count - suffix.count) else { return }
    put("", for: suffix)
    if ends("at") || ends("bl") || ends("iz") {
      put("e", for: "")
    } else if endsInDouble {
      if !ends("l") && !ends("s") && !ends("z") { word.removeLast() }
    } else if measure(word.count) == 1, isShort(word.count) {
      put("e", for: "")
    }
  }

  /// Pairs of suffix and replacement; the longest suffix that fits is the only one tried.
  private mutating func replace(_ pairs: String) {
    let fields = pairs.split(separator: " ").map { $0 == "-" ? "" : String($0) }
    let rules = stride(from: 0, to: fields.count, by: 2).map { (fields[$0], fields[$0 + 1]) }
    guard let rule = rules.filter({ ends($0.0) }).max(by: { $0.0.count < $1.0.count }) else { return }
    if measure(word.count - rule.0.count) > 0 { put(rule.1, for: rule.0) }
  }

  private mutating func stripLong() {
    let suffixes = "al ance ence er ic able ible ant ement ment ent sion tion ou ism ate iti ous ive ize".split(separator: " ")
      .map(String.init)
    guard let found = suffixes.filter({ ends($0) }).max(by: { $0.count < $1.count }) else { return }
    let suffix = found.hasSuffix("ion") ? "ion" : found
    if measure(word.count - suffix.count) > 1 { put("", for: suffix) }
  }
}
