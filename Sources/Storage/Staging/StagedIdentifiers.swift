internal import Bytes

/// The ids of all batches as one list, and their byte order by merging the batches' own.
struct StagedIdentifiers: IdentifierList {
  private let batches: [BatchIdentifiers]
  /// For each batch the number of its first document and the bytes of all ids before it.
  private var firsts: [Int] = []
  private var bytesBefore: [Int] = []
  private(set) var count = 0

  init(_ batches: [BatchIdentifiers]) {
    self.batches = batches
    var bytes = 0
    for batch in batches {
      firsts.append(count)
      bytesBefore.append(bytes)
      count += batch.count
      bytes += batch.byteCount
    }
  }

  private func batch(of number: Int) -> Int {
    var low = 0
    var high = firsts.count
    while low < high {
      let middle = (low + high) / 2
      if firsts[middle] <= number { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }

  func end(_ number: Int) -> Int {
    let batch = batch(of: number)
    return bytesBefore[batch] + batches[batch].end(number - firsts[batch])
  }

  func identifier(_ number: Int) -> ArraySlice<UInt8> {
    let batch = batch(of: number)
    return batches[batch].identifier(number - firsts[batch]).bytes[...]
  }

  /// All document numbers in byte order of their ids. Memory: four bytes a document.
  /// - Throws: `StorageError.duplicateDocument` for an id of two batches (within a batch they were looked for before).
  func order() throws -> [UInt32] {
    var order: [UInt32] = []
    order.reserveCapacity(count)
    var heads = MergeHeads(batches)
    var last: MergeHeads.Head?
    while let head = heads.next() {
      if let last, last.prefix == head.prefix, heads.compare(last, head) == 0 { throw duplicate(last, head) }
      order.append(UInt32(firsts[head.batch] + head.document))
      last = head
    }
    return order
  }

  private func duplicate(_ first: MergeHeads.Head, _ second: MergeHeads.Head) -> StorageError {
    let (earlier, later) = first.batch < second.batch ? (first, second) : (second, first)
    return .duplicateDocument(
      id: batches[earlier.batch].identifier(earlier.document), first: batches[earlier.batch].position(earlier.document),
      second: batches[later.batch].position(later.document))
  }
}
