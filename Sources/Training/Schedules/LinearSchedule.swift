/// A straight fall from the peak rate to 0 at the last step, after a warm-up. Source: transformers' `get_linear_schedule_with_warmup`.
struct LinearSchedule: Schedule {
  let warmUp: WarmUp
  let steps: Int

  func factor(step: Int) -> Double {
    warmUp.factor(step: step) ?? max(0, Double(steps - step) / Double(max(1, steps - warmUp.steps)))
  }

  static let kind = ScheduleKind(
    name: "linear", summary: "falls in a straight line to 0, after a warm-up if any", options: WarmUp.options
  ) { settings, span throws(TrainingError) in
    LinearSchedule(warmUp: try WarmUp(settings, span, owner: "schedule 'linear'"), steps: span.steps)
  }
}
