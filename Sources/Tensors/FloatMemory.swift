internal import Glibc

// Memory from a huge page on is mapped, begins at a huge page and asks for them, for rows of a matrix and panels of a packed one lie on
// many pages. The heap would keep what a matrix that grows leaves behind: training MiniLM-L6 held 160 MB of such holes.

private let hugePage = 2 << 20

private func bytes(_ count: Int) -> Int { max(64, (count * MemoryLayout<Float>.size + 63) / 64 * 64) }

/// Zeroed floats at a 64-byte boundary, at least one line of them; freed with `freeFloats`. Ends the process when memory is exhausted,
/// as Swift's own containers do.
func allocateFloats(_ count: Int) -> UnsafeMutablePointer<Float> {
  let memory = unsafe allocateUninitializedFloats(count)
  // Mapped memory is zero, and pages that nobody touches stay away.
  if bytes(count) < hugePage { unsafe memset(memory, 0, bytes(count)) }
  return unsafe memory
}

/// As `allocateFloats`, to be filled by the caller.
func allocateUninitializedFloats(_ count: Int) -> UnsafeMutablePointer<Float> {
  let bytes = bytes(count)
  guard let memory = unsafe bytes < hugePage ? aligned_alloc(64, bytes) : mapped(bytes) else {
    fatalError("out of memory: \(bytes) bytes for a matrix")
  }
  return unsafe memory.bindMemory(to: Float.self, capacity: bytes / MemoryLayout<Float>.size)
}

/// Frees floats that were allocated with the same count.
func freeFloats(_ memory: UnsafeMutablePointer<Float>, _ count: Int) {
  let bytes = bytes(count)
  if bytes < hugePage { unsafe free(memory) } else { unsafe _ = munmap(memory, wholePages(bytes)) }
}

private func wholePages(_ bytes: Int) -> Int {
  let page = sysconf(Int32(_SC_PAGESIZE))
  return (bytes + page - 1) / page * page
}

/// Zeroed memory from a huge page's beginning on; nil when there is none.
private func mapped(_ bytes: Int) -> UnsafeMutableRawPointer? {
  let length = wholePages(bytes)
  guard
    let start = unsafe mmap(nil, length + hugePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
    unsafe start != MAP_FAILED
  else { return nil }
  // The part before that boundary and the rest behind are given back.
  let before = (hugePage - Int(bitPattern: start) % hugePage) % hugePage
  if before > 0 { unsafe _ = munmap(start, before) }
  let memory = unsafe start + before
  unsafe _ = munmap(memory + length, hugePage - before)
  unsafe _ = madvise(memory, bytes / hugePage * hugePage, MADV_HUGEPAGE)
  return unsafe memory
}
