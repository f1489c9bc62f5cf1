internal import Foundation

/// eta_min + (peak - eta_min) (1 + cos(pi t / T_max)) / 2 at step t, without a warm-up; rises again after T_max.
///
/// Source: `torch.optim.lr_scheduler.CosineAnnealingLR`, which computes the same by recursion. T_max is the number of steps unless given: paper
/// 2506.18297 gave 93,750 to a training of 31,092 steps, so that its rate ended at three quarters of the peak.
struct CosineAnnealing: Schedule {
  let period: Int
  /// eta_min as a share of the peak.
  let floor: Double

  func factor(step: Int) -> Double {
    floor + (1 - floor) * (1 + cos(.pi * Double(step) / Double(period))) / 2
  }

  static let kind = ScheduleKind(
    name: "cosine-annealing", summary: "falls along half a cosine to eta-min, without a warm-up (torch's CosineAnnealingLR)",
    options: [
      .number("eta-min", 0, minimum: 0, "the learning rate at the end"),
      .count("t-max", 0, "the step at which it is reached; 0 for the last"),
    ]
  ) { settings, span throws(TrainingError) in
    let period = settings.count("t-max")
    return CosineAnnealing(period: period == 0 ? max(1, span.steps) : period, floor: settings.number("eta-min") / span.peak)
  }
}
