import Foundation
import TestSupport
import Testing
import Transformers

private func makeModel(_ folder: TemporaryFolder, _ path: String) throws {
  try FileManager.default.createDirectory(atPath: folder.file(path), withIntermediateDirectories: true)
  try folder.write(Array("{}".utf8), to: "\(path)/config.json")
}

@Test func `models are found by path, then WINNOW_MODELS, then the Hugging Face cache, then models`() throws {
  let root = try TemporaryFolder()
  let environment = ["WINNOW_MODELS": root.file("mine"), "HF_HOME": root.file("hf"), "HOME": root.path]
  let find = { (name: String) in try ModelFinder.find(name, environment: environment, currentFolder: root.path) }
  try makeModel(root, "models/small")
  #expect(try find("small") == root.file("models/small"))
  #expect(try find("owner/small") == root.file("models/small"))
  try makeModel(root, "hf/hub/models--sentence-transformers--small/snapshots/abc")
  try FileManager.default.createDirectory(
    atPath: root.file("hf/hub/models--sentence-transformers--small/refs"), withIntermediateDirectories: true)
  try root.write(Array("abc\n".utf8), to: "hf/hub/models--sentence-transformers--small/refs/main")
  #expect(try find("small") == root.file("hf/hub/models--sentence-transformers--small/snapshots/abc"))
  #expect(try find("sentence-transformers/small") == root.file("hf/hub/models--sentence-transformers--small/snapshots/abc"))
  #expect(try find("owner/small") == root.file("models/small"))
  try makeModel(root, "mine/small")
  #expect(try find("small") == root.file("mine/small"))
  try makeModel(root, "elsewhere")
  #expect(try find(root.file("elsewhere")) == root.file("elsewhere"))
}

@Test func `a model that is nowhere lists the places, and says when one is a folder without a model`() throws {
  let root = try TemporaryFolder()
  try FileManager.default.createDirectory(atPath: root.file("models/small"), withIntermediateDirectories: true)
  let error = #expect(throws: TransformersError.self) {
    try ModelFinder.find("small", environment: ["HOME": root.path], currentFolder: root.path)
  }
  let text = error?.description ?? ""
  #expect(text.contains("models--sentence-transformers--small"))
  #expect(text.contains("\(root.path)/models/small (a folder, but without config.json)"))
  #expect(text.contains("WINNOW_MODELS (not set)"))
}
