extension PorterStemmer {
  /// Stems a word that is not all ASCII; `bytes` hold its UTF-8, in place. Returns how many bytes are left.
  ///
  /// Lucene stems UTF-16 units: each unit outside ASCII is a consonant, and its value matters only where a doubled consonant is
  /// asked for. So the word is stemmed as a row of bytes in which such units are 0x80 and 0x81, alternating where neighbours differ.
  /// The stemmer changes and removes ASCII letters and removes units at the end, so what is left stands where it stood.
  func stemWide(_ bytes: inout MutableSpan<UInt8>, start: Int, count: Int) -> Int {
    var units = PorterStemmer.units(bytes.span, start..<start + count)
    guard units.count > 2 else { return count }
    var span = units.mutableSpan
    let left = stem(&span, start: 0, count: span.count)
    var position = start
    var unit = 0
    while unit < left {
      let scalar = UTF8Scalar.decode(bytes.span, position)
      if scalar.length == 1 { bytes[position] = span[unit] }
      position += scalar.length
      unit += scalar.length == 4 ? 2 : 1
    }
    return position - start
  }

  /// One byte a UTF-16 unit: ASCII as it is, others 0x80 or 0x81, neighbours alike exactly where the units are alike.
  private static func units(_ bytes: Span<UInt8>, _ word: Range<Int>) -> [UInt8] {
    var units: [UInt8] = []
    units.reserveCapacity(word.count)
    var previous: UInt32 = 0
    var mark: UInt8 = 0x80
    var position = word.lowerBound
    while position < word.upperBound {
      let scalar = UTF8Scalar.decode(bytes, position)
      position += scalar.length
      if scalar.value < 0x80 {
        units.append(UInt8(truncatingIfNeeded: scalar.value))
      } else {
        if scalar.value != previous || scalar.length == 4 { mark ^= 1 }
        units.append(mark)
        if scalar.length == 4 {
          mark ^= 1
          units.append(mark)
        }
      }
      previous = scalar.value
    }
    return units
  }
}
