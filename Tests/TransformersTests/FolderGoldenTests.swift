import Bytes
import Foundation
import Tensors
import TestSupport
import Testing
import Transformers

/// A folder of `folders.json`: a small model with some files replaced, removed and laid over.
private struct FolderCase: CustomTestStringConvertible, Sendable {
  let name: String
  let base: String
  let overlay: String?
  let files: [(path: String, contents: JSONValue)]
  let removed: [String]
  let prompt: ByteString?
  let numbers: JSONValue

  init(_ value: JSONValue) {
    name = value["name"]?.string?.text ?? ""
    base = value["base"]?.string?.text ?? "tiny-encoder"
    overlay = value["overlay"]?.string?.text
    files = (value["files"]?.object ?? []).map { (path: $0.key.text, contents: $0.value) }
    removed = (value["remove"]?.array ?? []).compactMap { $0.string?.text }
    prompt = value["prompt"]?.string
    numbers = value
  }

  var testDescription: String { name }

  /// A copy of the folder; adapters find their base beside it.
  func model() throws -> ModelCopy {
    let model = try ModelCopy(of: base, as: "model", beside: overlay?.hasPrefix("adapter") == true ? [base] : [])
    for name in removed { try model.remove(name) }
    if let overlay { try model.lay("folders/\(overlay)") }
    for file in files { try model.write(file.contents.serialized(), to: file.path) }
    return model
  }

  static func all(_ kind: ByteString) -> [FolderCase] {
    ((try? golden("folders.json"))?[kind]?.array ?? []).map(FolderCase.init)
  }
}

@Suite struct FolderGoldenTests {
  private static let encoders = FolderCase.all("encoders"), crossEncoders = FolderCase.all("crossEncoders")

  @Test(arguments: encoders)
  private func `folders give sentence-transformers' vectors`(folder: FolderCase) throws {
    let texts = try golden("folders.json")["texts"]?.texts ?? []
    let wanted = (folder.numbers["vectors"]?.array ?? []).map(\.numbers)
    let prompt: TextPrompt =
      switch folder.prompt {
      case nil: .standard
      case "query": .query
      case "document": .document
      case .some(let name): .named(name)
      }
    let model = try folder.model()
    for path in InstructionSet.available {
      let encoder = try TextEncoder(folder: model.path, instructionSet: path)
      let vectors = try encoder.encode(Array(texts.prefix(wanted.count)), prompt: prompt, threads: 2)
      #expect(distance(vectors, wanted) < 1e-5, "\(path.name)")
      #expect(encoder.dimension == wanted[0].count && encoder.identity.dimension == encoder.dimension)
    }
  }

  @Test(arguments: crossEncoders)
  private func `folders give sentence-transformers' logits, and its scores through the activation`(folder: FolderCase) throws {
    let pairs = (try golden("folders.json")["pairs"]?.array ?? []).map { (query: $0.texts[0], passage: $0.texts[1]) }
    let model = try folder.model()
    for path in InstructionSet.available {
      let encoder = try CrossEncoder(folder: model.path, instructionSet: path)
      let logits = try encoder.score(pairs, threads: 2)
      #expect(distance(logits, [folder.numbers["logits"]?.numbers ?? []]) < 1e-5, "\(path.name)")
      #expect(distance(logits.map(encoder.activation.score), [folder.numbers["scores"]?.numbers ?? []]) < 1e-5)
    }
  }

  @Test func `the goldens are there`() {
    #expect(Self.encoders.count == 22 && Self.crossEncoders.count == 6)
  }
}
