public import Bytes

/// What decides the vectors of an encoder up to rounding: vectors may be compared only when their encoders' identities are equal.
///
/// The instruction-set path is not part of it: that decides the last bits alone.
public struct EncoderIdentity: Hashable, Sendable {
  /// Digest over the bytes of config.json, tokenizer.json and the weights, those of an adapter and of further modules included.
  public let model: String
  /// Floats of a vector.
  public let dimension: Int
  /// The pooling modes as sentence-transformers names them; "mean, assumed" where the folder has no modules.json.
  public let pooling: String
  /// Tokens of a text that count, the special ones included.
  public let maximumLength: Int
  /// True when vectors have length 1.
  public let normalised: Bool
  /// What is put before texts that are neither queries nor documents.
  public let prefix: ByteString
  /// What is put before queries.
  public let queryPrompt: ByteString
  /// What is put before documents.
  public let documentPrompt: ByteString
  /// What its linear layers compute in.
  public let precision: Precision

  /// The identity as ordered names and values, for a manifest.
  public var entries: [(key: String, value: String)] {
    [
      ("model", model), ("dimension", String(dimension)), ("pooling", pooling), ("maximum length", String(maximumLength)),
      ("normalised", String(normalised)), ("prefix", prefix.text),
      ("query prompt", queryPrompt.text), ("document prompt", documentPrompt.text),
      ("precision", precision.rawValue),
    ]
  }

  /// What differs from another identity, in words, one part each; empty when they are equal.
  public func differences(from other: EncoderIdentity) -> [String] {
    zip(entries, other.entries).filter { $0.value != $1.value }.map { "\($0.key): \($0.value) here, \($1.value) there" }
  }
}

/// What decides the logits of a cross-encoder up to rounding.
public struct CrossEncoderIdentity: Hashable, Sendable {
  /// Digest over the bytes of config.json, tokenizer.json and the weights, an adapter's included.
  public let model: String
  /// Tokens of a pair that count, the special ones included.
  public let maximumLength: Int
  /// What its linear layers compute in.
  public let precision: Precision

  /// What is put before every query.
  public let prefix: ByteString

  /// The identity as ordered names and values.
  public var entries: [(key: String, value: String)] {
    [("model", model), ("maximum length", String(maximumLength)), ("precision", precision.rawValue)]
      + (prefix.isEmpty ? [] : [("prefix", prefix.text)])
  }
}
