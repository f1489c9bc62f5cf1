/// A model's weights: each stored name once, from one safetensors file or from several, and what an adapter changes in them.
struct Checkpoint: Sendable {
  /// The file that errors name: the weights file, or the index of several.
  let path: String
  /// The files in the order of their names.
  let files: [SafetensorsFile]
  private(set) var tensors: [CheckpointTensor]
  /// What a PEFT adapter changes when weights are read.
  var adapter: LoRAAdapter?

  /// The weights of one file.
  init(file: SafetensorsFile) {
    path = file.path
    files = [file]
    tensors = file.tensors.map { CheckpointTensor(file: file, tensor: $0) }
  }

  /// The same without some weights, by their stored names.
  func without(_ isLeftOut: (String) -> Bool) -> Checkpoint {
    var rest = self
    rest.tensors.removeAll { isLeftOut($0.tensor.name) }
    return rest
  }

  /// The weights of several files, as their index lists them.
  init(index: ShardIndex) throws {
    path = index.path
    let shards = try index.shards.map { (name: $0, file: try SafetensorsFile(path: "\(index.folder)/\($0)")) }
    files = shards.map(\.file)
    tensors = shards.flatMap { shard in shard.file.tensors.map { CheckpointTensor(file: shard.file, tensor: $0) } }
    try index.check(shards.map { (name: $0.name, tensors: $0.file.tensors) })
  }
}

/// A tensor and the file that holds its elements.
struct CheckpointTensor: Sendable {
  let file: SafetensorsFile
  let tensor: StoredTensor
}
