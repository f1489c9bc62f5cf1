/// Whether there is a relevant document among the first k.
enum Success {
  static let family = MeasureFamily(
    name: "Success", trecName: "success", takes: .cutoffs([1, 5, 10], required: true),
    explanation: "1 when a relevant document is among the first k, otherwise 0.",
    compute: { $0.retrieved($1.level, depth: $1.cutoff) > 0 ? 1 : 0 })
}
