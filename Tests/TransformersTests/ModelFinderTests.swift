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

@Test func `installed models are listed by the names that find them`() throws {
  let root = try TemporaryFolder()
  let environment = ["WINNOW_MODELS": root.file("mine"), "HF_HOME": root.file("hf"), "HOME": root.path]
  #expect(ModelFinder.installed(environment: environment, currentFolder: root.path).isEmpty)
  for path in ["mine/b", "mine/a", "hf/hub/models--owner--small/snapshots/abc", "models/c"] { try makeModel(root, path) }
  try root.write(Array("{}".utf8), to: "mine/notes.json")
  try FileManager.default.createDirectory(atPath: root.file("mine/empty"), withIntermediateDirectories: true)
  let found = ModelFinder.installed(environment: environment, currentFolder: root.path)
  #expect(found.map(\.name) == ["a", "b", "owner/small", "c"])
  for model in found {
    #expect(try ModelFinder.find(model.name, environment: environment, currentFolder: root.path) == model.folder)
  }
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

@Test func `the cache is read without refs/main, by revision, and through links to blobs`() throws {
  let root = try TemporaryFolder()
  let model = "hub/models--owner--small"
  let environment = ["HF_HUB_CACHE": root.file("hub")]
  let find = { (name: String, revision: String?) in
    try ModelFinder.find(name, revision: revision, environment: environment, currentFolder: root.path)
  }
  try makeModel(root, "\(model)/snapshots/aaa")
  #expect(try find("owner/small", nil) == root.file("\(model)/snapshots/aaa"))
  try makeModel(root, "\(model)/snapshots/bbb")
  for (snapshot, seconds) in [("aaa", 2_000.0), ("bbb", 1_000.0)] {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: seconds)], ofItemAtPath: root.file("\(model)/snapshots/\(snapshot)"))
  }
  #expect(try find("owner/small", nil) == root.file("\(model)/snapshots/aaa"))
  #expect(try find("owner/small", "bbb") == root.file("\(model)/snapshots/bbb"))
  try FileManager.default.createDirectory(atPath: root.file("\(model)/refs"), withIntermediateDirectories: true)
  try root.write(Array("bbb".utf8), to: "\(model)/refs/main")
  #expect(try find("owner/small", nil) == root.file("\(model)/snapshots/bbb"))
  #expect(throws: TransformersError.self) { try find("owner/small", "ccc") }

  try FileManager.default.createDirectory(atPath: root.file("\(model)/blobs"), withIntermediateDirectories: true)
  try FileManager.default.moveItem(atPath: root.file("\(model)/snapshots/bbb/config.json"), toPath: root.file("\(model)/blobs/1"))
  try FileManager.default.createSymbolicLink(
    atPath: root.file("\(model)/snapshots/bbb/config.json"), withDestinationPath: "../../blobs/1")
  #expect(try find("owner/small", nil) == root.file("\(model)/snapshots/bbb"))
}

@Test func `a name without owner is looked up as sentence-transformers' and as cross-encoder's; an adapter's folder is a model`()
  throws
{
  let root = try TemporaryFolder()
  let environment = ["XDG_CACHE_HOME": root.file("cache"), "HF_HOME": ""]
  let folder = "cache/huggingface/hub/models--cross-encoder--ms-marco/snapshots/abc"
  try FileManager.default.createDirectory(atPath: root.file(folder), withIntermediateDirectories: true)
  try root.write(Array("{}".utf8), to: "\(folder)/adapter_config.json")
  #expect(try ModelFinder.find("ms-marco", environment: environment, currentFolder: root.path) == root.file(folder))
}
