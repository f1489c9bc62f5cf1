/// Gain weighted by the chance that a user who goes on with probability p comes to that rank (Moffat and Zobel, 2008).
enum RankBiasedPrecision {
  static let family = MeasureFamily(
    name: nil, trecName: "rbp", takes: .gains(persistence: 0.9),
    ignoresLevel: true,
    explanation: "Rank-biased precision with persistence p (default 0.9) and graded gains, as trec_eval 10 has it.",
    compute: value)

  static let residual = MeasureFamily(
    name: nil, trecName: "rbp_resid", takes: .gains(persistence: 0.9),
    ignoresLevel: true,
    explanation: "How far rank-biased precision could rise if every document without a judgement were relevant.",
    compute: residue)

  /// As trec_eval's m_rbp.c.
  private static func value(_ ranking: JudgedRanking, _ context: MeasureContext) -> Double {
    var gains = IdealGains(ranking, context.gains)
    gains.normalise()
    var (sum, weight) = (0.0, 1.0)
    for grade in ranking.relevance {
      let gain = gains.gain(grade)
      if gain != 0 { sum += gain * weight }
      weight *= context.fraction
    }
    return (1 - context.fraction) * sum
  }

  /// As trec_eval's m_rbp_resid.c.
  private static func residue(_ ranking: JudgedRanking, _ context: MeasureContext) -> Double {
    var (sum, weight) = (0.0, 1.0)
    var unjudged = false
    for grade in ranking.relevance {
      if grade < 0 {
        unjudged = true
        sum += weight
      }
      weight *= context.fraction
    }
    return unjudged ? weight + (1 - context.fraction) * sum : 0
  }
}
