public import Bytes

/// How a graph is built: Malkov and Yashunin, "Efficient and robust approximate nearest neighbor search using Hierarchical Navigable Small
/// World graphs" (2018), inserted in batches as in ParlayANN (arXiv:2305.04359).
public struct GraphParameters: Equatable, Sendable {
  /// Most links of a node on the upper levels, and those it begins with on each; twice as many on level 0.
  public var links: Int
  /// Candidates among which the links of a new node are chosen.
  public var efConstruction: Int
  /// Seed of the levels and of the order of insertion.
  public var seed: UInt64

  /// Parameters; the defaults are hnswlib's.
  public init(links: Int = 16, efConstruction: Int = 200, seed: UInt64 = 42) {
    self.links = links
    self.efConstruction = efConstruction
    self.seed = seed
  }

  /// Most vectors of a graph.
  public static let most = Int(Int32.max)

  /// - Throws: `DenseError.graphParameters` for values outside of 2...128 links and links...10,000 candidates.
  public func check() throws(DenseError) {
    guard (2...128).contains(links), (links...10_000).contains(efConstruction) else {
      throw .graphParameters(links: links, efConstruction: efConstruction)
    }
  }

  /// Most links of a node on a level.
  func degree(level: Int) -> Int { level == 0 ? 2 * links : links }

  /// As the manifest keeps them.
  public var json: JSONValue {
    [
      "m": JSONValue(links), "ef-construction": JSONValue(efConstruction),
      "seed": .number(JSONNumber(raw: ByteString("\(seed)"))),
    ]
  }

  /// Reads them back; nil when a member is missing or out of range.
  public init?(json: JSONValue?) {
    guard let links = json?["m"]?.int, let ef = json?["ef-construction"]?.int, let seed = json?["seed"]?.int, seed >= 0 else {
      return nil
    }
    self.init(links: links, efConstruction: ef, seed: UInt64(seed))
    do { try check() } catch { return nil }
  }
}
