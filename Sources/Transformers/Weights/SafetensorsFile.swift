internal import Bytes
internal import Tensors

/// A safetensors file: tensors by name, their bytes in the mapped file.
final class SafetensorsFile: Sendable {
  let file: MappedFile
  let tensors: [StoredTensor]

  /// Maps the file and checks its header.
  init(path: String) throws {
    file = try MappedFile(path: path)
    tensors = try SafetensorsHeader.tensors(of: file)
  }

  var path: String { file.path }

  /// Decodes elements of a tensor whose storage is known, as many as `output` has, from element `first` on.
  func decode(
    _ tensor: StoredTensor, from first: Int, as storage: FloatStorage, on instructionSet: InstructionSet,
    into output: inout MutableSpan<Float>
  ) {
    let start = tensor.range.lowerBound + first * storage.byteCount
    let mapped = file
    let bytes = mapped.bytes.extracting(start..<start + output.count * storage.byteCount)
    instructionSet.decode(bytes, as: storage, into: &output)
  }

  /// The floats of a tensor whose storage is known; its pages are given back.
  func floats(of tensor: StoredTensor, as storage: FloatStorage, on instructionSet: InstructionSet) -> [Float] {
    var out = [Float](repeating: 0, count: tensor.range.count / storage.byteCount)
    var target = out.mutableSpan
    decode(tensor, from: 0, as: storage, on: instructionSet, into: &target)
    file.release(tensor.range)
    return out
  }
}
