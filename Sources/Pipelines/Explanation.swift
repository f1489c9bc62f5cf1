internal import Bytes
internal import Foundation
public import Lexical
internal import Ranking

/// Why a document of an index scores what it scores for a query, as a table for people.
public struct Explanation {
  /// The index folder.
  public var index: String
  /// The query's text.
  public var query: String
  /// The document's id.
  public var document: String
  /// What scores.
  public var model = ScoringModel.bm25()
  /// Also search, and say at what rank the document is.
  public var showsRank = false

  /// An explanation by Lucene's BM25.
  public init(index: String, query: String, document: String) {
    self.index = index
    self.query = query
    self.document = document
  }

  /// The table. Scores stand there in the fewest digits that make the float32 that a search gives.
  /// - Throws: `PipelinesError` for a document that is not there and a query without terms.
  public func text() throws -> String {
    let index = try OpenIndex(folder: index)
    let lexical = try index.lexical()
    guard let number = try index.documents.number(of: ByteString(document)) else {
      throw PipelinesError.input(reason: "\(index.folder): there is no document '\(document)'; ids are compared byte for byte")
    }
    let terms = LexicalIndex.terms(of: Array(query.utf8))
    if terms.isEmpty {
      throw PipelinesError.input(reason: "the query '\(query)' has no terms: it holds only stop words or no letters and digits")
    }
    let explanation = try lexical.explain(terms, document: number, model: model)
    var lines = heading(explanation, lexical.statistics) + [""] + table(explanation)
    if explanation.score == nil {
      lines.append("The document has none of the query's terms: no search finds it.")
    } else if showsRank, let rank = try lexical.rank(of: number, terms, model: model) {
      lines.append("rank \(rank)")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func heading(_ explanation: ScoreExplanation, _ collection: LexicalStatistics) -> [String] {
    let parameters = model.parameters.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    let lengths = model.lengths == .exact ? "exact lengths" : "one-byte lengths"
    let isLikelihood = model.name == .queryLikelihood
    let norm = isLikelihood ? "log(mu / (length + mu))" : "k1 ((1 - b) + b length / mean)"
    let mean = isLikelihood ? "" : "; mean of \(collection.nonEmptyDocuments) documents \(collection.averageLength)"
    return [
      "model     \(model.name.rawValue): \(parameters), \(lengths)",
      "document  \(document): \(explanation.length) terms, taken as \(explanation.scoredLength)\(mean)",
      "norm      \(norm) = \(String(format: "%.6f", explanation.norm))",
    ]
  }

  private func table(_ explanation: ScoreExplanation) -> [String] {
    let isLikelihood = model.name == .queryLikelihood
    let counted = isLikelihood ? ["in collection", "probability"] : ["documents", "idf"]
    var rows = [["term", "in query", "in document"] + counted + ["adds", ""]]
    for term in explanation.terms {
      let count = isLikelihood ? term.statistics?.collectionFrequency : term.statistics?.documentFrequency
      let remark = term.statistics == nil ? "in no document" : term.frequency == 0 ? "not in this document" : ""
      rows.append([
        "\(term.term)", AlignedText.plain(term.weight), "\(term.frequency)", "\(count ?? 0)",
        String(format: isLikelihood ? "%.4g" : "%.4f", term.rarity), "\(term.score)", remark,
      ])
    }
    rows.append(["score", "", "", "", "", explanation.score.map { "\($0)" } ?? "-", ""])
    return AlignedText.lines(rows)
  }
}

/// Columns of text for a terminal.
enum AlignedText {
  /// The first and the last column to the left, the others to the right.
  static func lines(_ rows: [[String]]) -> [String] {
    let columns = rows.first?.indices ?? 0..<0
    let widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = columns.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        return column == 0 || column == columns.last ? row[column] + padding : padding + row[column]
      }
      return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }
  }

  /// A number without `.0` where it is whole.
  static func plain(_ value: Float) -> String { value == value.rounded() && abs(value) < 1e6 ? "\(Int(value))" : "\(value)" }
}
