internal import CKernels
internal import Text

/// Remembers the term of every word met, so that each distinct word is stemmed once.
///
/// Words of a text are looked up together: their slots are asked for before the first is looked at, so that the processor waits for
/// memory once and not once a word. Words too long for a slot, which are rare, stand in a table of their own.
struct WordMemory: ~Copyable {
  private static var stopWord: UInt32 { 1 }
  /// The value of the term numbered 0.
  private static var firstTerm: UInt32 { 2 }

  private var slots = LineTable<WordKey>()
  private var words = 0
  private var keys = LineTable<WordKey>()
  private var longWords = TermTable()
  /// For each long word its value.
  private var longValues: [UInt32] = []
  private var stem = TermBuffer()

  init() {}

  /// Bytes of memory in use, and as many again as the slots take, since growing needs them beside the new ones.
  var heldBytes: Int {
    2 * slots.heldBytes + keys.heldBytes + longWords.heldBytes + longValues.count * MemoryLayout<UInt32>.stride
  }

  /// Appends the numbers in `table` of the terms of some words, in order, to `numbers`; stop words have none.
  mutating func appendTerms(
    of buffer: borrowing TermBuffer, _ analyzer: borrowing EnglishAnalyzer, _ table: inout TermTable, to numbers: inout [UInt32]
  ) {
    makeKeys(buffer)
    let bytes = buffer.bytes.span
    for index in 0..<keys.count {
      let value = value(of: keys[index], bytes.extracting(buffer.range(index)), analyzer, &table)
      if value >= Self.firstTerm { numbers.append(value - Self.firstTerm) }
    }
  }

  private mutating func makeKeys(_ buffer: borrowing TermBuffer) {
    keys.removeAll()
    if slots.count == 0 { slots.fill(1 << 10, with: WordKey()) }
    let mask = slots.count - 1
    unsafe buffer.bytes.withUnsafeBytes { bytes in
      let all = unsafe ByteRegion(bytes)
      var start = 0
      for end in buffer.ends {
        let key = unsafe WordKey(ByteRegion(start: all.start + start, count: Int(end) - start))
        keys.append(key)
        unsafe ck_prefetch(slots.address(key.place & mask))
        start = Int(end)
      }
    }
  }

  @inline(__always)
  private mutating func value(
    of key: WordKey, _ word: Span<UInt8>, _ analyzer: borrowing EnglishAnalyzer, _ table: inout TermTable
  ) -> UInt32 {
    if key.isTooLong { return longValue(of: word, analyzer, &table) }
    let mask = slots.count - 1
    var slot = key.place & mask
    while true {
      let found = slots[slot]
      if found.isFree { return add(key, word, analyzer, &table) }
      if found.isSameWord(as: key) { return found.value }
      slot = (slot + 1) & mask
    }
  }

  @inline(never)
  private mutating func add(
    _ key: WordKey, _ word: Span<UInt8>, _ analyzer: borrowing EnglishAnalyzer, _ table: inout TermTable
  ) -> UInt32 {
    if 4 * (words + 1) > 3 * slots.count { grow() }
    var entry = key
    entry.value = stemmed(word, analyzer, &table)
    insert(entry)
    words += 1
    return entry.value
  }

  private mutating func insert(_ entry: WordKey) {
    var slot = entry.ofSameWord.place & (slots.count - 1)
    while !slots[slot].isFree { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = entry
  }

  private mutating func grow() {
    var old = LineTable<WordKey>()
    swap(&old, &slots)
    slots.fill(2 * old.count, with: WordKey())
    for slot in 0..<old.count where !old[slot].isFree { insert(old[slot]) }
  }

  private mutating func longValue(
    of word: Span<UInt8>, _ analyzer: borrowing EnglishAnalyzer, _ table: inout TermTable
  ) -> UInt32 {
    let number = longWords.number(of: word)
    if number == longValues.count { longValues.append(stemmed(word, analyzer, &table)) }
    return longValues[number]
  }

  private mutating func stemmed(
    _ word: Span<UInt8>, _ analyzer: borrowing EnglishAnalyzer, _ table: inout TermTable
  ) -> UInt32 {
    stem.removeAll()
    guard analyzer.appendTerm(ofWord: word, to: &stem) else { return Self.stopWord }
    return UInt32(table.number(of: stem.bytes.span)) + Self.firstTerm
  }
}
