/// Every measure known, one row each, and trec_eval's names for groups of them.
public enum MeasureRegistry {
  /// The families, in the order in which trec_eval prints them (those it lacks come last).
  public static let families: [MeasureFamily] = [
    Counts.runTag, Counts.topics, Counts.retrieved, Counts.relevant, Counts.relevantRetrieved, AveragePrecision.family,
    GeometricMean.averagePrecision, RPrecision.family, BinaryPreference.family, ReciprocalRank.family,
    InterpolatedPrecision.family, Precision.family, Counts.relevanceString, Recall.family, InferredAveragePrecision.family,
    GeometricMean.binaryPreference, RPrecision.multiples, Utility.family, InterpolatedPrecision.elevenPoints,
    CumulatedGain.binary, CumulatedGain.graded, DiscountedGain.plain, DiscountedGain.ideal, DiscountedGain.normalised,
    DiscountedGainAverages.atRelevant, DiscountedGainAverages.atChanges, RelativePrecision.family, Success.family,
    SetMeasures.precision, SetMeasures.relativePrecision, SetMeasures.recall, SetMeasures.averagePrecision,
    SetMeasures.harmonicMean, Counts.nonrelevantRetrieved, Utility.logOdds, RankBiasedPrecision.family,
    RankBiasedPrecision.residual, JudgedShare.unjudged, JudgedShare.family,
  ]

  /// trec_eval's names for groups of measures.
  static let groups: [(name: String, members: [String])] = [
    (
      "official",
      [
        "runid", "num_q", "num_ret", "num_rel", "num_rel_ret", "map", "gm_map", "Rprec", "bpref", "recip_rank",
        "iprec_at_recall", "P",
      ]
    ),
    (
      "set",
      [
        "runid", "num_q", "num_ret", "num_rel", "num_rel_ret", "utility", "set_P", "set_recall", "set_relative_P", "set_map",
        "set_F",
      ]
    ),
    (
      "all_trec",
      [
        "runid", "num_q", "num_ret", "num_rel", "num_rel_ret", "map", "gm_map", "Rprec", "bpref", "recip_rank",
        "iprec_at_recall", "P", "relstring", "recall", "unj", "rbp", "rbp_resid", "infAP", "gm_bpref", "utility", "11pt_avg",
        "ndcg", "relative_P", "Rprec_mult", "success", "map_cut", "ndcg_cut", "ndcg_rel", "Rndcg", "binG", "G", "set_P",
        "set_recall", "set_relative_P", "set_map", "set_F", "num_nonrel_judged_ret",
      ]
    ),
  ]

  /// Position in trec_eval's output of a family, with or without a rank cut-off: `ndcg_cut` and `map_cut` stand on their own.
  static func trecOrder(family: Int, hasCutoff: Bool) -> Int {
    guard hasCutoff, let cutName = families[family].cutName else { return family * 10 }
    let after = families.firstIndex { $0.trecName == "Rndcg" } ?? family
    return after * 10 + (cutName == "ndcg_cut" ? 1 : 2)
  }

  /// Every name an error or a help text lists.
  static var names: [String] {
    var names: [String] = []
    for family in families {
      if let name = family.name { names.append(family.needsCutoff || family.cutName != nil ? "\(name)@k" : name) }
      if let name = family.trecName, name != family.name || family.needsCutoff { names.append(name) }
      if let name = family.cutName { names.append(name) }
    }
    return names + groups.map(\.name)
  }
}

extension MeasureFamily {
  /// True when the measure means nothing without a rank cut-off.
  var needsCutoff: Bool { if case .cutoffs(_, required: true) = takes { true } else { false } }

  /// True when a rank cut-off may be given.
  var allowsCutoff: Bool { if case .cutoffs = takes { true } else { cutName != nil } }
}
