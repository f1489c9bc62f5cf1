internal import Ranking

/// A passage that mining has taken.
struct MinedPassage {
  var id: DocumentID
  /// Empty in formats without texts.
  var text: [UInt8]
  /// nil where it is not known.
  var score: Float?
}

/// What becomes a line, or a few, of the output.
struct MinedExample {
  var query: Query
  var positives: [MinedPassage]
  /// In scored formats all passages stand here, in the order of the strata.
  var negatives: [MinedPassage]
}
