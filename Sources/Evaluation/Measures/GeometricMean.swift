internal import Foundation

/// Measures whose topics are averaged geometrically: the topic's value is a logarithm, floored at 0.00001.
enum GeometricMean {
  /// trec_eval's MIN_GEO_MEAN.
  static let floor = 0.00001

  /// The geometric mean of topics whose logarithms have this mean.
  static func summary(_ meanLogarithm: Double) -> Double { exp(meanLogarithm) }

  static let averagePrecision = MeasureFamily(
    name: nil, trecName: "gm_map", takes: .nothing, summary: .geometricMean, missing: log(floor),
    explanation: "Geometric mean of average precision over topics, each at least 0.00001.",
    compute: { log(max(AveragePrecision.value($0, $1), floor)) })

  static let binaryPreference = MeasureFamily(
    name: nil, trecName: "gm_bpref", takes: .nothing, summary: .geometricMean, missing: log(floor),
    explanation: "Geometric mean of bpref over topics, each at least 0.00001.",
    compute: { log(max(BinaryPreference.value($0, $1), floor)) })
}
