internal import Bytes
internal import Foundation
internal import Tensors

extension TrainingModel {
  /// Writes a folder that transformers, sentence-transformers or PEFT load, and this library too: config.json, weights, tokenizer and
  /// what sentence-transformers stores beside them.
  ///
  /// `base` is the folder that the model was made from: what is not trained is copied from there byte for byte, and entries of its
  /// configurations that are not about labels, types or lengths stay. The folder appears whole or not at all; one that stands there
  /// gives way. Throws `TransformersError` and `FilesError`.
  public func save(from base: String, to folder: String, options: SavingOptions = SavingOptions()) throws {
    let source = try ModelFolder(base)
    var out = try FolderOut(folder)
    if parameters.contains(where: { $0.role == .head }) {
      try saveCrossEncoder(CrossEncoderFolder(source), options, to: &out)
    } else {
      try saveEncoder(SentenceTransformerFolder(source), source, options, to: &out)
    }
    try out.commit()
  }

  /// The weights, and the files that a plain transformer has beside them, into one part of the folder.
  func saveTransformer(
    _ transformer: TransformerFolder, configuration: JSONValue, _ options: SavingOptions, part: String = "",
    to out: inout FolderOut
  ) throws {
    let tokenizer = transformer.folder.has("tokenizer.json") ? transformer.folder : transformer.base
    switch options.form {
    case .whole:
      let weights = try wholeWeights() + poolerLeft(in: transformer)
      try SafetensorsWriter.write(weights, as: options.precision, to: out.file("model.safetensors", part: part))
      try out.write(configuration.storing(options.precision), to: "config.json", part: part)
      try out.copy(transformer.base.codeFiles, from: transformer.base, part: part)
      try out.copy(ModelFolder.tokenizerFiles, from: tokenizer, part: part)
    case .adapter(let settings, let base):
      try saveAdapter(of: transformer, settings, base: base, options, part: part, to: &out)
      if options.includesTokenizer { try out.copy(ModelFolder.tokenizerFiles, from: tokenizer, part: part) }
    }
  }

  private func wholeWeights() -> [SavedTensor] {
    parameters.filter { $0.role == .body || $0.role == .head }.map { parameter in
      SavedTensor(name: parameter.name, shape: parameter.shape) { try $0(parameter.mergedFloats().span) }
    }
  }

  /// BERT's pooler, which encoders do without: transformers would draw a new one and say so.
  private func poolerLeft(in transformer: TransformerFolder) throws -> [SavedTensor] {
    guard !parameters.contains(where: { $0.role == .head }) else { return [] }
    let instructionSet = try InstructionSet.chosen()
    return try transformer.base.checkpoint().tensors.compactMap { found in
      guard let storage = found.tensor.storage, let range = found.tensor.name.range(of: "pooler."),
        !parameters.contains(where: { $0.name == found.tensor.name[range.lowerBound...] })
      else { return nil }
      return SavedTensor(name: String(found.tensor.name[range.lowerBound...]), shape: found.tensor.shape) {
        try $0(found.file.floats(of: found.tensor, as: storage, on: instructionSet).span)
      }
    }
  }
}
