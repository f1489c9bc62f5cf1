/// The dropout rates of a model; nil where its family has no dropout.
struct DropoutRates: Sendable {
  var embeddings: Float?
  /// On the probabilities of attention.
  var attention: Float?
  /// On what attention adds to the residual stream.
  var attentionOutput: Float?
  /// On what the feed-forward layer's second product reads.
  var inner: Float?
  /// On what the feed-forward layer adds to the residual stream.
  var output: Float?
  /// On what a head's dense layer reads.
  var headInput: Float?
  /// On what a head's last layer reads.
  var head: Float?

  /// One rate for every place that there is.
  func replaced(by rate: Float) -> DropoutRates {
    DropoutRates(
      embeddings: embeddings.map { _ in rate }, attention: attention.map { _ in rate },
      attentionOutput: attentionOutput.map { _ in rate }, inner: inner.map { _ in rate }, output: output.map { _ in rate },
      headInput: headInput.map { _ in rate }, head: head.map { _ in rate })
  }
}

extension ConfigurationReader {
  /// A dropout rate; null counts as absent.
  func rate(_ key: String, default standard: Float) throws -> Float {
    guard let found = value(key) else { return standard }
    guard let rate = found.double.map({ Float($0) }), rate >= 0, rate < 1 else {
      throw TransformersError.configuration(path: path, key: prefix + key, reason: "must be a dropout rate from 0 to below 1")
    }
    return rate
  }
}
