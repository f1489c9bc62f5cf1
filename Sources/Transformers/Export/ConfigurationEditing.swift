internal import Bytes

extension JSONValue {
  /// The object with a member set, in its place or behind all others; what is no object becomes one.
  func setting(_ key: ByteString, _ value: JSONValue) -> JSONValue {
    var members = object ?? []
    if let place = members.lastIndex(where: { $0.key == key }) {
      members[place].value = value
    } else {
      members.append((key: key, value: value))
    }
    return .object(members)
  }

  /// The object with a member set, if it has one of that name.
  func replacing(_ key: ByteString, with value: JSONValue) -> JSONValue { self[key] == nil ? self : setting(key, value) }

  /// config.json with the type of the weights that are saved with it: transformers 5 loads weights as the type that it names.
  func storing(_ precision: SavedPrecision) -> JSONValue {
    let type = JSONValue(precision.torchName)
    let old = replacing("torch_dtype", with: type)
    return old["torch_dtype"] == nil ? old.setting("dtype", type) : old.replacing("dtype", with: type)
  }

  /// config.json of a classifier of one label. All that is not about labels stays.
  func classifying(as architecture: String) -> JSONValue {
    var out = setting("architectures", [.string(ByteString(architecture))])
    if self["id2label"]?.object?.count != 1 {
      out = out.setting("id2label", ["0": "LABEL_0"]).setting("label2id", ["LABEL_0": 0])
    }
    return out.replacing("num_labels", with: 1)
  }
}
