internal import Corpora
internal import Parallelism
internal import Training

/// What one pass over the examples finds, before anything is trained: how many there are, and whether the loss can use each.
struct DataSurvey {
  /// Of an epoch.
  private(set) var figures = ExampleSurvey()
  /// The first examples, on which tokens and time are measured.
  private(set) var sample: [TrainingExample] = []
  /// How many those are.
  static let sampleSize = 512

  var examples: Int { figures.examples }

  /// Reads all examples.
  /// - Throws: an error that names file and line, for the first example that the loss cannot use; and when there is none at all, or one
  ///   class only.
  init(_ reader: any ExampleReader, loss: any Loss, needsTwoClasses: Bool, recipe: String, work: WorkSettings) throws {
    var reader = reader
    let progress = Progress("reading the examples", unit: "examples", quiet: work.quiet)
    while let example = try reader.next() {
      try DataSurvey.validate(loss.prepared(example), loss)
      figures.add(example)
      if sample.count < Self.sampleSize { sample.append(example) }
      progress.advance()
    }
    progress.finish()
    try figures.check(source: "the data of \(recipe)", needsTwoClasses: needsTwoClasses)
  }

  /// - Throws: what the loss says of an example's labels, and how a recipe leaves such queries out.
  private static func validate(_ example: TrainingExample, _ loss: any Loss) throws {
    do { try loss.validate(labels: example.labels, source: "\(example.source)") } catch {
      guard example.positiveCount == 0, !example.labels.contains(where: { $0 > 0 }), "\(error)".contains("no positive") else {
        throw error
      }
      throw PipelinesError.input(
        reason: "\(error); under a view such as lists(7), or positives for single ones, queries without a positive are left out")
    }
  }
}
