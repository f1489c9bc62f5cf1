/// Gathers the postings of one block and encodes them as `PostingsBlock` says.
struct PostingsBlockEncoder {
  private(set) var count = 0
  private var documents: [UInt32]
  private var frequencies: [UInt32]
  private var values: [UInt32] = []

  /// An encoder of blocks of at most `capacity` postings.
  init(capacity: Int) {
    documents = Array(repeating: 0, count: capacity)
    frequencies = Array(repeating: 0, count: capacity)
    values.reserveCapacity(capacity)
  }

  /// Adds a posting. Preconditions: there is room for it; documents ascend.
  @inline(__always)
  mutating func add(_ document: UInt32, _ frequency: UInt32) {
    documents[count] = document
    frequencies[count] = frequency
    count &+= 1
  }

  /// The last document. Precondition: there is one.
  var last: UInt32 { documents[count - 1] }

  /// Takes the block's postings into account; among those with frequency 1 only the shortest document can matter.
  func addImpacts(_ norms: [UInt8], to impacts: inout Impacts) {
    var shortest: UInt8?
    for index in 0..<count {
      let norm = norms[Int(documents[index])]
      if frequencies[index] == 1 {
        shortest = min(shortest ?? norm, norm)
      } else {
        impacts.add(frequency: frequencies[index], norm: norm)
      }
    }
    if let shortest { impacts.add(frequency: 1, norm: shortest) }
  }

  /// Appends the block and empties it. Documents begin at `base`.
  mutating func encode(base: UInt32, to bytes: inout [UInt8]) {
    if count == BitPacking.blockSize { encodePacked(base, to: &bytes) } else { encodeVarBytes(base, to: &bytes) }
    count = 0
  }

  private mutating func encodePacked(_ base: UInt32, to bytes: inout [UInt8]) {
    let header = bytes.count
    bytes.append(0)
    bytes.append(0)
    values.removeAll(keepingCapacity: true)
    var next = base
    for document in documents {
      values.append(document - next)
      next = document &+ 1
    }
    bytes[header] = PatchedPacking.append(values, to: &bytes)
    values.removeAll(keepingCapacity: true)
    for frequency in frequencies { values.append(frequency - 1) }
    bytes[header + 1] = PatchedPacking.append(values, to: &bytes)
  }

  private func encodeVarBytes(_ base: UInt32, to bytes: inout [UInt8]) {
    var next = base
    for index in 0..<count {
      let (document, frequency) = (documents[index], frequencies[index])
      VarByte.append(UInt64(document - next) << 1 | (frequency > 1 ? 1 : 0), to: &bytes)
      if frequency > 1 { VarByte.append(UInt64(frequency - 2), to: &bytes) }
      next = document &+ 1
    }
  }
}
