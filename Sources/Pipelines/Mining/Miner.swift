internal import Bytes
internal import Corpora
internal import Lexical
internal import Ranking

/// Takes positives and negatives for queries that have been searched. One query at a time, in order; what is drawn for a query depends on
/// the seed and the query's id alone.
struct Miner {
  let index: OpenIndex
  let search: CandidateSearch
  let settings: MiningSettings
  let judgements: Judgements
  private(set) var report = MiningReport()

  init(index: OpenIndex, search: CandidateSearch, settings: MiningSettings, judgements: Judgements) {
    self.index = index
    self.search = search
    self.settings = settings
    self.judgements = judgements
  }

  /// True when a query need not be searched, since nothing can come of it; it is counted.
  mutating func passesOver(_ query: Query) -> Bool {
    report.queries += 1
    if settings.format.isScored { return false }
    guard judgements.documents(of: query.id, from: settings.judged.level).isEmpty else { return false }
    report.withoutPositive += 1
    return true
  }

  /// The examples of a query.
  mutating func examples(of searched: SearchedQuery) throws -> [MinedExample] {
    var generator = CounterGenerator(seed: settings.seed, name: searched.query.id)
    let examples = try settings.format.isScored ? scored(searched, &generator) : judged(searched, &generator)
    report.examples += examples.count
    report.negatives += examples.reduce(0) { $0 + $1.negatives.count }
    return examples
  }

  // MARK: From judgements

  private typealias Positive = (id: DocumentID, number: UInt32)

  private mutating func judged(_ searched: SearchedQuery, _ generator: inout CounterGenerator) throws -> [MinedExample] {
    let excluded = try excludedNumbers(searched.query.id)
    var examples: [MinedExample] = []
    for positives in settings.judged.positives.groups(try positives(of: searched.query.id)) {
      let places = negatives(of: searched, positives, excluded, &generator)
      let wanted = settings.judged.negatives.count * positives.count
      if places.isEmpty {
        report.withoutNegative += 1
        continue
      }
      if places.count < wanted { report.tooFew += 1 }
      examples.append(
        MinedExample(
          query: searched.query,
          positives: try positives.map { try passage($0.number, search.score(of: $0.number, for: searched)) },
          negatives: try places.map { try passage(searched.hits[$0].document.value, searched.hits[$0].score) }))
    }
    return examples
  }

  private mutating func positives(of query: QueryID) throws -> [Positive] {
    var found: [Positive] = []
    for id in judgements.documents(of: query, from: settings.judged.level) {
      if let number = try index.documents.number(of: id) {
        found.append((id, number))
      } else {
        report.missingPositives += 1
        if report.firstMissing == nil { report.firstMissing = "query \(query), document \(id)" }
      }
    }
    return found
  }

  private func excludedNumbers(_ query: QueryID) throws -> Set<UInt32> {
    let grades = judgements.grades[query] ?? [:]
    let judged = judgements.documents[query] ?? []
    return Set(try judged.filter { !settings.judged.allows($0, grades) }.compactMap { try index.documents.number(of: $0) })
  }

  /// A margin is held to the lowest score of the positives. One that BM25 did not find scores no more than the last hit, which leaves no
  /// candidate.
  private func negatives(
    of searched: SearchedQuery, _ positives: [Positive], _ excluded: Set<UInt32>, _ generator: inout CounterGenerator
  ) -> [Int] {
    var sampling = settings.judged.negatives
    sampling.count *= positives.count
    let margin = settings.margin
    let scores = margin.isNone ? [] : positives.map { search.score(of: $0.number, for: searched) ?? -.infinity }
    return sampling.places(in: searched.hits.count, &generator) { place in
      let hit = searched.hits[place]
      if excluded.contains(hit.document.value) || positives.contains(where: { $0.number == hit.document.value }) { return false }
      return scores.allSatisfy { margin.allows(hit.score, positive: $0) }
    }
  }

  // MARK: From scores

  private mutating func scored(_ searched: SearchedQuery, _ generator: inout CounterGenerator) throws -> [MinedExample] {
    guard let strata = settings.strata else { return [] }
    var passages: [MinedPassage] = []
    var taken = Set(searched.hits.map(\.document.value))
    for drawn in strata.draw(from: searched.hits.count, &generator) {
      switch drawn {
      case .place(let place): passages.append(try passage(searched.hits[place].document.value, searched.hits[place].score))
      case .random:
        let place = RankStrata.outside(index.documents.count, &generator) { taken.contains(UInt32(clamping: $0)) }
        guard let number = place.map(UInt32.init(clamping:)) else { continue }
        taken.insert(number)
        passages.append(try passage(number, search.score(of: number, for: searched)))
      }
    }
    if passages.isEmpty {
      report.withoutNegative += 1
      return []
    }
    if passages.count < strata.strata.count { report.tooFew += 1 }
    return [MinedExample(query: searched.query, positives: [], negatives: passages)]
  }

  private func passage(_ number: UInt32, _ score: Float?) throws -> MinedPassage {
    MinedPassage(
      id: try index.documents.id(of: number), text: settings.format.holdsTexts ? try IndexTexts(index).text(number) : [],
      score: score)
  }
}
