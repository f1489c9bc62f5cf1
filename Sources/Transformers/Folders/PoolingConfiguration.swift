internal import Bytes

extension Pooling {
  /// One flag for each mode, as folders from before sentence-transformers 5.4 have them, in the order in which modes are put together.
  private static let flags: [(key: String, mode: PoolingMode)] = [
    ("pooling_mode_cls_token", .cls), ("pooling_mode_max_tokens", .max), ("pooling_mode_mean_tokens", .mean),
    ("pooling_mode_mean_sqrt_len_tokens", .meanOfRoot), ("pooling_mode_weightedmean_tokens", .weightedMean),
    ("pooling_mode_lasttoken", .lastToken),
  ]

  /// Reads 1_Pooling/config.json in both its spellings; `pooling_mode` goes before the flags.
  init(_ file: ConfigurationReader) throws {
    includesPrompt = try file.flag("include_prompt", default: true)
    guard let named = file.value("pooling_mode") else {
      let set = try Self.flags.filter { try file.flag($0.key, default: false) }.map(\.mode)
      modes = set.isEmpty ? [.mean] : set
      return
    }
    let names = (named.array ?? [named]).map { $0.string?.text ?? $0.kind }
    modes = try names.map { name in
      guard let mode = PoolingMode(rawValue: name) else {
        let known = PoolingMode.allCases.map(\.rawValue).joined(separator: ", ")
        throw TransformersError.configuration(path: file.path, key: "pooling_mode", reason: "is '\(name)'; known are \(known)")
      }
      return mode
    }
    guard !modes.isEmpty else {
      throw TransformersError.configuration(path: file.path, key: "pooling_mode", reason: "names no mode")
    }
  }
}
