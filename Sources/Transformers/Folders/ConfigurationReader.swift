internal import Bytes

/// Reads entries of a JSON configuration; errors name the file and the key.
struct ConfigurationReader {
  let path: String
  let json: JSONValue
  /// What stands before a key in messages: the sections it is in.
  var prefix = ""

  /// Largest number that is taken for a size: far above every real model and small enough that products do not overflow.
  static let sizeLimit = 1 << 24

  private func failure(_ key: String, _ reason: String) -> TransformersError {
    .configuration(path: path, key: prefix + key, reason: reason)
  }

  /// An object within this one; nil when it is absent or null.
  func section(_ key: String) throws -> ConfigurationReader? {
    guard let found = value(key) else { return nil }
    guard found.object != nil else { throw failure(key, "is \(found.kind), expected an object") }
    return ConfigurationReader(path: path, json: found, prefix: "\(prefix)\(key).")
  }

  /// Throws when there are other keys than these: they would be passed over in silence.
  func expect(keys: Set<String>) throws {
    if let (key, _) = json.object?.first(where: { !keys.contains($0.key.text) }) {
      throw failure(key.text, "is not implemented; known: \(keys.sorted().joined(separator: ", "))")
    }
  }

  /// True when a key is there and null.
  func isNull(_ key: String) -> Bool { json[ByteString(key)]?.isNull == true }

  /// The value of a key; nil when it is absent or null.
  func value(_ key: String) -> JSONValue? {
    guard let found = json[ByteString(key)], !found.isNull else { return nil }
    return found
  }

  /// A string that must be there.
  func string(_ key: String) throws -> String {
    guard let found = value(key) else { throw failure(key, "is missing") }
    guard let text = found.string?.text else { throw failure(key, "is \(found.kind), expected a string") }
    return text
  }

  /// A whole number of at least 1, or of at least another bound.
  func size(_ key: String, default standard: Int, atLeast least: Int = 1, atMost limit: Int = sizeLimit) throws -> Int {
    guard let found = value(key) else { return standard }
    guard let number = found.int, number >= least, number <= limit else {
      throw failure(key, "must be a whole number from \(least) to \(limit)")
    }
    return number
  }

  /// A whole number of at least 1 that must be there.
  func requiredSize(_ key: String) throws -> Int {
    guard let size = try optionalSize(key) else { throw failure(key, "is missing") }
    return size
  }

  /// A whole number of at least 1; nil when it is absent or null.
  func optionalSize(_ key: String) throws -> Int? { value(key) == nil ? nil : try size(key, default: 1) }

  /// Throws when a key has a value: what it asks for is not implemented.
  func unset(_ key: String) throws {
    if value(key) != nil { throw failure(key, "is set, which is not implemented") }
  }

  /// A number above zero that must be there.
  func positive(_ key: String) throws -> Float {
    guard value(key) != nil else { throw failure(key, "is missing") }
    return try positive(key, default: 1)
  }

  /// A number above zero.
  func positive(_ key: String, default standard: Float) throws -> Float {
    guard let found = value(key) else { return standard }
    // A number that is none in single precision would leave norms without an epsilon and angles infinite.
    guard let number = found.double.map({ Float($0) }), number > 0, number.isFinite else {
      throw failure(key, "must be a number above zero that single precision holds")
    }
    return number
  }

  /// What a string stands for, out of those that are known.
  func choice<Choice>(_ key: String, default standard: String, from choices: [String: Choice]) throws -> Choice {
    let name = value(key) == nil ? standard : try string(key)
    guard let found = choices[name] else {
      throw failure(key, "is '\(name)', which is not implemented; known: \(choices.keys.sorted().joined(separator: ", "))")
    }
    return found
  }

  /// A truth value of which only one is implemented.
  func flag(_ key: String, default standard: Bool, only implemented: Bool) throws -> Bool {
    let found = try flag(key, default: standard)
    guard found == implemented else { throw failure(key, "is \(found), which is not implemented") }
    return found
  }

  /// A truth value.
  func flag(_ key: String, default standard: Bool) throws -> Bool {
    guard let found = value(key) else { return standard }
    guard let flag = found.bool else { throw failure(key, "is \(found.kind), expected true or false") }
    return flag
  }
}
