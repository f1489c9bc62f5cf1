import ArgumentParser
internal import Files
internal import Parallelism
internal import Pipelines

/// `winnow inspect`
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show what an index holds, and check it.",
    discussion: """
        winnow inspect my-index                      # counts, recipe, digest
        winnow inspect my-index --term "drinking"    # its term and frequencies
        winnow inspect my-index --document 7067032   # a document's text
        winnow inspect my-index --verify             # checks every checksum
        winnow inspect my-index --export-vectors v.npy  # and v.npy.ids
      """)

  @Argument(help: "The index folder.")
  var index: String

  @Option(help: "A word; it is analysed as documents are.")
  var term: String?

  @Option(help: "A document id.")
  var document: String?

  @Option(help: "Write a set of vectors, as float32, to FILE.npy (ids to FILE.npy.ids) or FILE.jsonl, which must not exist.")
  var exportVectors: String?

  @Option(help: "With --export-vectors: the set's name (default: the only one).")
  var name: String?

  @Flag(help: "Read the whole index and check checksums, order and counts.")
  var verify = false

  func validate() throws {
    if name != nil, exportVectors == nil { throw ValidationError("--name without --export-vectors FILE names nothing") }
  }

  func run() throws {
    let inspection = try Inspection(folder: index)
    if let term { try StandardOutput.write(try inspection.term(term)) }
    if let document { try StandardOutput.write(try inspection.document(document)) }
    if let exportVectors { try inspection.exportVectors(of: name, to: exportVectors) }
    if verify { try StandardOutput.write(try inspection.verify()) }
    if term == nil, document == nil, exportVectors == nil, !verify { try StandardOutput.write(inspection.overview()) }
  }
}
