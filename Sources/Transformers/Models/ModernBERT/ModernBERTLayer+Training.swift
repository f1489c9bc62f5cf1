internal import Tensors

/// What a layer of ModernBERT keeps of a forward pass. What the norms give is computed again from what they read.
final class ModernBERTLayerCache: LayerCache {
  var attention: AttentionCache
  /// h = x + attention(LN x).
  var attended: Matrix
  var feedForward: FeedForwardCache

  init(_ attention: AttentionShape, inner: Int) {
    self.attention = AttentionCache(attention)
    attended = Matrix(rows: 0, columns: attention.width)
    feedForward = FeedForwardCache(width: inner)
  }

  func reserve(rows: Int) {
    attention.reserve(rows: rows)
    attended.reserve(rows: rows)
    feedForward.reserve(rows: rows)
  }

  var width: Int { attention.width + attended.columns + feedForward.width }
}

extension ModernBERTLayer: TrainableLayer {
  var isTrained: Bool {
    attentionNorm?.isTrained == true || attention.isTrained || feedForwardNorm.isTrained || feedForward.isTrained
  }

  func makeCache() -> ModernBERTLayerCache { ModernBERTLayerCache(attention.shape, inner: feedForward.inner.weight.count) }

  func forward(_ input: borrowing Matrix, keeping cache: ModernBERTLayerCache, into output: inout Matrix, _ pass: TrainingPass) {
    let memory = pass.memory, instructionSet = feedForwardNorm.instructionSet
    if let attentionNorm {
      attentionNorm.forward(input, into: &memory.normed, pass)
      attention.forward(memory.normed, keeping: &cache.attention, into: &cache.attended, pass)
    } else {
      attention.forward(input, keeping: &cache.attention, into: &cache.attended, pass)
    }
    attentionDropout.apply(&cache.attended, pass, on: instructionSet)
    feedForwardNorm.forward(&cache.attended, adding: input, into: &memory.normed, pass)
    feedForward.forward(memory.normed, keeping: &cache.feedForward, into: &output, pass)
    instructionSet.add(cache.attended, to: &output, rows: pass.rows, fork: pass.fork)
  }

  // `memory.hidden` holds what a norm gave, `memory.normed` the gradient of it.
  func backward(_ input: borrowing Matrix, _ cache: ModernBERTLayerCache, _ pass: TrainingPass) {
    let memory = pass.memory, instructionSet = feedForwardNorm.instructionSet
    feedForwardNorm.forward(cache.attended, into: &memory.hidden, pass)
    feedForward.backward(
      memory.hidden, cache.feedForward, gradient: memory.gradient, into: &memory.normed, accumulates: false, pass)
    guard feedForward.inner.passesGradient else { return }
    feedForwardNorm.backward(cache.attended, gradient: &memory.normed, pass)
    instructionSet.add(memory.normed, to: &memory.gradient, rows: pass.rows, fork: pass.fork)
    attentionDropout.apply(memory.gradient, into: &memory.branch, pass, on: instructionSet)
    guard let attentionNorm else {
      return attention.backward(
        input, cache.attention, gradient: memory.branch, into: &memory.gradient, accumulates: true, pass)
    }
    attentionNorm.forward(input, into: &memory.hidden, pass)
    attention.backward(
      memory.hidden, cache.attention, gradient: memory.branch, into: &memory.normed, accumulates: false, pass)
    guard attention.projection.passesGradient else { return }
    attentionNorm.backward(input, gradient: &memory.normed, pass)
    instructionSet.add(memory.normed, to: &memory.gradient, rows: pass.rows, fork: pass.fork)
  }
}
