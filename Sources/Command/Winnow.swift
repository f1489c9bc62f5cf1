import ArgumentParser

@main
struct Winnow: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "winnow", abstract: "A two-stage retrieval engine.")
}
