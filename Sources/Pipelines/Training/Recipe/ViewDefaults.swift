internal import Corpora

extension LossSection {
  /// What a source's examples are taken as when the recipe does not say: each pair on its own where a loss looks at pairs, so that
  /// `batch_size` counts pairs as in other trainers; triplets where it compares two; all passages of a query otherwise.
  var usualView: ExampleView {
    switch name {
    case "bce", "graded-bce", "mse", "score-distillation", "contrastive": .pairs
    case "triplet", "margin-mse": .triplets
    default: .whole
    }
  }
}
