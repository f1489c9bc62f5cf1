/// A measure with its parameters: `nDCG@10`, `AP(rel=2)`, `ndcg_cut_10`.
public struct Measure: Hashable, Sendable {
  /// Row in the registry.
  let index: Int
  /// What distinguishes it from others of its family.
  public let arguments: MeasureArguments

  init(index: Int, arguments: MeasureArguments = MeasureArguments()) {
    self.index = index
    self.arguments = arguments
  }

  /// Parses one measure's name in ir_measures' or trec_eval's scheme. Throws when the name stands for several measures
  /// (`P`, `official`): use `Measure.list` for those.
  public init(parsing text: String) throws(EvaluationError) {
    let measures = try MeasureParser.parse(text)
    guard measures.count == 1, let measure = measures.first else {
      let names = measures.prefix(3).map(\.name).joined(separator: ", ")
      throw .badMeasure(name: text, problem: "stands for \(measures.count) measures (\(names), ...); name one of them")
    }
    self = measure
  }

  /// Parses names that may stand for several measures each; a measure named twice is kept once. An empty list is trec_eval's
  /// default, `official`.
  public static func list(_ texts: [String]) throws(EvaluationError) -> [Measure] {
    var measures: [Measure] = []
    for text in texts.isEmpty ? ["official"] : texts {
      for measure in try MeasureParser.parse(text) where !measures.contains(measure) { measures.append(measure) }
    }
    return measures
  }

  /// Its row in the registry.
  public var family: MeasureFamily { MeasureRegistry.families[index] }

  /// The name people see: ir_measures' (`nDCG@10`), or trec_eval's where the other scheme has none. It parses back to the same measure.
  public var name: String {
    guard family.name != nil || arguments.level != nil, !hasOwnSpelling else { return trecName }
    let level = arguments.level.map { "(rel=\($0))" } ?? ""
    if let fraction = arguments.fraction { return family.title + level + "@\(fraction)" }
    return family.title + level + (arguments.cutoff.map { "@\($0)" } ?? "")
  }

  /// The name trec_eval prints (`ndcg_cut_10`); ir_measures' for a measure trec_eval does not have.
  public var trecName: String {
    guard arguments.level == nil, let root = arguments.cutoff == nil ? family.trecName : family.cutName ?? family.trecName else {
      return name
    }
    if let cutoff = arguments.cutoff {
      return family.cutName != nil || family.needsCutoff ? "\(root)_\(cutoff)" : family.title + "@\(cutoff)"
    }
    if let fraction = arguments.fraction { return root + "_" + FixedDecimal.text(fraction, decimals: 2) }
    return root + (arguments.spelling.map { "_" + $0 } ?? "")
  }

  /// True when the parameters can only be written in trec_eval's scheme.
  private var hasOwnSpelling: Bool { arguments.spelling != nil }

  /// Position in trec_eval's output.
  var trecOrder: (Int, Int, Double) {
    (MeasureRegistry.trecOrder(family: index, hasCutoff: arguments.cutoff != nil), arguments.cutoff ?? 0, arguments.fraction ?? 0)
  }

  /// What its function is given.
  func context(_ options: EvaluationOptions) -> MeasureContext {
    var context = MeasureContext()
    context.level = arguments.level ?? options.level
    context.cutoff = arguments.cutoff ?? .max
    context.fraction = arguments.fraction ?? 0
    context.gains = arguments.gains
    context.truncatesRecall = options.compatibility == .trecEval9
    context.collectionSize = options.collectionSize
    switch family.takes {
    case .numbers(let defaults): context.numbers = arguments.numbers.isEmpty ? defaults : arguments.numbers
    case .gains(let persistence?): context.fraction = arguments.numbers.first ?? persistence
    default: break
    }
    return context
  }
}

extension Measure: CustomStringConvertible {
  /// Same as `name`.
  public var description: String { name }
}
