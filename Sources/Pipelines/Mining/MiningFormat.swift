internal import Bytes
internal import Ranking

/// What mining writes. Each is read again by `winnow train`, and by the library it is named after.
public enum MiningFormat: String, CaseIterable, Sendable {
  /// JSON lines of `query`, `positive` and `negative` with their ids, one line a negative: sentence-transformers' triplets.
  case triplets
  /// Tevatron's JSON lines with texts, one line a positive.
  case tevatron
  /// FlagEmbedding's JSON lines, with ids, and scores where all are known.
  case flagEmbedding = "flagembedding"
  /// `qid<TAB>pid<TAB>pid`, one line a negative: MS MARCO's `qidpidtriples`.
  case ids
  /// JSON lines of `query`, `passage` and the `score` of the search: pairs for distillation.
  case scoredPairs = "scored-pairs"
  /// JSON lines of `query`, `passages` and their `scores`.
  case scoredLists = "scored-lists"

  /// True when scores are what is mined, and judgements are not needed.
  public var isScored: Bool { self == .scoredPairs || self == .scoredLists }

  /// True when lines hold texts.
  var holdsTexts: Bool { self != .ids }

  /// The lines of an example.
  func append(_ example: MinedExample, to bytes: inout [UInt8]) {
    switch self {
    case .ids: appendIDs(example, to: &bytes)
    case .triplets:
      for (positive, negative) in Self.triplets(example) { append(triplet(example.query, positive, negative), to: &bytes) }
    case .tevatron: append(tevatron(example), to: &bytes)
    case .flagEmbedding: append(flagEmbedding(example), to: &bytes)
    case .scoredPairs: for passage in example.negatives { append(scoredPair(example.query, passage), to: &bytes) }
    case .scoredLists: append(scoredList(example), to: &bytes)
    }
  }

  private func append(_ object: JSONValue, to bytes: inout [UInt8]) { bytes += object.serialized() + [10] }

  /// Every negative once, with the positives in turn, and no positive left out.
  private static func triplets(_ example: MinedExample) -> [(MinedPassage, MinedPassage)] {
    let (positives, negatives) = (example.positives, example.negatives)
    return (0..<max(positives.count, negatives.count)).map { (positives[$0 % positives.count], negatives[$0 % negatives.count]) }
  }

  private func appendIDs(_ example: MinedExample, to bytes: inout [UInt8]) {
    for (positive, negative) in Self.triplets(example) {
      bytes += example.query.id.bytes + [9] + positive.id.bytes + [9] + negative.id.bytes + [10]
    }
  }
}

extension MiningFormat {
  private static func text(_ bytes: [UInt8]) -> JSONValue { .string(ByteString(bytes)) }
  private static func texts(_ passages: [MinedPassage]) -> JSONValue { .array(passages.map { text($0.text) }) }
  private static func scores(_ passages: [MinedPassage]) -> JSONValue { .array(passages.map { score($0.score) }) }
  private static func ids(_ passages: [MinedPassage]) -> JSONValue { .array(passages.map { .string($0.id) }) }

  /// The shortest decimal that reads back as the same float32.
  private static func score(_ score: Float?) -> JSONValue {
    guard let score, score.isFinite else { return .null }
    return (try? JSONValue(parsing: Array("\(score)".utf8))) ?? .null
  }

  private func triplet(_ query: Query, _ positive: MinedPassage, _ negative: MinedPassage) -> JSONValue {
    [
      "query_id": .string(query.id), "positive_id": .string(positive.id), "negative_id": .string(negative.id),
      "query": Self.text(query.text), "positive": Self.text(positive.text), "negative": Self.text(negative.text),
    ]
  }

  private func tevatron(_ example: MinedExample) -> JSONValue {
    func passages(_ passages: [MinedPassage]) -> JSONValue {
      .array(passages.map { ["docid": .string($0.id), "title": "", "text": Self.text($0.text)] })
    }
    return [
      "query_id": .string(example.query.id), "query": Self.text(example.query.text),
      "positive_passages": passages(example.positives), "negative_passages": passages(example.negatives),
    ]
  }

  private func flagEmbedding(_ example: MinedExample) -> JSONValue {
    let texts: JSONValue = [
      "query_id": .string(example.query.id), "query": Self.text(example.query.text), "pos": Self.texts(example.positives),
      "neg": Self.texts(example.negatives), "pos_id": Self.ids(example.positives), "neg_id": Self.ids(example.negatives),
    ]
    guard (example.positives + example.negatives).allSatisfy({ $0.score != nil }) else { return texts }
    let scores: JSONValue = ["pos_scores": Self.scores(example.positives), "neg_scores": Self.scores(example.negatives)]
    return .object((texts.object ?? []) + (scores.object ?? []))
  }

  private func scoredPair(_ query: Query, _ passage: MinedPassage) -> JSONValue {
    [
      "query_id": .string(query.id), "passage_id": .string(passage.id), "score": Self.score(passage.score),
      "query": Self.text(query.text), "passage": Self.text(passage.text),
    ]
  }

  private func scoredList(_ example: MinedExample) -> JSONValue {
    [
      "query_id": .string(example.query.id), "passage_ids": Self.ids(example.negatives),
      "scores": Self.scores(example.negatives), "query": Self.text(example.query.text),
      "passages": Self.texts(example.negatives),
    ]
  }
}
