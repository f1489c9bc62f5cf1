import Foundation
import TestSupport
import Testing

/// Twenty-four queries, a passage for each, one more query without, and two models.
private struct Corner {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let tiny = SharedData.projectRoot.appendingPathComponent("Tests/TransformersTests/Goldens/tiny-encoder").path
    for name in ["base", "tuned"] { try FileManager.default.copyItem(atPath: tiny, toPath: folder.file(name)) }
    let words = ["cat", "dog", "red", "car", "ring", "ear", "the", "king", "query", "rank"]
    func text(_ number: Int) -> String { "\(words[number % 10]) \(words[number * 3 % 7]) \(words[number / 2 % 9])" }
    try write("queries.tsv", (0..<25).map { "q\($0)\t\(text($0))\n" }.joined())
    try write("docs.tsv", (0..<48).map { "d\($0)\tthe \(text($0)) \(text($0 + 5))\n" }.joined())
    try write("qrels.txt", (0..<24).map { "q\($0) 0 d\($0) 1\nq\($0) 0 d\($0 + 24) \($0 % 2 * 2)\n" }.joined())
  }

  func write(_ name: String, _ text: String) throws { try folder.write(Array(text.utf8), to: name) }

  func analyze(_ more: String, output: String = "out") throws -> WinnowProcess.Result {
    try WinnowProcess.shell(
      "cd \(folder.path) && \"$WINNOW\" analyze embeddings --model base tuned --queries queries.tsv --output \(output) \(more)")
  }

  func text(_ name: String) throws -> String { String(decoding: try folder.read(name), as: UTF8.self) }
}

@Test func `analyze embeddings writes numbers, pictures and a page, and knows when they are up to date`() throws {
  let corner = try Corner()
  let found = try corner.analyze("--qrels qrels.txt --collection docs.tsv")
  #expect(found.status == 0, "\(found)")
  #expect(found.error.contains("1 of 25 queries have no passage of grade 1 or more"))
  let lines = found.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
  #expect(lines.count == 4 && lines[1].first == "model" && lines[2].first == "base" && lines[3].first == "tuned")
  #expect(lines[2].dropFirst() == lines[3].dropFirst(), "one model under two names has one geometry")
  let names = try FileManager.default.contentsOfDirectory(atPath: corner.folder.file("out")).sorted()
  #expect(
    names == [
      "geometry.html", "geometry.json", "geometry.json.meta.yaml", "pca.svg", "points.tsv", "spectrum.svg", "umap.svg",
    ])
  let json = try #require(
    try JSONSerialization.jsonObject(with: Data(try corner.folder.read("out/geometry.json"))) as? [String: Any])
  #expect(json["pairs"] as? Int == 24 && (json["models"] as? [[String: Any]])?.count == 2)
  let points = try corner.text("out/points.tsv").split(separator: "\n")
  #expect(points.count == 1 + 2 * 2 * 48)
  // The higher grade is the positive one.
  #expect(points.contains { $0.hasPrefix("base\tPCA\tpassage\td25\t") } && !points.contains { $0.contains("\td1\t") })
  let again = try corner.analyze("--qrels qrels.txt --collection docs.tsv")
  #expect(again.status == 0 && again.output.isEmpty && again.error.contains("up to date"), "\(again)")
  let other = try corner.analyze("--qrels qrels.txt --collection docs.tsv --seed 7")
  #expect(other.status == 1 && other.error.contains("made with another recipe"), "\(other)")
}

@Test func `analyze embeddings gives the same bytes for any threads, and from an index`() throws {
  let corner = try Corner()
  #expect(try WinnowProcess.run("index", corner.folder.file("idx"), "--collection", corner.folder.file("docs.tsv")).status == 0)
  #expect(try corner.analyze("--qrels qrels.txt --collection docs.tsv --threads 1", output: "one").status == 0)
  #expect(try corner.analyze("--qrels qrels.txt --index idx --threads 3", output: "three").status == 0)
  for name in ["geometry.json", "points.tsv", "umap.svg", "pca.svg", "spectrum.svg", "geometry.html"] {
    #expect(try corner.folder.read("one/\(name)") == corner.folder.read("three/\(name)"), "\(name)")
  }
}

@Test func `analyze embeddings says what is wrong with its inputs`() throws {
  let corner = try Corner()
  try corner.write("zero.txt", "q1 0 d1 0\n")
  try corner.write("few.txt", (0..<9).map { "q\($0) 0 d\($0) 1\n" }.joined())
  try corner.write("some.tsv", "d1\ta text\n")
  let cases: [(String, Int32, String)] = [
    ("--qrels zero.txt --collection docs.tsv", 1, "no query of queries.tsv has a passage of grade 1 or more in zero.txt"),
    ("--qrels few.txt --collection docs.tsv", 1, "9 queries with a positive passage are too few; the analysis needs at least 22"),
    ("--qrels qrels.txt --collection some.tsv", 1, "positive passages are not in some.tsv, the first 'd0' of query 'q0'"),
    ("--qrels qrels.txt", 2, "give --index INDEX or --collection FILE"),
    ("--qrels qrels.txt --collection docs.tsv --method tsne", 2, "unknown method 'tsne'; known: both, umap, pca"),
    ("--qrels qrels.txt --collection docs.tsv --sample 3", 2, "--sample must be at least 22"),
  ]
  for (arguments, status, message) in cases {
    let found = try corner.analyze(arguments)
    #expect(found.status == status && found.error.contains(message), "\(arguments): \(found)")
  }
}
