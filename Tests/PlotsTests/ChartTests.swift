import Foundation
import Plots
import TestSupport
import Testing

/// The data places of a line: those of the one path with `fill="none"`.
private func places(_ svg: ParsedSVG) -> [(x: Double, y: Double)] {
  let paths = svg.named("path").filter { $0.attributes["fill"] == "none" }
  return paths.flatMap { path in
    (path.attributes["d"] ?? "").split(whereSeparator: { "ML".contains($0) }).map { pair in
      let numbers = pair.split(separator: " ").compactMap { Double($0) }
      return (numbers[0], numbers[1])
    }
  }
}

@Test func `a line goes through its points, evenly, upwards for larger values`() throws {
  let chart = LineChart(
    title: "Loss", xLabel: "step", yLabel: "loss",
    series: [.init(name: "train", points: [(x: 0, y: 1), (x: 10, y: 3), (x: 20, y: 2)])])
  let svg = try ParsedSVG(chart.svg)
  let line = places(svg)
  #expect(line.count == 3)
  #expect(abs((line[1].x - line[0].x) - (line[2].x - line[1].x)) < 0.11)
  #expect(abs((line[0].y - line[1].y) - 2 * (line[2].y - line[1].y)) < 0.31)
  #expect(line[1].y < line[2].y && line[2].y < line[0].y)
  for text in ["Loss", "step", "loss", "train", "10", "2.0"] { #expect(svg.texts.contains(text), "\(text) of \(svg.texts)") }
}

@Test func `on a logarithmic axis tenfold is the same distance, and what is not positive breaks the line`() throws {
  let points: [(x: Double, y: Double)] = [(0, 1e-5), (1, 1e-4), (2, 1e-3), (3, 0), (4, 1e-3), (5, 1e-4)]
  let chart = LineChart(title: "", xLabel: "", yLabel: "", isLogarithmic: true, series: [.init(name: "lr", points: points)])
  let svg = try ParsedSVG(chart.svg)
  let line = places(svg)
  #expect(line.count == 5)
  #expect(abs((line[0].y - line[1].y) - (line[1].y - line[2].y)) < 0.11)
  let path = try #require(svg.named("path").first { $0.attributes["fill"] == "none" }?.attributes["d"])
  #expect(path.filter { $0 == "M" }.count == 2)
  #expect(svg.texts.contains("1e-5") && svg.texts.contains("0.001"), "\(svg.texts)")
}

@Test func `a point between two gaps is a mark, and values that are not finite are left out`() throws {
  let points: [(x: Double, y: Double)] = [(0, .nan), (1, 4), (2, .infinity), (3, 5), (4, 6)]
  let svg = try ParsedSVG(LineChart(title: "", xLabel: "", yLabel: "", series: [.init(name: "a", points: points)]).svg)
  #expect(svg.named("circle").count == 1)
  #expect(places(svg).count == 2)
  for element in svg.elements { #expect(!element.attributes.values.contains { $0.contains("nan") || $0.contains("inf") }) }
}

@Test func `a long line keeps its lowest and highest places and becomes small`() throws {
  var generator = SeededGenerator(seed: 5)
  var points = (0..<50_000).map { (x: Double($0), y: Double.random(in: 0...1, using: &generator)) }
  points[31_234].y = 9
  points[40_001].y = -7
  let long = LineChart(title: "", xLabel: "", yLabel: "", series: [.init(name: "", points: points)])
  let line = places(try ParsedSVG(long.svg))
  #expect(line.count < 6_000)
  let corners = LineChart(
    title: "", xLabel: "", yLabel: "",
    series: [.init(name: "", points: [points[0], points[31_234], points[40_001], points[49_999]])])
  let four = places(try ParsedSVG(corners.svg))
  for place in four { #expect(line.contains { $0 == place }) }
}

private let oddValues: [[Double]] = [
  [], [3], [0, 0], [-5, -5, -5], [.leastNonzeroMagnitude, 3 * .leastNonzeroMagnitude], [1e306, -1e306], [.nan],
]

@Test(arguments: oddValues)
func `charts of odd values are well-formed`(values: [Double]) throws {
  let points = values.enumerated().map { (x: Double($0), y: $1) }
  for isLogarithmic in [false, true] {
    _ = try ParsedSVG(
      LineChart(
        title: "a<b & \"c\"\u{1}", xLabel: "", yLabel: "", isLogarithmic: isLogarithmic, series: [.init(name: "", points: points)]
      )
      .svg)
  }
  _ = try ParsedSVG(
    BarChart(title: "", yLabel: "", labels: values.map { "\($0)" }, series: [.init(name: "", values: values)]).svg)
  _ = try ParsedSVG(ScatterChart(title: "", panels: [.init(title: "", groups: [.init(name: "", points: points)])]).svg)
}

@Test func `bars stand on zero, as high as their values, also downwards`() throws {
  let chart = BarChart(
    title: "", yLabel: "", labels: ["one", "two"],
    series: [.init(name: "a", values: [2, -1]), .init(name: "b", values: [4, .nan])])
  let bars = try ParsedSVG(chart.svg).elements.filter { $0.name == "rect" && $0.attributes["fill"] != nil }.dropFirst(2)
  let heights = bars.map { $0.number("height") }
  #expect(heights.count == 3)
  #expect(abs(heights[1] - 2 * heights[0]) < 0.21 && abs(heights[0] - 2 * heights[2]) < 0.21)
  let bottoms = bars.map { $0.number("y") + $0.number("height") }
  #expect(abs(bottoms[0] - bottoms[1]) < 0.11 && abs(bars[bars.startIndex + 2].number("y") - bottoms[0]) < 0.11)
}

@Test func `panels stand side by side, and groups of one name have one colour`() throws {
  func panel(_ title: String, _ names: [String]) -> ScatterChart.Panel {
    .init(title: title, groups: names.map { .init(name: $0, points: [(x: 0, y: 0), (x: 1, y: 1)]) })
  }
  let chart = ScatterChart(title: "t", panels: [panel("p", ["queries", "passages"]), panel("q", ["passages"])])
  let svg = try ParsedSVG(chart.svg)
  let fills = svg.named("g").compactMap { $0.attributes["fill"] }
  #expect(fills.count == 3 && fills[1] == fills[2] && fills[0] != fills[1])
  let dots = svg.named("circle").filter { $0.attributes["fill"] == nil }
  #expect(dots.count == 6)
  #expect(dots[5].number("cx") > Double(chart.panelSize) && dots[3].number("cx") < Double(chart.panelSize))
  #expect(svg.texts.contains("queries") && svg.texts.contains("q"))
}

@Test func `charts are the same bytes each time, and stay inside the picture`() throws {
  var generator = SeededGenerator(seed: 1)
  let points = (0..<300).map { _ in
    (x: Double.random(in: -3...3, using: &generator), y: Double.random(in: -1e4...1e4, using: &generator))
  }
  let chart = ScatterChart(title: "t", panels: [.init(title: "", groups: [.init(name: "g", points: points)])])
  #expect(chart.svg == chart.svg)
  for dot in try ParsedSVG(chart.svg).named("circle") {
    #expect(dot.number("cx") > 0 && dot.number("cx") < Double(chart.width) && dot.number("cy") < Double(chart.height))
  }
}

@Test func `a page holds its parts in order, and texts in it are no markup`() {
  let page = Page(
    title: "R & D",
    parts: [
      .heading("<one>"), .text("x < y"), .table(.init(caption: "c", header: ["a", "b"], rows: [["m", "1.5"], ["n", "2"]])),
      .chart(LineChart(title: "z", xLabel: "", yLabel: "", series: [])), .verbatim("k: v\n  l: <w>"),
    ])
  let html = page.html
  let order = [
    "<h1>R &amp; D</h1>", "<h2>&lt;one&gt;</h2>", "<p>x &lt; y</p>", "<caption>c</caption>", "<td>1.5</td>", "<svg",
    "k: v\n  l: &lt;w&gt;",
  ].map { html.range(of: $0)?.lowerBound }
  #expect(!order.contains { $0 == nil })
  #expect(order.compactMap { $0 } == order.compactMap { $0 }.sorted())
}
