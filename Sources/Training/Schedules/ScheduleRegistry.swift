/// A row of the registry of schedules.
public struct ScheduleKind: Sendable {
  /// Its name in a recipe.
  public let name: String
  /// What the schedule is, one line for help texts.
  public let summary: String
  /// What it can be told.
  public let options: [Option]
  /// The schedule with all options resolved, over a span.
  let make: @Sendable (OptionSettings, ScheduleSpan) throws(TrainingError) -> any Schedule
}

/// Every schedule, one row each.
public enum ScheduleRegistry {
  /// The rows.
  public static let all: [ScheduleKind] = [
    ConstantSchedule.kind, LinearSchedule.kind, CosineSchedule.kind, CosineAnnealing.kind,
  ]

  /// The schedule of that name with its options over a span, and these options as resolved. Throws when the name or an option is
  /// unknown, a value out of its domain, or the span's peak not above 0.
  public static func make(
    _ name: String, options: [String: OptionValue] = [:], over span: ScheduleSpan
  ) throws(TrainingError) -> (schedule: any Schedule, settings: OptionSettings) {
    guard let kind = all.first(where: { $0.name == name }) else {
      throw .unknownName(kind: "schedule", name: name, known: all.map(\.name))
    }
    guard span.peak > 0, span.peak.isFinite else {
      throw .optionValue(
        owner: "schedule '\(name)'", option: "learning rate", found: "\(span.peak)", expected: "a finite number above 0")
    }
    let settings = try OptionSettings(options, declared: kind.options, owner: "schedule '\(name)'")
    return (try kind.make(settings, span), settings)
  }
}
