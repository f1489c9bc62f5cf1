internal import Bytes

/// What the tokens of a layer attend to.
enum ModernBERTAttentionKind: Sendable {
  /// The whole sequence.
  case global
  /// The tokens around each.
  case local

  private static let names: [String: ModernBERTAttentionKind] = ["full_attention": .global, "sliding_attention": .local]

  /// The kind of each layer: `layer_types` where it is given, or every so many global, the first one included.
  static func layers(_ reader: ConfigurationReader) throws -> [ModernBERTAttentionKind] {
    let count = try reader.size("num_hidden_layers", default: 22, atMost: 1_000)
    let every = try reader.size("global_attn_every_n_layers", default: 3)
    guard let types = reader.value("layer_types") else {
      return (0..<count).map { $0 % every == 0 ? .global : .local }
    }
    let kinds = (types.array ?? []).compactMap { $0.string.flatMap { names[$0.text] } }
    guard kinds.count == count, types.array?.count == count else {
      throw TransformersError.configuration(
        path: reader.path, key: "layer_types",
        reason: "must list 'full_attention' or 'sliding_attention' for each of the \(count) layers")
    }
    return kinds
  }
}
