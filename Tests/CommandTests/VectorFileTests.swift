import Foundation
import TestSupport
import Testing

/// Vectors made elsewhere, taken in and given out by the real executable.
@Suite struct `Vectors from files and to files` {
  private let folder: TemporaryFolder
  private static let ids = ["d1", "d2", "d3"]
  private static let rows: [[Float]] = [[1, 0.5, -2], [0.1, 3e-5, 7], [-1, -1, -1.25]]

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Array("d1\tone\nd2\ttwo\nd3\tthree\n".utf8), to: "docs.tsv")
    #expect(try run("index i --collection docs.tsv --quiet").status == 0)
  }

  private func run(_ arguments: String) throws -> WinnowProcess.Result {
    try WinnowProcess.shell("cd \(folder.path); \"$WINNOW\" \(arguments)")
  }

  /// A `.npy` file of the rows in an order, with its ids.
  private func writeArray(
    _ name: String, order: [Int] = [0, 1, 2], type: String = "<f4", fortran: Bool = false, shape: String = "(3, 3)"
  ) throws {
    let header = "{'descr': '\(type)', 'fortran_order': \(fortran ? "True" : "False"), 'shape': \(shape), }"
    let text = header + String(repeating: " ", count: 117 - header.utf8.count) + "\n"
    var bytes = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.utf8.count), 0] + Array(text.utf8)
    for value in order.flatMap({ Self.rows[$0] }) {
      let bits: [UInt8] =
        switch type {
        case "<f2": Self.littleEndian(UInt64(Float16(value).bitPattern), 2)
        case "<f8": Self.littleEndian(Double(value).bitPattern, 8)
        default: Self.littleEndian(UInt64(value.bitPattern), 4)
        }
      bytes += bits
    }
    try folder.write(bytes, to: name)
    try folder.write(Array(order.map { Self.ids[$0] + "\n" }.joined().utf8), to: name + ".ids")
  }

  private static func littleEndian(_ bits: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: bits >> UInt64(8 * $0)) }
  }

  private func writeLines(_ name: String, _ lines: [String]) throws {
    try folder.write(Array(lines.map { $0 + "\n" }.joined().utf8), to: name)
  }

  private static func line(_ row: Int) -> String { #"{"id": "\#(ids[row])", "vector": \#(rows[row])}"# }

  private func exported(_ set: String) throws -> [String] {
    let file = "out-\(set).jsonl"
    #expect(try run("inspect i --export-vectors \(file) --name \(set)").status == 0)
    return String(decoding: try folder.read(file), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func `an array and lines in any order, plain or compressed, give the vectors in the documents' order`() throws {
    try writeArray("a.npy", order: [2, 0, 1])
    try writeArray("d.npy", order: [1, 0, 2], type: "<f8")
    try writeLines("l.jsonl", [2, 1, 0].map(Self.line))
    #expect(try WinnowProcess.shell("cd \(folder.path); gzip -k l.jsonl").status == 0)
    for (file, set) in [("a.npy", "a"), ("d.npy", "d"), ("l.jsonl", "l"), ("l.jsonl.gz", "z")] {
      let result = try run("index i --vectors \(file) --name \(set)")
      #expect(result.status == 0, "\(result)")
      #expect(try run("index i --vectors \(file) --name \(set)").error.contains("up to date"))
      let lines = try exported(set)
      let again = try exported("a-\(set)", from: set)
      #expect(lines == again && lines.count == 3)
      for (line, row) in zip(lines, 0...) {
        #expect(line.contains("\"\(Self.ids[row])\"") && line.contains("\(Self.rows[row][1])"), "\(line)")
      }
    }
    #expect(try run("inspect i --verify").status == 0)
  }

  /// The same vectors through an array and in again.
  private func exported(_ copy: String, from set: String) throws -> [String] {
    #expect(try run("inspect i --export-vectors \(copy).npy --name \(set)").status == 0)
    #expect(try run("index i --vectors \(copy).npy").status == 0)
    return try exported(copy)
  }

  @Test func `imported vectors are searched with a model that is named, of their length`() throws {
    try writeArray("a.npy")
    #expect(try run("index i --vectors a.npy").status == 0)
    let models = SharedData.projectRoot.appendingPathComponent("Tests/TransformersTests/Goldens").path
    let unnamed = try run("search i one --method dense")
    #expect(
      unnamed.status == 1 && unnamed.error.contains("were made elsewhere") && unnamed.error.contains("--model"), "\(unnamed)")
    let short = try run("search i one --method dense --model \(models)/tiny-encoder")
    #expect(short.status == 1 && short.error.contains("vectors of 36 numbers where the set has 3"), "\(short)")
    #expect(
      try run("index i --dense \(models)/tiny-encoder --name own && \"$WINNOW\" inspect i --export-vectors own.npy --name own")
        .status == 0)
    #expect(try run("index i --vectors own.npy --name copy").status == 0)
    let line = "search i 'one two' --method dense --model \(models)/tiny-encoder --name"
    let hits = try run("\(line) copy")
    let own = try run("\(line) own")
    #expect(hits.status == 0 && hits.output == own.output && hits.output.contains("1. d"), "\(hits)")
  }

  @Test func `vectors of queries come from a file, with or without the queries' texts`() throws {
    try writeArray("a.npy")
    #expect(try run("index i --vectors a.npy").status == 0)
    try writeLines("q.jsonl", [#"{"id": "b", "vector": [0, 1, 0]}"#, #"{"id": "a", "vector": [1, 0, 0.5]}"#])
    let all = try run("search i --method dense --query-vectors q.jsonl --output -")
    let rows = all.output.split(separator: "\n").map { $0.split(separator: " ").prefix(5).joined(separator: " ") }
    #expect(
      rows == [
        "b Q0 d1 1 0.500000", "b Q0 d2 2 0.000030", "b Q0 d3 3 -1.000000", "a Q0 d2 1 3.600000", "a Q0 d1 2 0.000000",
        "a Q0 d3 3 -1.625000",
      ], "\(all)")
    try folder.write(Array("a\twords\n".utf8), to: "queries.tsv")
    let one = try run("search i --method hybrid --query-vectors q.jsonl --queries queries.tsv --output -")
    #expect(one.status == 0 && one.output.contains("a Q0 d2 1 ") && !one.output.contains("b Q0"), "\(one)")
    try folder.write(Array("z\twords\n".utf8), to: "queries.tsv")
    let missing = try run("search i --method dense --query-vectors q.jsonl --queries queries.tsv --output -")
    #expect(missing.status == 1 && missing.error.contains("q.jsonl: holds no vector for query 'z'"), "\(missing)")
    try writeLines("q.jsonl", [#"{"id": "b", "vector": [0, 1]}"#])
    #expect(try run("search i --method dense --query-vectors q.jsonl --output -").error.contains("2 numbers where the set has 3"))
    try writeLines("q.jsonl", [#"{"id": "b", "vector": [0, 1, 0]}"#, #"{"id": "b", "vector": [0, 1, 0]}"#])
    #expect(
      try run("search i --method dense --query-vectors q.jsonl --output -").error.contains(
        "q.jsonl:2: query 'b' has a vector already"))
    for wrong in ["--method bm25", "--method dense --model m", "--method hybrid"] {
      #expect(try run("search i \(wrong) --query-vectors q.jsonl --output -").status == 2)
    }
  }

  @Test func `a set is stored as it was asked for, and as it is where nothing is asked`() throws {
    try writeArray("a.npy")
    #expect(try run("index i --vectors a.npy --store int8 --metric cosine --codes int8").status == 0)
    let shown = try run("inspect i").output
    #expect(shown.contains("store: int8") && shown.contains("metric: cosine") && shown.contains("bytes of codes"), "\(shown)")
    for line in ["", "--store int8", "--metric cosine --store int8"] {
      #expect(try run("index i --vectors a.npy \(line)").error.contains("up to date"))
    }
    #expect(try run("index i --vectors a.npy --codes none").error.contains("codes: int8, now none"))
    #expect(try run("index i --reorder && \"$WINNOW\" inspect i --verify").status == 0)
    #expect(try run("inspect i").output.contains("bytes of codes"))
    let other = try run("index i --vectors a.npy --store fp16")
    #expect(other.status == 1 && other.error.contains("store: int8, now fp16") && other.error.contains("--overwrite"), "\(other)")
    #expect(try run("index i --vectors a.npy --store fp16 --overwrite").status == 0)
    let replaced = try run("inspect i").output
    #expect(replaced.contains("store: fp16") && replaced.contains("metric: ip"), "\(replaced)")
    #expect(try run("inspect i --verify").status == 0)
    try writeLines("x.jsonl", [Self.line(0), Self.line(1), "{\"id\": \"d3\", \"vector\": [1e30, 1, 1]}"])
    let long = try run("index i --vectors x.jsonl --store fp16")
    #expect(long.status == 1 && long.error.contains("document 'd3': its vector is too long"), "\(long)")
    let wrong = try run("index i --vectors a.npy --store fp8")
    #expect(wrong.status == 2 && wrong.error.contains("fp16"), "\(wrong)")
    #expect(try run("index i --vectors a.npy --name $'a\\x01b'").status == 2)
  }

  @Test func `half floats become the floats they are`() throws {
    try writeArray("h.npy", type: "<f2")
    #expect(try run("index i --vectors h.npy").status == 0)
    #expect(try exported("h")[1].contains("\(Float(Float16(0.1)))"))
  }

  @Test func `an export replaces nothing`() throws {
    try writeArray("a.npy")
    #expect(try run("index i --vectors a.npy").status == 0)
    for file in ["a.npy", "b.npy"] {
      try folder.write([1], to: "b.npy.ids")
      let result = try run("inspect i --export-vectors \(file)")
      #expect(result.status == 1 && result.error.contains("exists; remove it"), "\(result)")
    }
    #expect(try run("inspect i --export-vectors v.txt").error.contains("FILE.npy or FILE.jsonl"))
  }

  @Test(arguments: [
    ("{\"id\": \"d9\", \"vector\": [1, 2, 3]}", "x.jsonl:3: there is no document 'd9' in i"),
    ("{\"id\": \"d1\", \"vector\": [1, 2, 3]}", "x.jsonl:3: document 'd1' has a vector already, from line 1"),
    ("{\"id\": \"d3\", \"vector\": [1, 2]}", "x.jsonl:3: document 'd3': its vector has 2 numbers, the one on line 1 3"),
    ("{\"id\": \"d3\", \"vector\": [1, 1e999, 2]}", "x.jsonl:3: document 'd3': its vector holds a NaN or an infinity"),
    ("{\"id\": \"d3\", \"vector\": [0, 0, -0.0]}", "x.jsonl:3: document 'd3': its vector is zero"),
    ("{\"id\": \"d3\", \"vector\": [0, \"a\", 0]}", "x.jsonl:3: document 'd3': its \"vector\" holds"),
    ("{\"id\": \"d3\"}", "x.jsonl:3: document 'd3': has no \"vector\""),
    ("{\"vector\": [1]}", "x.jsonl:3: expected"), ("{\"id\": \"d3\", \"vec", "x.jsonl:3: not JSON"), ("", "x.jsonl:3: "),
  ])
  func `a line that cannot be taken is named`(line: String, expected: String) throws {
    try writeLines("x.jsonl", [Self.line(0), Self.line(1), line])
    let result = try run("index i --vectors x.jsonl")
    #expect(result.status == 1 && result.error.contains(expected), "\(result)")
    #expect(try folder.names(in: "i") == ["winnow.mdb", "writer.lock"])
  }

  @Test func `a document without a vector is named`() throws {
    try writeLines("x.jsonl", [Self.line(2)])
    #expect(try run("index i --vectors x.jsonl").error.contains("x.jsonl: holds no vector for document 'd1' and 1 others"))
    try writeLines("x.jsonl", [])
    #expect(try run("index i --vectors x.jsonl").error.contains("x.jsonl: holds no vectors"))
  }

  @Test func `an array that is not one of floats row by row says what it is`() throws {
    func refusal() throws -> String {
      let result = try run("index i --vectors x.npy")
      #expect(result.status == 1, "\(result)")
      return result.error
    }
    for (type, expected) in [("<i4", "its elements are '<i4'"), (">f4", "its elements are '>f4'"), ("|O", "'|O'")] {
      try writeArray("x.npy", type: type)
      #expect(try refusal().contains(expected))
    }
    try writeArray("x.npy", fortran: true)
    #expect(try refusal().contains("Fortran order"))
    for shape in ["(9,)", "(3, 3, 1)", "(3, 0)", "(-3, 3)"] {
      try writeArray("x.npy", shape: shape)
      #expect(try refusal().contains("its shape is"))
    }
    try writeArray("x.npy", shape: "(4, 3)")
    #expect(try refusal().contains("cut short: 36 bytes of numbers where 4 rows of 3 take 48"))
    try writeArray("x.npy", shape: "(2, 3)")
    #expect(try refusal().contains("longer than its header says"))
    try writeArray("x.npy", shape: "(9223372036854775807, 3)")
    #expect(try refusal().contains("cut short"))
    try writeArray("x.npy")
    let whole = try folder.read("x.npy")
    for count in [0, 5, 11, 60] {
      try folder.write(Array(whole[..<count]), to: "x.npy")
      #expect(try refusal().contains("x.npy"))
    }
    try folder.write(Array("[1, 2]".utf8), to: "x.npy")
    #expect(try refusal().contains("does not begin as a .npy file"))
  }

  @Test func `ids that do not fit an array are named`() throws {
    try writeArray("x.npy")
    for (ids, expected) in [
      ("d1\nd2\n", "x.npy.ids: 2 ids for the 3 rows"), ("d1\nd2\nd3\nd4\n", "x.npy.ids: 4 ids for the 3 rows"),
      ("d1\nd2\nd1\n", "x.npy.ids:3: document 'd1' has a vector already, from line 1"),
      ("d1\nzz\nd3\n", "x.npy.ids:2: there is no document 'zz'"),
    ] {
      try folder.write(Array(ids.utf8), to: "x.npy.ids")
      let result = try run("index i --vectors x.npy")
      #expect(result.status == 1 && result.error.contains(expected), "\(result)")
    }
    try folder.write(Array("d3\r\nd2\r\nd1\r\n".utf8), to: "other")
    #expect(try run("index i --vectors x.npy --vector-ids other").status == 0)
    try FileManager.default.removeItem(atPath: folder.file("x.npy.ids"))
    #expect(try run("index i --vectors x.npy").error.contains("--vector-ids"))
  }

  @Test func `a row of an array that cannot be taken is named with its id's place`() throws {
    for value in [Float.nan, -.infinity] {
      try writeArray("x.npy", order: [1, 0, 2])
      var bytes = try folder.read("x.npy")
      bytes.replaceSubrange(bytes.count - 36..<bytes.count - 32, with: Self.littleEndian(UInt64(value.bitPattern), 4))
      try folder.write(bytes, to: "x.npy")
      let result = try run("index i --vectors x.npy")
      #expect(
        result.status == 1 && result.error.contains("row 0 (from 0; its id stands at x.npy.ids:1) holds a NaN"), "\(result)")
    }
  }

  @Test(arguments: [
    "--vectors a.npy --dense m", "--vector-ids x", "--name x", "--vectors a.npy --precision int8",
    "--store int8", "--metric l2",
  ])
  func `options of vectors that go with nothing are wrong usage`(arguments: String) throws {
    let result = try run("index i \(arguments)")
    #expect(result.status == 2 && result.error.contains("--"), "\(result)")
  }
}
