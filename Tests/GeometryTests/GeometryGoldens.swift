import Bytes
import Foundation
import TestSupport
import Testing

/// What numpy, scikit-learn and umap-learn made of the seeded vectors.
struct GeometryGoldens {
  let json: JSONValue

  init() throws {
    let path = SharedData.projectRoot.appendingPathComponent("Tests/GeometryTests/Goldens/geometry.json")
    json = try JSONValue(parsing: [UInt8](Data(contentsOf: path)))
  }

  func value(_ keys: ByteString...) throws -> Double {
    var found: JSONValue? = json
    for key in keys { found = found?[key] }
    return try #require(found?.double, "\(keys)")
  }

  func array(_ keys: ByteString...) throws -> [JSONValue] {
    var found: JSONValue? = json
    for key in keys { found = found?[key] }
    return try #require(found?.array, "\(keys)")
  }
}
