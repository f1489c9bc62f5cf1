import Bytes
import Foundation
import Parallelism
import Tensors
import TestSupport
import Testing
import Transformers

/// The folder that Goldens/full_size.py has filled; `make check-families` names it.
private let folder = ProcessInfo.processInfo.environment["WINNOW_FAMILIES"] ?? ""

private let cases = folder.isEmpty ? [] : ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()

/// Random checkpoints of full size, and small ones on 8,192 tokens. Hidden states as transformers has them within 1e-4, logits within
/// 1e-3; printed is how close they are.
@Suite(.enabled(if: !cases.isEmpty, "needs full-size checkpoints: make check-families PYTHON=..."), .serialized)
struct FullSizeTests {
  @Test(arguments: cases)
  func `full-size models give transformers' hidden states and logits`(name: String) throws {
    let path = "\(folder)/\(name)"
    let expected = try JSONValue(parsing: [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(path)/expected.json")))).array ?? []
    let inputs = expected.map { TokenSequence(ids: ($0["ids"]?.numbers ?? []).map { Int32($0) }) }
    let chosen = try InstructionSet.chosen()
    let model = try HiddenStates(folder: path, instructionSet: chosen)
    let states = try model.rows(of: inputs, threads: 2)
    for (input, (found, wanted)) in zip(inputs, zip(states, expected)) {
      let rows = (wanted["rows"]?.array ?? []).compactMap(\.int)
      let worst = zip(rows, wanted["states"]?.array ?? []).map { row, reference in
        relativeDistance(found[row * model.width..<(row + 1) * model.width], reference.numbers)
      }.max()
      print("\(name) on \(chosen): \(input.ids.count) tokens, hidden states within \(worst ?? .infinity)")
      #expect(!rows.isEmpty && worst ?? .infinity < 1e-4)
    }
    try compareLogits(name, inputs, expected.compactMap { $0["logit"]?.double })
  }

  @Test(arguments: cases.filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)/gradients.json") })
  func `full-size models give torch's gradients`(name: String) throws {
    let golden = try GradientGolden("\(folder)/\(name)", "gradients")
    let model = try TrainingModel.crossEncoder(folder: golden.path, settings: TrainingModelSettings(dropout: 0))
    let outputs = ThreadTeam.with(threads: 2) { team in
      golden.run(model, fork: Fork(width: 2) { parts, body in team.run(parts: parts, body) })
    }
    #expect(distance(outputs, golden.outputs) < 1e-3)
    print("\(name): gradients within \(try golden.compare(model)) of what is allowed")
  }

  private func compareLogits(_ name: String, _ inputs: [TokenSequence], _ expected: [Double]) throws {
    let logits = try CrossEncoder(folder: "\(folder)/\(name)").score(tokens: inputs, threads: 2)
    let worst = distance(logits, [expected])
    print("\(name): logits within \(worst) of \(expected)")
    #expect(worst < 1e-3)
  }
}
