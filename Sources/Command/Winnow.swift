import ArgumentParser
internal import Files

/// The `winnow` executable.
@main
struct Winnow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "winnow",
    abstract: "A two-stage retrieval engine: index, retrieve, rerank, fuse, evaluate.",
    discussion: """
      A first session:
        winnow index my-index --collection passages.jsonl   # builds a BM25 index
        winnow search my-index "how do plants drink"        # hits in the terminal
        winnow index my-index --dense all-MiniLM-L6-v2      # adds embeddings
        winnow search my-index --queries queries.tsv \\
          --method hybrid --output hybrid.run               # writes a TREC run
        winnow evaluate qrels.txt hybrid.run -m nDCG@10     # scores it
      or everything at once, from a pipeline file:
        winnow run Pipelines/quickstart/quickstart.yaml

      Data goes to standard output, progress and messages to standard error. Exit codes: 0 done or already up to date, \
      1 an error in data or environment, 2 wrong usage, 3 an expected value was not met, 130/143 interrupted.
      """,
    version: "winnow 0.1.0",
    subcommands: [
      IndexCommand.self, SearchCommand.self, RerankCommand.self, FuseCommand.self, EvaluateCommand.self,
      CompareCommand.self, EncodeCommand.self, MineCommand.self, TrainCommand.self, ReportCommand.self,
      AnalyzeCommand.self, RunCommand.self, InspectCommand.self, ExplainCommand.self, DoctorCommand.self,
      BenchCommand.self,
    ])

  static func main() {
    Interruption.install()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      Exit.end(with: error)
    }
  }
}
