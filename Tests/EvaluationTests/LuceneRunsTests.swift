import Evaluation
import TestSupport
import Testing

/// The measures of Lucene's runs over the pool, as trec_eval 9.0.4 printed them (shared/data/lucene/README.md): DL19's nDCG@10, AP, R@100
/// and R@1000, DL20's nDCG@10, AP and R@100. That Winnow's searches give these runs row by row is for LexicalTests.
private let table: [(run: String, dl19: [String], dl20: [String])] = [
  ("bm25-default", ["0.4645", "0.4105", "0.4516", "0.9059"], ["0.4570", "0.3591", "0.4590"]),
  ("bm25-tuned", ["0.4557", "0.4126", "0.4663", "0.9070"], ["0.4647", "0.3654", "0.4675"]),
  ("bm25-accurate", ["0.4602", "0.4062", "0.4484", "0.9033"], ["0.4596", "0.3582", "0.4591"]),
  ("bm25-rm3", ["0.4804", "0.4349", "0.4478", "0.8967"], ["0.4757", "0.3923", "0.4842"]),
  ("bm25-rocchio", ["0.4809", "0.4341", "0.4532", "0.8976"], ["0.4808", "0.3891", "0.4850"]),
  ("qld", ["0.4143", "0.3861", "0.4210", "0.9008"], ["0.4062", "0.3531", "0.4809"]),
]

@Suite(.enabled(if: SharedData.available, "needs ../shared")) struct `Lucene's runs over the pool` {
  @Test(arguments: table) func `measures are those that trec_eval printed`(_ row: (run: String, dl19: [String], dl20: [String]))
    throws
  {
    let run = try RunFile.readTable(path: SharedData.path("data/lucene/\(row.run).run.gz"))
    for (year, values) in [("dl19", row.dl19), ("dl20", row.dl20)] {
      let judgements = try JudgementsFile.read(path: SharedData.path("data/msmarco-dl/qrels.\(year)-passage.txt"))
      let names = ["ndcg_cut_10", "map", "recall_100", "recall_1000"].prefix(values.count)
      var options = EvaluationOptions()
      options.compatibility = .trecEval9
      let result = try evaluate(run, judgements, measures: Measure.list(Array(names)), options: options)
      let lines = TrecEvalText.render(result).split(separator: "\n").map { line in
        line.split { $0 == "\t" || $0 == " " }.map(String.init)
      }
      let printed = Dictionary(uniqueKeysWithValues: lines.map { ($0[0], $0[2]) })
      #expect(names.map { printed[$0] } == values, "\(year)")
    }
  }
}
