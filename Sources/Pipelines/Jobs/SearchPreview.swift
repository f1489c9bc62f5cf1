internal import Parallelism
internal import Ranking

/// Hits of one query with their passages, for people at a terminal.
public struct SearchPreview {
  /// The index folder.
  public var index: String
  /// How to search.
  public var settings = SearchSettings()
  /// Threads.
  public var threads = 1
  /// Takes notes for people.
  public var note: @Sendable (String) -> Void = { _ in }

  /// A preview of an index.
  public init(index: String) { self.index = index }

  /// Rank, score and id of each hit, and its passage wrapped at 100 columns.
  public func text(for words: String) throws -> String {
    let index = try OpenIndex(folder: index)
    let query = Query(id: "1", text: Array(words.utf8))
    var work = WorkSettings()
    work.threads = threads
    work.quiet = true
    work.note = note
    let session = Session(index: index, queries: [query], work: work)
    var text = ""
    if settings.explainsFeedback { session.explainFeedback = { text += "query: \(FeedbackText.line($1))\n" } }
    var run = Run(tag: "", rankings: [])
    for system in try settings.systems(over: index) { run = try session.execute(system) }
    let documents = run.rankings.first?.documents ?? []
    if documents.isEmpty { return text + "no hits\n" }
    for (number, hit) in documents.enumerated() {
      text += "\(number + 1). \(hit.id)  score \(ResultTable.number(hit.score))\n"
      if let place = try index.documents.number(of: hit.id), let passage = try index.documents.text(of: place) {
        text += SearchPreview.wrapped(String(decoding: passage, as: UTF8.self)) + "\n"
      }
    }
    return text
  }

  /// Lines of at most 100 characters, indented by three; control characters become spaces, so that a passage cannot drive the terminal.
  static func wrapped(_ passage: String) -> String {
    let clean = String(passage.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
    var lines: [String] = []
    var line = ""
    for word in clean.split(separator: " ") {
      if !line.isEmpty, line.count + word.count + 1 > 97 {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    lines.append(line)
    return lines.map { "   \($0)\n" }.joined()
  }
}
