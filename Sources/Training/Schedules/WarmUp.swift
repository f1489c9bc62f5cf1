/// A linear rise of the learning rate from 0, over the first steps: step / steps before step `steps`.
///
/// Source: transformers' `optimization.py`; a ratio counts ceil(T ratio) steps, as its `TrainingArguments.get_warmup_steps`.
struct WarmUp: Sendable {
  let steps: Int

  /// The factor while the rise lasts; nil afterwards.
  func factor(step: Int) -> Double? { step < steps ? Double(step) / Double(max(1, steps)) : nil }

  /// How far a step after the rise has come in the rest of `total` steps, in 0...1 up to the last.
  func progress(step: Int, of total: Int) -> Double { Double(step - steps) / Double(max(1, total - steps)) }
}

extension WarmUp {
  static let options: [Option] = [
    .count("warmup-steps", 0, "steps over which the rate rises from 0"),
    .number("warmup-ratio", 0, minimum: 0, maximum: 1, "the same as a share of all steps, rounded up; give one of both"),
  ]

  /// Throws when both options are given.
  init(_ settings: OptionSettings, _ span: ScheduleSpan, owner: String) throws(TrainingError) {
    let steps = settings.count("warmup-steps")
    let ratio = settings.number("warmup-ratio")
    guard steps == 0 || ratio == 0 else {
      throw .optionValue(owner: owner, option: "warmup-ratio", found: "\(ratio)", expected: "0 or absent beside warmup-steps")
    }
    self.init(steps: ratio > 0 ? Int((Double(span.steps) * ratio).rounded(.up)) : steps)
  }
}
