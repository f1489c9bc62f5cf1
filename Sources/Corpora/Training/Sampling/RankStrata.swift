public import Bytes

/// Strata of a ranking from each of which one passage is drawn: "1-3,4-30,31-200|random" takes one of the first three, one of ranks 4 to
/// 30, and as the third one of ranks 31 to 200 or, as often, any passage of the collection that is not in the ranking.
public struct RankStrata: Equatable, Sendable, CustomStringConvertible {
  /// One place to draw from.
  public enum Source: Equatable, Sendable {
    /// Some ranks.
    case ranks(RankWindow)
    /// The collection.
    case random
  }

  /// What is drawn.
  public enum Drawn: Equatable, Sendable {
    /// The passage at a place, from 0, of the ranking.
    case place(Int)
    /// A passage of the collection outside the ranking, which the caller draws.
    case random
  }

  /// For each passage the sources it comes from, one of which is chosen, each with the same chance.
  public let strata: [[Source]]

  /// Reads strata: separated by commas, alternatives by bars, each a window of ranks or "random".
  /// - Throws: `TrainingDataError.badSetting`.
  public init(parsing text: String) throws(TrainingDataError) {
    var strata: [[Source]] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      var sources: [Source] = []
      for name in part.split(separator: "|", omittingEmptySubsequences: false).map({ $0.filter { $0 != " " } }) {
        sources.append(name == "random" ? .random : .ranks(try RankWindow(parsing: String(name))))
      }
      strata.append(sources)
    }
    self.strata = strata
  }

  /// "1-3,4-30,31-200|random"
  public var description: String {
    strata.map { sources in
      sources.map { source in if case .ranks(let window) = source { window.description } else { "random" } }.joined(
        separator: "|")
    }.joined(separator: ",")
  }

  /// Deepest rank of all strata; 0 when all are random.
  public var depth: Int {
    var depth = 0
    for case .ranks(let window) in strata.joined() { depth = max(depth, window.ranks.upperBound) }
    return depth
  }

  /// True when passages of the collection may be drawn.
  public var usesCollection: Bool { strata.joined().contains(.random) }

  /// One draw a stratum. A window that the ranking does not reach, or whose passages are drawn already, gives way to the stratum's other
  /// sources in order; a stratum without any is left out.
  public func draw(from length: Int, _ generator: inout CounterGenerator) -> [Drawn] {
    var drawn: [Drawn] = []
    for sources in strata {
      let first = generator.below(sources.count)
      let order = [sources[first]] + sources.indices.filter { $0 != first }.map { sources[$0] }
      for source in order {
        guard let found = Self.draw(from: source, length, besides: drawn, &generator) else { continue }
        drawn.append(found)
        break
      }
    }
    return drawn
  }

  private static func draw(
    from source: Source, _ length: Int, besides drawn: [Drawn], _ generator: inout CounterGenerator
  ) -> Drawn? {
    guard case .ranks(let window) = source else { return .random }
    let free = window.places(of: length).filter { !drawn.contains(.place($0)) }
    return free.isEmpty ? nil : .place(free[generator.below(free.count)])
  }

  /// A place in 0..<`count` outside the ranking, each with the same chance as long as a few draws find one; then the next free one.
  /// Nil when all are taken.
  public static func outside(
    _ count: Int, _ generator: inout CounterGenerator, isTaken: (Int) throws -> Bool
  ) rethrows -> Int? {
    guard count > 0 else { return nil }
    for _ in 0..<32 {
      let place = generator.below(count)
      if try !isTaken(place) { return place }
    }
    let start = generator.below(count)
    return try (0..<count).lazy.map { (start + $0) % count }.first { try !isTaken($0) }
  }
}
