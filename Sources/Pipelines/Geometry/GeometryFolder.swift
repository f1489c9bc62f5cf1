internal import Bytes
internal import Files
internal import Foundation

/// The results of an analysis: `geometry.json`, `points.tsv`, charts and `geometry.html`. `geometry.json` is written last, with a note of its recipe.
struct GeometryFolder {
  let path: String

  /// How the folder stands to a recipe; makes it when it is not there.
  /// - Throws: `PipelinesError` for a file in its place, or results of another recipe without `overwrite`.
  func prepare(_ recipe: Recipe, overwrite: Bool) throws -> OutputRecord.State {
    guard !Paths.exists(path) || Paths.isFolder(path) else {
      throw PipelinesError.input(reason: "\(path) is a file; give --output a folder for the results")
    }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return try OutputRecord.state(of: results, recipe: recipe, overwrite: overwrite)
  }

  /// Writes everything; each file appears whole or not at all.
  func write(_ report: GeometryReport, recipe: Recipe) throws {
    for (name, chart) in report.charts { try write(chart.svg, to: file(name)) }
    try write(report.points, to: file("points.tsv"))
    try write(report.page.html, to: file("geometry.html"))
    try write(String(decoding: report.json(recipe: recipe).serialized(pretty: true), as: UTF8.self) + "\n", to: results)
    try OutputRecord.write(for: results, recipe: recipe)
  }

  private var results: String { file("geometry.json") }

  private func file(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }

  private func write(_ text: String, to path: String) throws {
    var file = try AtomicFile(path: path)
    try file.write(text)
    try file.commit()
  }
}
