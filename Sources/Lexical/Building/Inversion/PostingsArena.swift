internal import CKernels

/// The growing postings of all terms, each a chain of byte slices in shared slabs (Lucene's `ByteBlockPool` is the model).
///
/// A term's bytes are VarBytes of `(gap - 1) << 1 | (frequency > 1)`, then, if set, `frequency - 2`: the gap leads to the next document, the
/// frequency is the one at the document before it. A term with one document has no bytes at all. Slices double from 16 bytes to 4 KiB; the
/// last four bytes of each hold the next slice's address in units of 16. Slices of a size share slabs of 1 MiB, so each begins at a multiple of its size.
/// `@safe`: addresses lie in slabs that live as long as the arena.
@safe struct PostingsArena: ~Copyable {
  private static var slabBits: Int { 20 }
  private static var greatestLevel: UInt64 { 8 }

  /// What is known of one term so far.
  struct Term: BitwiseCopyable {
    var first: UInt32
    var last: UInt32
    var lastFrequency: UInt32 = 1
    var documents: UInt32 = 1
    /// Address of the first slice in units of 16.
    var head: UInt32 = 0
    /// The next byte's address in the lower 48 bits, the slice's level above; 0 before the first slice.
    var write: UInt64 = 0
  }

  private var slabs: [UnsafeMutablePointer<UInt8>] = unsafe []
  private let memory = Scratch()
  /// For each level the next free address and the end of its slab.
  private var free = Array(repeating: (next: UInt64(0), end: UInt64(0)), count: 9)
  private(set) var terms = LineTable<Term>()

  init() {}

  /// Bytes of memory in use; the parts of slabs that nobody touched yet take none.
  var heldBytes: Int {
    let untouched = free.reduce(0) { $0 + Int($1.end - $1.next) }
    return unsafe slabs.count << Self.slabBits - untouched + terms.heldBytes
  }

  /// Counts an occurrence of a term in a document. Terms are numbered from 0 without holes; the documents of a term do not descend.
  @inline(__always)
  mutating func add(term: Int, document: UInt32) {
    if term == terms.count {
      terms.append(Term(first: document, last: document))
    } else if terms[term].last == document {
      terms[term].lastFrequency += 1
    } else {
      begin(document, of: term)
    }
  }

  /// Counts the occurrences of terms, in order, in a document; what is known of them is asked for before it is needed.
  mutating func add(terms numbers: [UInt32], document: UInt32) {
    let known = terms.count
    for number in numbers where number < known { unsafe ck_prefetch(terms.address(Int(number))) }
    for number in numbers where number < known { prefetchPostings(of: Int(number)) }
    for number in numbers { add(term: Int(number), document: document) }
  }

  @inline(__always)
  private func prefetchPostings(of term: Int) {
    let address = terms[term].write & 0xffff_ffff_ffff
    if address > 0 { unsafe ck_prefetch(slabs[Int(address >> Self.slabBits)] + Int(address & 0xf_ffff)) }
  }

  /// Sets the frequency of a term in a document; returns what it was before, 0 for a new posting. As for `add`, documents do not descend.
  mutating func set(term: Int, document: UInt32, frequency: UInt32) -> UInt32 {
    var before: UInt32 = 0
    if term == terms.count {
      terms.append(Term(first: document, last: document))
    } else if terms[term].last == document {
      before = terms[term].lastFrequency
    } else {
      begin(document, of: term)
    }
    terms[term].lastFrequency = frequency
    return before
  }

  /// Writes a term's latest posting, and makes the next one the latest.
  private mutating func begin(_ document: UInt32, of term: Int) {
    var state = terms[term]
    let code = UInt64(document &- state.last &- 1) << 1
    if state.lastFrequency == 1, code < 0x80 {
      write(byte: UInt8(code), &state)
    } else if state.lastFrequency == 1 {
      write(code, &state)
    } else {
      write(code | 1, &state)
      write(UInt64(state.lastFrequency - 2), &state)
    }
    state.last = document
    state.lastFrequency = 1
    state.documents += 1
    terms[term] = state
  }

  private mutating func write(_ value: UInt64, _ state: inout Term) {
    var rest = value
    while rest >= 0x80 {
      write(byte: UInt8(truncatingIfNeeded: rest) | 0x80, &state)
      rest >>= 7
    }
    write(byte: UInt8(truncatingIfNeeded: rest), &state)
  }

  @inline(__always)
  private mutating func write(byte: UInt8, _ state: inout Term) {
    let level = state.write >> 48
    let size = UInt64(16) << level
    if state.write == 0 || state.write & (size - 1) == size - 4 { beginSlice(&state) }
    let address = state.write & 0xffff_ffff_ffff
    unsafe slabs[Int(address >> Self.slabBits)][Int(address & 0xf_ffff)] = byte
    state.write += 1
  }

  private mutating func beginSlice(_ state: inout Term) {
    let isFirst = state.write == 0
    let level = isFirst ? 0 : min(state.write >> 48 + 1, Self.greatestLevel)
    let address = allocate(level)
    let unit = UInt32(address >> 4)
    if isFirst { state.head = unit } else { link(state.write & 0xffff_ffff_ffff, to: unit) }
    state.write = level << 48 | address
  }

  /// Address 0 is never given out, so that `write == 0` means "no slice".
  private mutating func allocate(_ level: UInt64) -> UInt64 {
    let size = UInt64(16) << level
    if free[Int(level)].next == free[Int(level)].end {
      let start = unsafe UInt64(slabs.count) << Self.slabBits
      unsafe slabs.append(memory.allocate(UInt8.self, 1 << Self.slabBits))
      free[Int(level)] = (start == 0 ? size : start, start + 1 << Self.slabBits)
    }
    defer { free[Int(level)].next += size }
    return free[Int(level)].next
  }

  private func link(_ address: UInt64, to unit: UInt32) {
    let slab = unsafe UnsafeMutableRawPointer(slabs[Int(address >> Self.slabBits)])
    unsafe slab.storeBytes(of: unit, toByteOffset: Int(address & 0xf_ffff), as: UInt32.self)
  }

  /// Hands over the bytes of a term's postings, slice after slice.
  func forEachSlice(of term: Int, _ body: (ByteRegion) -> Void) {
    let state = terms[term]
    if state.write == 0 { return }
    let end = state.write & 0xffff_ffff_ffff
    let lastSlice = end & ~(UInt64(16) << (state.write >> 48) - 1)
    var address = UInt64(state.head) << 4
    var level: UInt64 = 0
    while address != lastSlice {
      let count = UInt64(16) << level - 4
      body(region(address, Int(count)))
      address = UInt64(region(address + count, 4).uint32(at: 0)) << 4
      level = min(level + 1, Self.greatestLevel)
    }
    body(region(address, Int(end - address)))
  }

  private func region(_ address: UInt64, _ count: Int) -> ByteRegion {
    unsafe ByteRegion(start: slabs[Int(address >> Self.slabBits)] + Int(address & 0xf_ffff), count: count)
  }
}
