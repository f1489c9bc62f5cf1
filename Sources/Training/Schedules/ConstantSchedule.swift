/// The peak rate, after a warm-up. Source: transformers' `get_constant_schedule_with_warmup`.
struct ConstantSchedule: Schedule {
  let warmUp: WarmUp

  func factor(step: Int) -> Double { warmUp.factor(step: step) ?? 1 }

  static let kind = ScheduleKind(
    name: "constant", summary: "the peak rate, after a warm-up if any", options: WarmUp.options
  ) { settings, span throws(TrainingError) in
    ConstantSchedule(warmUp: try WarmUp(settings, span, owner: "schedule 'constant'"))
  }
}
