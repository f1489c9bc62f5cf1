import Bytes
import TestSupport
import Testing
import Transformers

/// An adapter of a small model with random factors, as training saves it.
private func adapter(_ out: TemporaryFolder, of model: TrainingModel, _ base: String, _ lora: LoRASettings) throws -> String {
  let path = out.file("adapter")
  try model.save(from: base, to: path, options: SavingOptions(form: .adapter(lora, base: base)))
  return path
}

@Test(arguments: [SavedModels.lora, LoRASettings(rank: 5, alpha: 3, targets: ["query", "key", "dense"])])
func `an adapter read unmerged gives the scores of the model in training, bit for bit, and those of its merged weights`(
  lora: LoRASettings
) throws {
  let out = try TemporaryFolder(), base = ModelCopy.original("tiny-cross")
  let model = try SavedModels.cross(base, .lora(lora))
  let path = try adapter(out, of: model, base, lora)
  let unmerged = try SavedModels.outputs(TrainingModel.unmerged(adapter: path))
  #expect(try unmerged == SavedModels.outputs(model))
  #expect(try SavedModels.distance(unmerged, SavedModels.outputs(ofCross: path)) < 1e-5)
  #expect(try SavedModels.distance(unmerged, SavedModels.outputs(ofCross: base)) > 1e-3)
}

@Test func `a bi-encoder's adapter read unmerged gives its vectors`() throws {
  let out = try TemporaryFolder(), base = ModelCopy.original("tiny-encoder")
  let model = try SavedModels.encoder(base, .lora(SavedModels.lora))
  let path = try adapter(out, of: model, base, SavedModels.lora)
  let unmerged = try TrainingModel.unmerged(adapter: path)
  #expect(try SavedModels.outputs(unmerged) == SavedModels.outputs(model))
  #expect(try SavedModels.distance(SavedModels.outputs(unmerged), SavedModels.outputs(ofEncoder: path)) < 1e-5)
  #expect(unmerged.parameters.count { $0.role == .lowRank } == 8)
}

@Test func `what is no adapter, or one whose layers differ in rank, is not read unmerged`() throws {
  let complaint = { (path: String) in
    (#expect(throws: TransformersError.self) { _ = try TrainingModel.unmerged(adapter: path) })?.description ?? ""
  }
  #expect(complaint(ModelCopy.original("tiny-cross")).contains("adapter_config.json"))
  let ranks = try ModelCopy(of: "folders/adapter", as: "adapter", beside: ["tiny-encoder"])
  #expect(complaint(ranks.path).contains("different ranks or scales"))
}

@Test func `LoRA on an adapter is refused with what can be done instead`() throws {
  let out = try TemporaryFolder(), base = ModelCopy.original("tiny-cross")
  let path = try adapter(out, of: SavedModels.cross(base, .lora(SavedModels.lora)), base, SavedModels.lora)
  let text = (#expect(throws: TransformersError.self) { try SavedModels.cross(path, .lora(SavedModels.lora)) })?.description ?? ""
  #expect(text.hasPrefix(path) && text.contains("is a LoRA adapter already"), "\(text)")
  #expect(text.contains("output: {merge: true}") && text.contains("merge_and_unload"), "\(text)")
  // As the message says: all weights are trained from the merged ones.
  let whole = try TrainingModel.crossEncoder(folder: path)
  #expect(try SavedModels.distance(SavedModels.outputs(whole), SavedModels.outputs(ofCross: path)) < 1e-5)
}
