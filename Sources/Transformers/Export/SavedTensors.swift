internal import Tensors

/// The tensors of a safetensors file by name, read back as floats.
package struct SavedTensors {
  private let file: SafetensorsFile
  private let instructionSet: InstructionSet

  /// Opens the file and checks its header.
  package init(path: String) throws {
    file = try SafetensorsFile(path: path)
    instructionSet = try InstructionSet.chosen()
  }

  /// Names in the order of the file.
  package var names: [String] { file.tensors.map(\.name) }

  /// The shape of a tensor; nil when there is none of that name.
  package func shape(of name: String) -> [Int]? { file.tensors.first { $0.name == name }?.shape }

  /// The elements of a tensor; nil when there is none of that name, or it holds no floats.
  package func floats(of name: String) -> [Float]? {
    guard let tensor = file.tensors.first(where: { $0.name == name }), let storage = tensor.storage else { return nil }
    return file.floats(of: tensor, as: storage, on: instructionSet)
  }
}
