internal import Bytes
internal import Dense

/// How a graph over a set of vectors is asked for. What is nil is as it is in a graph that is there, and the usual in a new one.
public struct GraphSettings: Equatable, Sendable {
  /// Links of a new node; usually 16.
  public var links: Int?
  /// Candidates among which they are chosen; usually 200.
  public var efConstruction: Int?

  /// Nothing but a graph is asked for.
  public init(links: Int? = nil, efConstruction: Int? = nil) {
    self.links = links
    self.efConstruction = efConstruction
  }

  /// The parameters of a graph that is to be built.
  /// - Throws: `DenseError.graphParameters`.
  func parameters() throws(DenseError) -> GraphParameters {
    let usual = GraphParameters()
    let parameters = GraphParameters(links: links ?? usual.links, efConstruction: efConstruction ?? usual.efConstruction)
    try parameters.check()
    return parameters
  }

  /// What a graph in the index has otherwise than asked for, for people.
  func differences(of graph: JSONValue) -> [String] {
    guard let there = GraphParameters(json: graph) else { return ["it is a graph of another version of Winnow"] }
    var lines: [String] = []
    if let links, links != there.links { lines.append("m: \(there.links), now \(links)") }
    if let efConstruction, efConstruction != there.efConstruction {
      lines.append("ef-construction: \(there.efConstruction), now \(efConstruction)")
    }
    return lines
  }
}
