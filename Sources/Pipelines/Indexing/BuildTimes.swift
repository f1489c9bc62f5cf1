/// Where the time of a build goes, as its own thread sees it: what others do beside it is not counted twice.
struct BuildTimes {
  /// Waiting for blocks of the collection, parsing them, taking in their documents.
  var reading = Duration.zero
  /// Analysis and inversion of texts together.
  var inverting = Duration.zero
  /// How much of that is analysis, 0 to 1.
  var analysisShare = 0.0
  /// Committing batches: sorting them and writing them to the staging folder.
  var spilling = Duration.zero
  /// Merging and encoding postings.
  var merging = Duration.zero
  /// Writing the documents and the index, and syncing it to the disk.
  var writing = Duration.zero

  /// Adds the time since `start` to a part.
  mutating func add(_ part: WritableKeyPath<BuildTimes, Duration>, since start: ContinuousClock.Instant) {
    self[keyPath: part] += ContinuousClock.now - start
  }

  private var all: Duration { reading + inverting + spilling + merging + writing }

  /// True when there was any to speak of.
  var areWorthTelling: Bool { all >= .seconds(1) }

  /// The shares in percent, for people.
  var text: String {
    func percent(_ part: Duration) -> String { "\(all > .zero ? Int((100 * (part / all)).rounded()) : 0) %" }
    return "time: reading \(percent(reading)), analysis \(percent(inverting * analysisShare))"
      + ", inversion \(percent(inverting * (1 - analysisShare))), spilling \(percent(spilling)), merge \(percent(merging))"
      + ", writing \(percent(writing))"
  }
}
