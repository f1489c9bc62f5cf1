import Bytes
import Foundation
import TestSupport

/// A copy of a small model that a test may spoil.
struct ModelCopy {
  static let goldens = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Goldens")

  /// Where the model itself is.
  static func original(_ name: String) -> String { goldens.appendingPathComponent(name).path }

  private let folder: TemporaryFolder
  let path: String

  /// Copies a model, under its own name or another, and others beside it.
  init(of name: String, as copy: String? = nil, beside others: [String] = []) throws {
    folder = try TemporaryFolder()
    path = folder.file(copy ?? URL(fileURLWithPath: name).lastPathComponent)
    try FileManager.default.copyItem(atPath: Self.original(name), toPath: path)
    for other in others { try FileManager.default.copyItem(atPath: Self.original(other), toPath: folder.file(other)) }
  }

  /// Copies all files of a folder of the goldens over the model's.
  func lay(_ name: String) throws {
    let source = Self.original(name)
    for file in try FileManager.default.subpathsOfDirectory(atPath: source) where file.split(separator: ".").count > 1 {
      try write([UInt8](Data(contentsOf: URL(fileURLWithPath: "\(source)/\(file)"))), to: file)
    }
  }

  func bytes(_ file: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(file)"))) }

  func write(_ bytes: [UInt8], to file: String) throws {
    let target = URL(fileURLWithPath: "\(path)/\(file)")
    try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: target)
  }

  func write(_ text: String, to file: String) throws { try write(Array(text.utf8), to: file) }

  func remove(_ file: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(file)") }

  /// Sets or removes (nil) a key of a JSON file.
  func set(_ key: ByteString, _ value: JSONValue?, in file: String) throws {
    var members = try JSONValue(parsing: bytes(file)).object ?? []
    members.removeAll { $0.key == key }
    if let value { members.append((key, value)) }
    try write(JSONValue.object(members).serialized(), to: file)
  }

  /// Rewrites the header of the weights file as text; the length before it follows.
  func editHeader(_ change: (inout String) -> Void) throws {
    let all = try bytes("model.safetensors")
    let length = all[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    var header = String(decoding: all[8..<8 + length], as: UTF8.self)
    change(&header)
    try writeWeights(header: header, data: all[(8 + length)...])
  }

  func writeWeights(header: String, data: some Sequence<UInt8>) throws {
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) }
    try write(length + Array(header.utf8) + Array(data), to: "model.safetensors")
  }
}

/// The golden file `tiny.json`.
func tinyGoldens() throws -> JSONValue { try golden("tiny.json") }

func golden(_ name: String) throws -> JSONValue {
  try JSONValue(parsing: [UInt8](Data(contentsOf: ModelCopy.goldens.appendingPathComponent(name))))
}

extension JSONValue {
  /// The numbers of an array.
  var numbers: [Double] { (array ?? []).compactMap(\.double) }
  /// The texts of an array.
  var texts: [[UInt8]] { (array ?? []).compactMap { $0.string?.bytes } }
}

/// The greatest difference between a row-major matrix and the rows it should have; infinite for a NaN, which `max` would pass over.
func distance(_ found: [Float], _ rows: [[Double]]) -> Double {
  let wanted = rows.flatMap { $0 }
  guard found.count == wanted.count else { return .infinity }
  let differences = zip(found, wanted).map { abs(Double($0) - $1) }
  return differences.contains(where: \.isNaN) ? .infinity : differences.max() ?? 0
}
