internal import Foundation

/// Softmax cross-entropy of each query over the positives and hard negatives of all queries of the batch: its own positive must have the
/// largest similarity. Similarities are multiplied by `scale`. A term is a query.
///
/// The positive is an example's first passage with a label above 0; its other passages with such labels are left out of its own query's
/// softmax, and stand as negatives of the other queries. `isSymmetric` takes the mean with the other direction: each positive over the batch's queries.
///
/// A batch may hold a text twice: a passage that reads as a positive of the query, or of another example of the same query, would be a
/// false negative. `masksDuplicates` leaves it out of the softmax, and a query for which a positive holds out of the other direction;
/// sentence-transformers keeps such examples out of a batch instead, when told to (its sampler NO_DUPLICATES), and else takes them as negatives.
///
/// Source: Henderson et al., "Efficient Natural Language Response Suggestion for Smart Reply", 2017; sentence-transformers'
/// MultipleNegativesRankingLoss and MultipleNegativesSymmetricRankingLoss.
struct MultipleNegativesRanking: Loss {
  let name = "mnrl"
  let scale: Double
  let isCosine: Bool
  let isSymmetric: Bool
  let masksDuplicates: Bool

  var isSeparable: Bool { false }
  var takesPositives: Bool { true }

  func terms(labels: [Float]) -> Int { 1 }

  func problem(labels: [Float]) -> String? { LabelProblems.unusable(labels) ?? LabelProblems.noPositive(labels) }

  func evaluate(_ batch: LossBatch) -> LossValue {
    let vectors = WideRows(batch.outputs, width: batch.width, normalising: isCosine)
    var gradient = WideRows(like: vectors)
    let share = (isSymmetric ? 0.5 : 1) / batch.divisor
    var sum = 0.0
    for softmax in softmaxes(batch) {
      sum += softmax.add(vectors, scale: scale, share: share, to: &gradient)
    }
    return LossValue(value: sum, gradient: gradient.throughNormalisation(of: vectors))
  }

  /// Each query over the passages, and when symmetric each positive over the queries.
  private func softmaxes(_ batch: LossBatch) -> [RowSoftmax] {
    let examples = batch.examples, queries = examples.map(\.rows.lowerBound)
    let passages = examples.flatMap { $0.rows.dropFirst() }
    let positives = examples.map { $0.rows.lowerBound + 1 + ($0.labels.firstIndex { $0 > 0 } ?? 0) }
    let relevant = masksDuplicates ? relevantTexts(batch) : [:]
    let forward = examples.indices.map { index in
      let example = examples[index], target = positives[index], known = relevant[batch.text(queries[index])] ?? []
      let others = zip(example.rows.dropFirst(), example.labels).filter { $0.1 > 0 }.map(\.0)
      return RowSoftmax(
        row: queries[index], target: target,
        columns: passages.filter { $0 == target || !(others.contains($0) || known.contains(batch.text($0))) })
    }
    guard isSymmetric else { return forward }
    return forward
      + examples.indices.map { index in
        let text = batch.text(positives[index])
        return RowSoftmax(
          row: positives[index], target: queries[index],
          columns: queries.filter { $0 == queries[index] || !(relevant[batch.text($0)]?.contains(text) ?? false) })
      }
  }

  /// For the text of each query the texts of its positives, in whichever examples they stand.
  private func relevantTexts(_ batch: LossBatch) -> [Int: Set<Int>] {
    var texts: [Int: Set<Int>] = [:]
    for example in batch.examples {
      for (row, label) in zip(example.rows.dropFirst(), example.labels) where label > 0 {
        texts[batch.text(example.rows.lowerBound), default: []].insert(batch.text(row))
      }
    }
    return texts
  }

  static let kind = LossKind(
    name: "mnrl", summary: "MultipleNegativesRanking: each query's positive against all passages of the batch",
    labels: "any: what counts is which passages are positives",
    options: [
      .number("scale", 20, minimum: 0, isOpen: true, "multiplies similarities; 1 / temperature"),
      .choice("similarity", ["cosine", "dot"], "of the query's and a passage's vectors"),
      .flag("symmetric", false, "also each positive against all queries of the batch"),
      .flag("mask-duplicates", true, "a text of the batch that reads as a positive of the query is no negative of it"),
    ]
  ) {
    MultipleNegativesRanking(
      scale: $0.number("scale"), isCosine: $0.text("similarity") == "cosine", isSymmetric: $0.flag("symmetric"),
      masksDuplicates: $0.flag("mask-duplicates"))
  }
}

/// One row's softmax cross-entropy over some other rows, by scaled dot products.
private struct RowSoftmax {
  let row: Int
  let target: Int
  let columns: [Int]

  /// Adds the gradient of share * cross-entropy, and returns share * cross-entropy.
  func add(_ vectors: WideRows, scale: Double, share: Double, to gradient: inout WideRows) -> Double {
    let logits = columns.map { scale * vectors.dot(row, $0) }
    let logarithms = logSoftmax(logits)
    var loss = 0.0
    for (column, logarithm) in zip(columns, logarithms) {
      let isTarget = column == target
      if isTarget { loss = -logarithm }
      let derivative = (exp(logarithm) - (isTarget ? 1 : 0)) * scale * share
      gradient.add(derivative, vectors, row: column, to: row)
      gradient.add(derivative, vectors, row: row, to: column)
    }
    return loss * share
  }
}
