/// Places on a picture joined by lines, broken where there is none.
struct Polyline {
  private let pieces: [[(x: Double, y: Double)]]

  init(_ places: [(x: Double, y: Double)?]) {
    pieces = places.split(whereSeparator: { $0 == nil }).map { Polyline.thinned($0.compactMap { $0 }) }
  }

  /// SVG's path data of the pieces of two places and more.
  var path: String {
    pieces.filter { $0.count > 1 }.map { piece in
      "M" + piece.map { "\(Markup.pixel($0.x)) \(Markup.pixel($0.y))" }.joined(separator: "L")
    }.joined()
  }

  var all: [(x: Double, y: Double)] { pieces.flatMap { $0 } }

  /// Pieces of one place.
  var alone: [(x: Double, y: Double)] { pieces.filter { $0.count == 1 }.flatMap { $0 } }

  /// Of many places on one column of half a pixel the first, lowest, highest and last: the picture is the same, and small.
  private static func thinned(_ places: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
    guard places.count > 2_000 else { return places }
    var kept: [(x: Double, y: Double)] = []
    var start = 0
    while start < places.count {
      let column = (places[start].x * 2).rounded(.down)
      var end = start + 1
      while end < places.count, (places[end].x * 2).rounded(.down) == column { end += 1 }
      kept += extremes(places[start..<end])
      start = end
    }
    return kept
  }

  private static func extremes(_ places: ArraySlice<(x: Double, y: Double)>) -> [(x: Double, y: Double)] {
    guard places.count > 4 else { return Array(places) }
    let lowest = places.indices.min { places[$0].y < places[$1].y } ?? places.startIndex
    let highest = places.indices.max { places[$0].y < places[$1].y } ?? places.startIndex
    let chosen = Set([places.startIndex, lowest, highest, places.endIndex - 1]).sorted()
    return chosen.map { places[$0] }
  }
}
