/// The share of relevant documents among the first k.
enum Precision {
  static let family = MeasureFamily(
    name: "P", aliases: ["Precision"], trecName: "P", takes: .cutoffs(MeasureFamily.ranks, required: true),
    explanation: "Precision at k: relevant documents among the first k, divided by k (also when fewer were retrieved).",
    compute: { Double($0.retrieved($1.level, depth: $1.cutoff)) / Double($1.cutoff) })
}
