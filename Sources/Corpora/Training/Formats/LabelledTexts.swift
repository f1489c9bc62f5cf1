internal import Bytes
internal import Ranking

/// The passages of an example while its line is being read.
struct LabelledTexts {
  var texts: [[UInt8]] = []
  var labels: [Float] = []
  /// One a text, or none.
  var ids: [DocumentID] = []
  var positiveCount = 0

  mutating func add(_ texts: [[UInt8]], labels: [Float]) {
    self.texts += texts
    self.labels += labels
  }

  /// Puts passages with a label from the threshold on first; the order is kept otherwise.
  mutating func putPositivesFirst(_ threshold: Float) {
    let positives = labels.indices.filter { labels[$0] >= threshold }
    let order = positives + labels.indices.filter { labels[$0] < threshold }
    positiveCount = positives.count
    texts = order.map { texts[$0] }
    if !ids.isEmpty { ids = order.map { ids[$0] } }
    labels = order.map { labels[$0] }
  }
}
