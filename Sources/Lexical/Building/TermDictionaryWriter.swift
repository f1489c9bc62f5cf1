/// Writes terms in byte order in the layout `TermDictionary` reads.
struct TermDictionaryWriter {
  /// Terms a block.
  static let blockSize = 32

  private var previous: [UInt8] = []
  private var bytes: [UInt8] = []
  private var ends: [UInt32] = []
  /// Terms since the last `take`.
  private(set) var count = 0

  /// Bytes gathered since the last `take`.
  var byteCount: Int { bytes.count }

  /// Adds a term.
  /// - Parameters:
  ///   - offset: where its list begins in the postings, counted over all of them. Lists of consecutive terms are consecutive.
  ///   - list: its list; of a term with one document the posting, which is kept here.
  mutating func append(
    _ term: ArraySlice<UInt8>, documentFrequency: Int, collectionFrequency: Int, offset: UInt64, list: ArraySlice<UInt8>
  ) {
    let isFirst = count % Self.blockSize == 0
    if isFirst { beginBlock(offset) }
    let shared = isFirst ? 0 : Self.sharedPrefix(previous, term)
    appendCounts(shared: shared, rest: term.count - shared)
    bytes += term.dropFirst(shared)
    let repeats = collectionFrequency - documentFrequency
    VarByte.append(UInt64(documentFrequency) << 1 | (repeats > 0 ? 1 : 0), to: &bytes)
    if repeats > 0 { VarByte.append(UInt64(repeats - 1), to: &bytes) }
    if documentFrequency == 1 { bytes += list } else { VarByte.append(UInt64(list.count), to: &bytes) }
    previous.removeAll(keepingCapacity: true)
    previous += term
    count += 1
  }

  private mutating func appendCounts(shared: Int, rest: Int) {
    if shared < 15, rest < 16 {
      bytes.append(UInt8(shared << 4 | rest))
    } else {
      bytes.append(TermDictionary.longTerm)
      VarByte.append(UInt64(shared), to: &bytes)
      VarByte.append(UInt64(rest), to: &bytes)
    }
  }

  private static func sharedPrefix(_ left: [UInt8], _ right: ArraySlice<UInt8>) -> Int {
    var shared = 0
    while shared < left.count, shared < right.count, left[shared] == right[right.startIndex + shared] { shared += 1 }
    return shared
  }

  private mutating func beginBlock(_ offset: UInt64) {
    if count > 0 { ends.append(UInt32(bytes.count)) }
    for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: offset >> shift)) }
  }

  /// The payload of an extent with the terms since the last call.
  mutating func take() -> [UInt8] {
    ends.append(UInt32(bytes.count))
    var payload: [UInt8] = []
    payload.reserveCapacity(4 * (1 + ends.count) + bytes.count)
    PostingsListWriter.append(UInt32(ends.count), to: &payload)
    for end in ends { PostingsListWriter.append(end, to: &payload) }
    payload += bytes
    self = TermDictionaryWriter()
    return payload
  }
}
