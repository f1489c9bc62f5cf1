import Foundation
import Geometry
import Testing

enum ProcessEnvironment {
  /// A file to compare with make.py's figures for it.
  static let vectors = ProcessInfo.processInfo.environment["WINNOW_VECTORS"]
}

enum NumPyRows {
  /// Rows of little-endian float32 in a .npy file of version 1.0.
  static func read(_ path: String) throws -> Vectors {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let start = 10 + Int(bytes[8]) + 256 * Int(bytes[9])
    let header = String(decoding: bytes[10..<start], as: UTF8.self)
    let shape = try #require(header.split(separator: "(").last?.split(separator: ")").first)
    let sides = shape.split(separator: ",").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
    let values = stride(from: start, to: bytes.count, by: 4).map { place in
      Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1) })
    }
    return try Vectors(values, width: try #require(sides.last))
  }
}
