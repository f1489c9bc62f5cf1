internal import Tensors

/// A layer that normalises after each sublayer: h = LN(x + attention(x)); out = LN(h + feedForward(h)).
protocol PostNormLayer: TrainableLayer where Cache == PostNormLayerCache {
  associatedtype Inner: TrainableFeedForward
  var attention: SelfAttention { get }
  /// On what attention adds to the residual stream.
  var attentionDropout: Dropout { get }
  var attentionNorm: LayerNorm { get }
  var feedForward: Inner { get }
  /// On what the feed-forward layer adds to it.
  var outputDropout: Dropout { get }
  var outputNorm: LayerNorm { get }
}

/// What such a layer keeps of a forward pass.
final class PostNormLayerCache: LayerCache {
  var attention: AttentionCache
  /// x + attention(x), which is normalised.
  var attentionSum: Matrix
  /// h, the norm of that.
  var attended: Matrix
  var feedForward: FeedForwardCache
  /// h + feedForward(h), which is normalised.
  var outputSum: Matrix

  init(_ attention: AttentionShape, inner: Int) {
    self.attention = AttentionCache(attention)
    attentionSum = Matrix(rows: 0, columns: attention.width)
    attended = Matrix(rows: 0, columns: attention.width)
    feedForward = FeedForwardCache(width: inner)
    outputSum = Matrix(rows: 0, columns: attention.width)
  }

  func reserve(rows: Int) {
    attention.reserve(rows: rows)
    attentionSum.reserve(rows: rows)
    attended.reserve(rows: rows)
    feedForward.reserve(rows: rows)
    outputSum.reserve(rows: rows)
  }

  var width: Int { attention.width + 3 * attended.columns + feedForward.width }
}

extension PostNormLayer {
  var isTrained: Bool {
    attention.isTrained || attentionNorm.isTrained || feedForward.isTrained || outputNorm.isTrained
  }

  func makeCache() -> PostNormLayerCache { PostNormLayerCache(attention.shape, inner: feedForward.inner.weight.count) }

  func forward(_ input: borrowing Matrix, keeping cache: PostNormLayerCache, into output: inout Matrix, _ pass: TrainingPass) {
    let instructionSet = outputNorm.instructionSet
    attention.forward(input, keeping: &cache.attention, into: &cache.attentionSum, pass)
    attentionDropout.apply(&cache.attentionSum, pass, on: instructionSet)
    attentionNorm.forward(&cache.attentionSum, adding: input, into: &cache.attended, pass)
    feedForward.forward(cache.attended, keeping: &cache.feedForward, into: &cache.outputSum, pass)
    outputDropout.apply(&cache.outputSum, pass, on: instructionSet)
    outputNorm.forward(&cache.outputSum, adding: cache.attended, into: &output, pass)
  }

  // A sum's gradient is that of what was added and, behind dropout, that of the sublayer's output.
  func backward(_ input: borrowing Matrix, _ cache: PostNormLayerCache, _ pass: TrainingPass) {
    let memory = pass.memory, instructionSet = outputNorm.instructionSet
    outputNorm.backward(cache.outputSum, gradient: &memory.gradient, pass)
    outputDropout.apply(memory.gradient, into: &memory.branch, pass, on: instructionSet)
    feedForward.backward(
      cache.attended, cache.feedForward, gradient: memory.branch, into: &memory.gradient, accumulates: true, pass)
    attentionNorm.backward(cache.attentionSum, gradient: &memory.gradient, pass)
    attentionDropout.apply(memory.gradient, into: &memory.branch, pass, on: instructionSet)
    attention.backward(input, cache.attention, gradient: memory.branch, into: &memory.gradient, accumulates: true, pass)
  }
}
