internal import Corpora

/// A source of distillation: a teacher's run, whose scores are the labels.
struct TeacherSection: Equatable, Sendable {
  var run: String
  /// What is drawn for each query, such as `1-3,4-30,31-200`.
  var strata: RankStrata
  /// The score of a passage drawn from the whole collection, which the run does not hold.
  var randomScore: Double?

  init(_ run: String, _ mapping: inout YAMLMapping) throws {
    self.run = run
    guard let reader = mapping.optional("strata") else {
      throw mapping.reader.error(
        "\(mapping.reader.path) has a teacher and lacks strata: the windows of ranks from each of which a passage of the query is drawn, "
          + "such as strata: 1-3,4-30,31-200")
    }
    strata = try reader.reading { try RankStrata(parsing: $0) }
    randomScore = try mapping.optional("random_score")?.double()
  }

  /// Labels are changed later, like those of all sources.
  var options: TeacherRunOptions { TeacherRunOptions(strata: strata, collectionScore: randomScore.map { Float($0) }) }

  func add(to list: inout SettingList) {
    list.add("teacher", path: run)
    list.add("strata", "\(strata)")
    list.add("random_score", randomScore)
  }
}
