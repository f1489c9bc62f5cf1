import Foundation
import Lexical
import Pipelines
import Synchronization
import TestSupport
import Testing

/// The repository's passages in an index, and searches of its queries.
private struct Quickstart {
  static let source = SharedData.projectRoot.appendingPathComponent("Pipelines/quickstart")
  let folder: TemporaryFolder

  init(storeText: Bool = true) throws {
    folder = try TemporaryFolder()
    var job = IndexJob(folder: folder.file("index"), collection: [Self.source.appendingPathComponent("passages.jsonl").path])
    job.format = "jsonl"
    job.storeText = storeText
    job.work.quiet = true
    _ = try job.run()
  }

  func job(_ feedback: Feedback?, output: String = "a.run") -> SearchJob {
    var job = SearchJob(
      index: folder.file("index"), queries: Self.source.appendingPathComponent("queries.tsv").path, output: folder.file(output))
    job.settings.feedback = feedback
    job.settings.hits = 20
    job.work.quiet = true
    return job
  }

  func run(_ name: String) throws -> [[String]] {
    String(decoding: try folder.read(name), as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: " ").map(String.init)
    }
  }
}

/// The rows of what Anserini answers, written by Tests/LexicalTests/Goldens/feedback/make.sh: queries, documents, ranks.
private func golden(_ name: String) throws -> [[String]] {
  let file = SharedData.projectRoot.appendingPathComponent("Tests/LexicalTests/Goldens/feedback/\(name).run")
  return String(decoding: try Data(contentsOf: file), as: UTF8.self).split(separator: "\n").map {
    $0.split(separator: " ").map(String.init)
  }.filter { $0[0].hasPrefix("q") }
}

private func documents(_ rows: [[String]]) -> [String] { rows.map { $0[0...3].joined(separator: " ") } }

@Suite struct `Feedback in jobs and pipelines` {
  @Test(
    arguments: [("rm3", .rm3(RM3())), ("rocchio-negative", .rocchio(Rocchio(negatives: Rocchio.Negatives())))]
      as [(String, Feedback)])
  func `a run has Anserini's documents, whatever the threads`(name: String, feedback: Feedback) throws {
    let place = try Quickstart()
    var runs: [[UInt8]] = []
    for threads in [1, 3] {
      var job = place.job(feedback, output: "\(threads).run")
      job.work.threads = threads
      #expect(try job.run())
      runs.append(try place.folder.read("\(threads).run"))
    }
    #expect(runs[0] == runs[1])
    let expected = try golden(name)
    #expect(expected.count == 800)
    #expect(documents(try place.run("1.run")) == documents(expected))
  }

  @Test func `other parameters are another recipe, the same ones are up to date`() throws {
    let place = try Quickstart()
    #expect(try place.job(.rm3(RM3())).run())
    #expect(try !place.job(.rm3(RM3())).run())
    for (feedback, words) in [
      (nil, "bm25.rm3.fb-docs: 10, now (nothing)"), (.rm3(RM3(documents: 5)), "bm25.rm3.fb-docs: 10, now 5"),
      (.rm3(RM3(terms: 5)), "bm25.rm3.fb-terms: 10, now 5"),
      (.rm3(RM3(originalWeight: 0.25)), "bm25.rm3.original-weight: 0.5, now 0.25"),
      (.rocchio(Rocchio()), "bm25.rocchio.alpha: (nothing), now 1.0"),
    ] as [(Feedback?, String)] {
      #expect { try place.job(feedback).run() } throws: { "\($0)".contains(words) }
    }
    #expect(try place.job(.rocchio(Rocchio()), output: "b.run").run())
    for (feedback, words) in [
      (Rocchio(alpha: 2), "bm25.rocchio.alpha: 1.0, now 2.0"), (Rocchio(beta: 2), "bm25.rocchio.beta: 0.75, now 2.0"),
      (Rocchio(negatives: Rocchio.Negatives(documents: 3)), "bm25.rocchio.negative-docs: (nothing), now 3"),
    ] {
      #expect { try place.job(.rocchio(feedback), output: "b.run").run() } throws: { "\($0)".contains(words) }
    }
  }

  @Test func `an index without texts is refused before anything is searched`() throws {
    let place = try Quickstart(storeText: false)
    for feedback in [Feedback.rm3(RM3()), .rocchio(Rocchio())] {
      #expect { try place.job(feedback).run() } throws: {
        "\($0)".contains("built with --no-store-text") && "\($0)".contains("build it again with texts")
      }
    }
    #expect(try !place.folder.names().contains("a.run"))
    #expect(try place.job(nil).run())
  }

  @Test func `the queries that feedback made are told in the order of the queries`() throws {
    let place = try Quickstart()
    let notes = Mutex<[String]>([])
    var job = place.job(.rm3(RM3()))
    job.settings.explainsFeedback = true
    job.work.threads = 3
    job.work.note = { note in notes.withLock { $0.append(note) } }
    _ = try job.run()
    let told = notes.withLock { $0 }
    #expect(told.prefix(40).map { String($0.prefix(3)) } == (1...40).map { $0 < 10 ? "q0\($0)" : "q\($0)" })
    #expect(told[1].hasPrefix("q02: who^0.1683934 ") && told[1].contains(" cabin^0.036660578"), "\(told[1])")
    var preview = SearchPreview(index: place.folder.file("index"))
    preview.settings.feedback = .rm3(RM3())
    preview.settings.explainsFeedback = true
    #expect(try preview.text(for: "who was the second person to walk on the moon").hasPrefix("query: who^0.1683934 "))
    #expect(try preview.text(for: "xyzzy plugh") == "query: xyzzi^1.0 plugh^1.0\nno hits\n")
  }

  @Test(
    arguments: [
      ("rm3: true", nil), ("rm3: false", nil), ("rm3: {}", nil),
      ("rocchio: {negatives: true, gamma: 0.2, negative-depth: 50}", nil),
      ("rm3: {fb-doc: 3}", "unknown key 'fb-doc'; known here: fb-docs, fb-terms, original-weight"),
      ("rm3: {fb-docs: 0}", "fb-docs must be a whole number of at least 1"), ("rm3: [1]", "rm3 must be a mapping"),
      ("rm3: {original-weight: 2}", "original-weight = 2.0 is out of range: it must be a number between 0 and 1"),
      ("rm3: often", "rm3 must be true or false"), ("rm3: true, rocchio: true", "two ways of feedback; give one of them"),
      ("rocchio: {alpha: -1}", "alpha = -1.0 is out of range: it must be 0 or more"),
      ("rocchio: {gamma: 0.2}", "gamma is about negatives: give negatives: true with it"),
      ("rocchio: {negatives: false, negative-docs: 5}", "negative-docs is about negatives"),
      ("rocchio: {original-weight: 0.5}", "unknown key 'original-weight'; known here: fb-docs, fb-terms, alpha, beta, negatives"),
    ] as [(String, String?)]) func `pipelines are read strictly`(fields: String, message: String?) throws
  {
    for verb in ["bm25", "qld"] {
      let text = """
        name: p
        data: {collection: docs.tsv, queries: queries.tsv, qrels: qrels.txt}
        index: {path: index}
        systems: [{name: A, stages: [\(verb): {hits: 10, \(fields)}]}]
        """
      guard let message else {
        _ = try PipelineConfiguration(text: text, file: "p.yaml")
        continue
      }
      #expect { try PipelineConfiguration(text: text, file: "p.yaml") } throws: {
        "\($0)".hasPrefix("p.yaml:4:") && "\($0)".contains(message)
      }
    }
  }
}
