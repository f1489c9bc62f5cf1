internal import Foundation

/// Waves of a cosine from the peak rate, after a warm-up: max(0, (1 + cos(2 pi c p)) / 2) at the share p of the steps after it, with c cycles;
/// c = .5 falls to 0 once. Source: transformers' `get_cosine_schedule_with_warmup`.
struct CosineSchedule: Schedule {
  let warmUp: WarmUp
  let steps: Int
  let cycles: Double

  func factor(step: Int) -> Double {
    if let rising = warmUp.factor(step: step) { return rising }
    return max(0, 0.5 * (1 + cos(.pi * cycles * 2 * warmUp.progress(step: step, of: steps))))
  }

  static let kind = ScheduleKind(
    name: "cosine", summary: "falls along half a cosine to 0, after a warm-up if any (transformers' definition)",
    options: WarmUp.options + [.number("cycles", 0.5, minimum: 0, isOpen: true, "waves over the steps; .5 falls once")]
  ) { settings, span throws(TrainingError) in
    CosineSchedule(
      warmUp: try WarmUp(settings, span, owner: "schedule 'cosine'"), steps: span.steps, cycles: settings.number("cycles"))
  }
}
