internal import Corpora

/// `data:` of a recipe: where examples come from and which are held out.
struct DataSection: Equatable, Sendable {
  var sources: [SourceSection]
  /// Examples that are measured instead of trained on; whole queries are held out, until there are that many.
  var heldOut = 0
  /// Examples among which the next one is drawn: large files need not fit in memory.
  var shuffleBuffer = 100_000
  /// What happens when one of several sources ends.
  var ending = MixedExamples.Ending.all

  /// Reads a list of sources, or a mapping with the list under `sources`.
  init(_ reader: YAMLReader) throws {
    guard reader.node.mapping != nil else {
      guard reader.node.sequence != nil else { throw DataSection.notSources(reader) }
      sources = try reader.list().map(SourceSection.init)
      try finish(reader)
      return
    }
    var mapping = try reader.mapping()
    guard let list = mapping.optional("sources") else { throw DataSection.notSources(reader) }
    sources = try (list.node.sequence == nil ? [list] : list.list()).map(SourceSection.init)
    heldOut = try mapping.optional("held_out")?.int(atLeast: 0) ?? 0
    shuffleBuffer = try mapping.optional("shuffle_buffer")?.int(in: 1...100_000_000) ?? shuffleBuffer
    let ending = try mapping.optional("ending")?.choice(MixedExamples.Ending.self)
    try mapping.finishTraining()
    try finish(list)
    self.ending = ending ?? self.ending
  }

  private static func notSources(_ reader: YAMLReader) -> PipelinesError {
    reader.error(
      "data must be a list of sources, such as data: [{files: triples.tsv}], or a mapping of such a list and settings, such as "
        + "data: {sources: [{files: triples.tsv}], held_out: 1000}")
  }

  /// Weights are shares of what is trained on, so the mixture ends with the first source that does.
  private mutating func finish(_ reader: YAMLReader) throws {
    if sources.isEmpty { throw reader.error("\(reader.path) must name at least one source of examples") }
    if sources.contains(where: { $0.weight != nil }) { ending = .first }
  }

  var tree: SettingTree {
    .settings {
      $0.add("sources", tree: .list(sources.map(\.tree)))
      $0.add("held_out", heldOut)
      $0.add("shuffle_buffer", shuffleBuffer)
      if sources.count > 1 { $0.add("ending", ending.rawValue) }
    }
  }
}
