internal import Bytes
internal import Geometry

extension AnalyzedModel {
  /// Members of a model in `geometry.json`.
  var json: JSONValue {
    let cosines = geometry.cosines, spectrum = geometry.spectrum
    return [
      "model": JSONValue(name), "dimension": JSONValue(dimension), "mean_length": JSONValue(geometry.meanLength),
      "alignment": JSONValue(geometry.alignment), "uniformity": JSONValue(geometry.uniformity),
      "uniformity_queries": JSONValue(geometry.queryUniformity), "uniformity_passages": JSONValue(geometry.passageUniformity),
      "mean_cosine": JSONValue(cosines.exact),
      "random_pairs": [
        "pairs": JSONValue(cosines.pairs), "mean_cosine": JSONValue(cosines.sampled), "deviation": JSONValue(cosines.deviation),
      ],
      "isotropy_partition": JSONValue(geometry.partition), "isoscore": JSONValue(spectrum.isoScore),
      "effective_rank": JSONValue(spectrum.effectiveRank), "participation_ratio": JSONValue(spectrum.participationRatio),
      "variances": .array(spectrum.variances.map { JSONValue($0) }),
      "intrinsic_dimension_queries": Self.json(geometry.queryDimension),
      "intrinsic_dimension_passages": Self.json(geometry.passageDimension),
      "trustworthiness_15": .object(
        pictures.map { (key: ByteString($0.method.lowercased()), value: JSONValue($0.trustworthiness)) }),
    ]
  }

  private static func json(_ dimension: IntrinsicDimension) -> JSONValue {
    [
      "two_nn": JSONValue(dimension.twoNN), "maximum_likelihood_20": JSONValue(dimension.maximumLikelihood),
      "duplicates": JSONValue(dimension.duplicates),
    ]
  }
}
