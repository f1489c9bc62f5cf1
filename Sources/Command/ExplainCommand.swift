import ArgumentParser
internal import Files
internal import Pipelines

/// `winnow explain`
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show why a document scores what it scores for a query.",
    discussion: """
        winnow explain my-index --query "how do plants drink" --document 7067032
        winnow explain my-index --query "how do plants drink" --document 7067032 --model qld --rank

      One row a term of the query: its counts, its idf (for qld its probability in the collection) and what it adds; then the score, \
      which is the search's to the last bit.
      """)

  @Argument(help: "The index folder.")
  var index: String

  @Option(help: "The query's text.")
  var query: String

  @Option(help: "The document's id.")
  var document: String

  @Option(help: "The same as --scoring.")
  var model: String?

  @OptionGroup var scoring: ScoringModelOptions

  @Flag(help: "Also search, and say at what rank the document is.")
  var rank = false

  func validate() throws { _ = try scoring.model(alias: model) }

  func run() throws {
    var explanation = Explanation(index: index, query: query, document: document)
    explanation.model = try scoring.model(alias: model)
    explanation.showsRank = rank
    try StandardOutput.write(try explanation.text())
  }
}
