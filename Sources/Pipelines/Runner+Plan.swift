internal import Corpora
internal import Files
internal import Transformers

extension PipelineRunner {
  /// What `run` would do, without doing it.
  public func plan() -> String {
    var text = "pipeline \(configuration.name) -> \(output)\n"
    for path in configuration.requirements {
      text += "  needs \(path): \(Paths.exists(path) ? "there" : "MISSING, the pipeline would be skipped")\n"
    }
    let parts =
      (configuration.index.lexical ? [configuration.index.impacts.map { "impacts \($0.name)" } ?? "BM25"] : [])
      + configuration.index.sets.map(\.text)
    text +=
      "  index \(configuration.index.folder) (\(parts.joined(separator: ", "))) of \(configuration.data.collection.joined(separator: ", "))\n"
    for system in configuration.systems {
      let verbs = system.stages.map { stage in
        type(of: stage).verb + ((stage as? FuseStage)?.tuning.map { " (weights tuned on \($0.set))" } ?? "")
      }.joined(separator: " -> ")
      text += "  system \(system.name)\(system.optional ? " (optional)" : ""): \(verbs)\n"
    }
    for set in configuration.sets {
      text += "  queries\(set.name.isEmpty ? "" : " \(set.name)") \(set.queries), judged in \(set.judgements)\n"
      text += "  measures \(set.measures.joined(separator: ", "))\n"
    }
    return text + "  \(configuration.expectations.count) expected values\n"
  }
}
