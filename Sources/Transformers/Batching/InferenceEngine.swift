internal import Parallelism
internal import Synchronization
internal import Tensors

/// Runs sequences through a model: groups over threads, results back in the order of the input.
///
/// A result depends on its own sequence alone: the same bits for any threads and any company at a given instruction-set path.
final class InferenceEngine: Sendable {
  let body: any TransformerBody
  let instructionSet: InstructionSet
  private let pool: WorkspacePool

  init(_ body: any TransformerBody, on instructionSet: InstructionSet) {
    self.body = body
    self.instructionSet = instructionSet
    pool = WorkspacePool(body.workspaceShape, on: instructionSet)
  }

  /// `width` floats for each sequence, made by `finish` from a group's hidden states. `progress` hears, one call at a time, how many
  /// sequences are finished.
  func run(
    _ sequences: [TokenSequence], width: Int, threads: Int, account: OperationAccount? = nil, progress: @Sendable (Int) -> Void,
    finish: @Sendable (RaggedBatch, Workspace) -> [Float]
  ) throws -> [Float] {
    for index in sequences.indices { try body.limits.check(sequences[index], index: index) }
    let groups = SequenceGroups.form(lengths: sequences.map(\.count))
    // Where there are fewer groups than threads, a team computes each group.
    let members = max(1, threads / max(1, groups.count))
    let finished = Mutex(0)
    let parts = try mapBlocks(count: groups.count, threads: threads) { block in
      let batch = RaggedBatch(groups[block].lazy.map { sequences[$0] })
      let part = compute(batch, threads: members, account: account, finish: finish)
      try Self.check(part, width: width, inputs: groups[block])
      finished.withLock { count in
        count += batch.count
        progress(count)
      }
      return part
    }
    return Self.scatter(parts, groups: groups, count: sequences.count, width: width)
  }

  private func compute(
    _ batch: RaggedBatch, threads: Int, account: OperationAccount?, finish: (RaggedBatch, Workspace) -> [Float]
  ) -> [Float] {
    pool.with(batch, threads: threads) { memory in
      memory.costs = account.map { _ in OperationCosts() }
      defer { if let costs = memory.costs { account?.add(costs) } }
      return ThreadTeam.with(threads: threads) { team in
        memory.fork = team.size == 1 ? .serial : Fork(width: team.size) { team.run(parts: $0, $1) }
        defer { memory.fork = .serial }
        body.run(batch, in: memory)
        var part: [Float] = []
        memory.measure(.head) { part = finish(batch, memory) }
        return part
      }
    }
  }

  /// Damaged weights must not pass as results.
  private static func check(_ part: [Float], width: Int, inputs: [Int]) throws {
    if let place = part.firstIndex(where: { !$0.isFinite }) { throw TransformersError.notFinite(index: inputs[place / width]) }
  }

  private static func scatter(_ parts: [[Float]], groups: [[Int]], count: Int, width: Int) -> [Float] {
    var out = [Float](repeating: 0, count: count * width)
    for (group, part) in zip(groups, parts) {
      for (place, index) in group.enumerated() {
        out.replaceSubrange(index * width..<(index + 1) * width, with: part[place * width..<(place + 1) * width])
      }
    }
    return out
  }
}
