internal import Bytes

/// A tokenizer.json with `Lowercase` before its normaliser, as sentence-transformers makes one for `do_lower_case`
/// (base/modules/transformer.py): unless the normaliser is or holds a `Lowercase` already.
enum LowercasingTokenizer {
  static func json(_ bytes: [UInt8]) throws -> [UInt8] {
    // What is no JSON is left to the tokenizer's own reader, which says so.
    guard var members = try? JSONValue(parsing: bytes).object else { return bytes }
    let old = members.first { $0.key == "normalizer" }?.value ?? .null
    let steps = old["type"]?.string == "Sequence" ? old["normalizers"]?.array ?? [] : old.isNull ? [] : [old]
    if steps.contains(where: { $0["type"]?.string == "Lowercase" }) { return bytes }
    members.removeAll { $0.key == "normalizer" }
    members.append((key: "normalizer", value: ["type": "Sequence", "normalizers": .array([["type": "Lowercase"]] + steps)]))
    return JSONValue.object(members).serialized()
  }
}
