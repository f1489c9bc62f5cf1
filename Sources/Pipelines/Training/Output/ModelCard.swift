internal import Bytes
internal import Foundation
internal import Parallelism

/// The folder's README.md: what the model is, how it was made and how it measured; with the front matter of Hugging Face's model cards.
struct ModelCard {
  let recipe: TrainingRecipe
  let results: TrainedFolder
  /// The model it was trained from, as the recipe names it.
  let base: String

  var text: String {
    [frontMatter, opening, usage, measures, training].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var frontMatter: String {
    let pipeline = recipe.task == .crossEncoder ? "text-ranking" : "sentence-similarity"
    var lines = ["---", "library_name: sentence-transformers", "pipeline_tag: \(pipeline)"]
    if !base.hasPrefix(".") && !base.hasPrefix("/") { lines.append("base_model: \(base)") }
    return (lines + ["tags:", "- \(recipe.task.rawValue)", "- winnow", "---", ""]).joined(separator: "\n")
  }

  private var opening: String {
    let name = base.hasPrefix(".") || base.hasPrefix("/") ? (base as NSString).lastPathComponent : base
    let what =
      recipe.task == .crossEncoder
      ? "A cross-encoder: query and passage in, one logit out" : "A bi-encoder: a text in, a vector out"
    return """
      # \(recipe.name)

      \(what). Trained with `winnow train \(recipe.task.rawValue)` from \(name); `recipe.yaml` holds every setting, `training.jsonl` how
      it went (`curves.svg`, `report.html`).

      """
  }

  private var usage: String {
    let library = recipe.task == .crossEncoder ? "CrossEncoder" : "SentenceTransformer"
    let command =
      recipe.task == .crossEncoder
      ? "winnow rerank INDEX --run RUN --queries QUERIES --model FOLDER --output OUTPUT"
      : "winnow index INDEX --collection FILE --dense FOLDER"
    return """
      ## Use

          \(command)

      or in Python: `sentence_transformers.\(library)("FOLDER")`.

      """
  }

  private var measures: String {
    guard !results.tests.isEmpty else { return "" }
    return "## Scores\n\n" + TrainingReport([results]).markdown
  }

  private var training: String {
    let threads = results.json["threads"]?.int ?? 0
    var lines = ["## Training", ""]
    lines.append("- data: \(results.json["examples"]?.int ?? 0) examples an epoch (see `recipe.yaml`)")
    lines.append(
      "- \(results.json["steps"]?.int ?? 0) steps of \(recipe.batchSize * recipe.accumulation) examples, \(results.json["tokens"]?.int ?? 0) tokens in all"
    )
    lines.append(
      "- weights trained: \(results.json["trained_weights"]?.int ?? 0) of \(results.json["weights"]?.int ?? 0) (\(results.setting("adaptation")))"
    )
    if let best = results.json["best"] {
      lines.append("- the checkpoint of step \(best["step"]?.int ?? 0), best by \(best["measure"]?.string?.text ?? "")")
    }
    lines.append(
      "- seed \(results.seed); \(Progress.duration(results.number("seconds") ?? 0)) on \(threads == 1 ? "1 thread" : "\(threads) threads")"
    )
    return lines.joined(separator: "\n") + "\n"
  }
}
