/// What `--skip-bad` left out, and what `--replace-invalid-utf8` changed.
public struct SkippedRecords: Equatable, Sendable {
  /// Number of skipped records by kind of problem, in order of first appearance.
  public private(set) var counts: [(kind: String, count: Int)] = []
  /// The first few skipped records.
  public private(set) var examples: [BadRecord] = []
  /// Number of lines (or TREC documents) in which invalid UTF-8 was replaced.
  public internal(set) var replaced = 0
  /// At most this many examples are kept.
  public static let exampleLimit = 5

  /// Nothing skipped.
  public init() {}

  /// Counts of an earlier reading, whose examples are known no longer.
  public init(counts: [(kind: String, count: Int)], replaced: Int) {
    self.counts = counts
    self.replaced = replaced
  }

  /// Number of skipped records.
  public var total: Int { counts.reduce(0) { $0 + $1.count } }

  mutating func add(_ record: BadRecord) {
    if examples.count < Self.exampleLimit { examples.append(record) }
    if let index = counts.firstIndex(where: { $0.kind == record.problem.kind }) {
      counts[index].count += 1
    } else {
      counts.append((record.problem.kind, 1))
    }
  }

  /// Same counts, examples and replacements.
  public static func == (left: SkippedRecords, right: SkippedRecords) -> Bool {
    left.counts.elementsEqual(right.counts) { $0 == $1 } && left.examples == right.examples && left.replaced == right.replaced
  }
}

extension SkippedRecords: CustomStringConvertible {
  /// Lines for the log; empty when nothing was skipped or replaced.
  public var description: String {
    var lines: [String] = []
    if total > 0 {
      let kinds = counts.map { "\($0.kind): \($0.count)" }.joined(separator: ", ")
      let what = "skipped \(total) bad \(total == 1 ? "record" : "records") (\(kinds))"
      lines.append(examples.isEmpty ? what : what + "; the first:")
      lines += examples.map { "  \($0)" }
    }
    if replaced > 0 { lines.append("replaced invalid UTF-8 in \(replaced) \(replaced == 1 ? "record" : "records")") }
    return lines.joined(separator: "\n")
  }
}
