import TestSupport
import Testing

/// Four documents and an index of them.
private struct Place {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      Array("d1\tthe cat sat on the mat\nd2\tdogs chase cats and cats\nd3\ta red car\nd4\tthe\n".utf8), to: "docs.tsv")
    try folder.write(Array("q1\tcat dogs\nq2\tred cars\n".utf8), to: "queries.tsv")
    _ = try run("index i --collection docs.tsv")
  }

  func run(_ arguments: String) throws -> WinnowProcess.Result {
    try WinnowProcess.shell("cd \(folder.path); \"$WINNOW\" \(arguments)")
  }

  func text(_ name: String) throws -> String { String(decoding: try folder.read(name), as: UTF8.self) }
}

@Suite struct `Scoring models on the command line` {
  @Test(arguments: ["--scoring bm25+", "--model bm25l", "--scoring atire --k1 1.2", "--scoring robertson", "--model qld --mu 50"])
  func `another model is another recipe`(options: String) throws {
    let place = try Place()
    #expect(try place.run("search i --queries queries.tsv --output a.run").status == 0)
    let plain = try place.text("a.run")
    let refused = try place.run("search i --queries queries.tsv --output a.run \(options)")
    #expect(refused.status == 1 && refused.error.contains("model: (nothing), now"), "\(refused)")
    #expect(try place.run("search i --queries queries.tsv --output a.run \(options) --overwrite").status == 0)
    #expect(try place.text("a.run") != plain)
    #expect(try place.run("search i --queries queries.tsv --output a.run \(options)").error.contains("up to date"))
  }

  @Test func `a change of mu or delta is another recipe`() throws {
    let place = try Place()
    for (options, change) in [("--scoring qld", "--mu 2000"), ("--scoring bm25+", "--delta 0.5")] {
      let line = "search i --queries queries.tsv --output a.run \(options)"
      #expect(try place.run("\(line) --overwrite").status == 0)
      let refused = try place.run("\(line) \(change)")
      #expect(refused.status == 1 && refused.error.contains(options.contains("qld") ? "mu: 1000.0, now" : "delta: 1.0, now"))
    }
  }

  @Test(arguments: [
    "search i cat --delta 1", "search i cat --scoring qld --k1 1", "search i cat --scoring bm25+ --mu 5",
    "search i cat --model bm26", "search i cat --method dense --scoring qld", "search i cat --method dense --k1 0.9",
    "search i cat --method dense --exact-lengths", "search i cat --method impact --b 0.4",
    "search i cat --scoring nonsense", "search i cat --model qld --scoring atire", "search i cat --scoring qld --mu 0",
    "search i cat --scoring bm25l --delta=-1",
    "mine i --queries queries.tsv --output o --format scored-pairs --scoring qld --b 1",
    "explain i --query cat", "explain i --document d1", "explain i --query cat --document d1 --model qld --b 0.4",
  ])
  func `parameters that do not belong together are wrong usage`(arguments: String) throws {
    let result = try Place().run(arguments)
    #expect(result.status == 2 && !result.error.isEmpty && result.output.isEmpty, "\(result)")
  }

  @Test func `explain shows the parts of the score that a search gives`() throws {
    let place = try Place()
    for options in [
      "", "--model bm25+", "--model bm25l --delta 0.3", "--model atire --b 0.9", "--model robertson", "--model qld",
      "--model qld --mu 3 --exact-lengths", "--k1 1.2 --b 0.75 --exact-lengths",
    ] {
      let search = options.replacing("--model", with: "--scoring")
      #expect(try place.run("search i --queries queries.tsv --output a.run --overwrite \(search)").status == 0)
      let row = try place.text("a.run").split(separator: "\n").first { $0.hasPrefix("q1 Q0 d2 ") }?.split(separator: " ")
      let fields = try #require(row)
      let explained = try place.run("explain i --query 'cat dogs' --document d2 --rank \(options)")
      #expect(explained.status == 0 && explained.output.contains("\nrank \(fields[3])\n"), "\(explained)")
      let last = try #require(
        explained.output.split(separator: "\n").first { $0.hasPrefix("score ") }?.split(separator: " ").last)
      #expect(abs(try #require(Double(last)) - (try #require(Double(fields[4])))) <= 1e-6, "\(explained.output)")
    }
  }

  @Test func `explain names terms that are missing`() throws {
    let place = try Place()
    let result = try place.run("explain i --query 'cat car zebra' --document d1")
    #expect(result.output.contains("not in this document\n") && result.output.contains("in no document\n"), "\(result)")
    let none = try place.run("explain i --query 'car' --document d1 --rank")
    #expect(none.status == 0 && none.output.contains("has none of the query's terms") && !none.output.contains("rank"), "\(none)")
  }

  @Test func `explain refuses what is not there`() throws {
    let place = try Place()
    let unknown = try place.run("explain i --query cat --document D1")
    #expect(unknown.status == 1 && unknown.error.contains("i: there is no document 'D1'"), "\(unknown)")
    let empty = try place.run("explain i --query 'the of' --document d1")
    #expect(empty.status == 1 && empty.error.contains("the query 'the of' has no terms"), "\(empty)")
    #expect(try place.run("explain nowhere --query cat --document d1").status == 1)
  }
}
