import Bytes
import TestSupport
import Testing
import Transformers

private let prompts = #"{"prompts":{"query":"query ear: ","passage":"the ring ","rank":"winnow"},"default_prompt_name":"rank"}"#

@Test func `a prompt is put before texts, whichever way it is asked for`() throws {
  let model = try ModelCopy(of: "tiny-encoder")
  try model.write(prompts, to: "config_sentence_transformers.json")
  let encoder = try TextEncoder(folder: model.path)
  let texts = ["text", "", "the dense hit"].map { Array($0.utf8) }
  for (prompt, text) in [
    (TextPrompt.standard, "winnow"), (.query, "query ear: "), (.document, "the ring "), (.named("passage"), "the ring "),
    (.text("é "), "é "),
  ] {
    let before = texts.map { Array(text.utf8) + $0 }
    #expect(try encoder.text(of: prompt) == ByteString(text))
    #expect(try encoder.encode(texts, prompt: prompt, threads: 2) == encoder.encode(before, prompt: .text(""), threads: 2))
  }
  let identity = encoder.identity
  #expect(identity.prefix == "winnow" && identity.queryPrompt == "query ear: " && identity.documentPrompt == "the ring ")
  let unknown = #expect(throws: TransformersError.self) { try encoder.encode(texts, prompt: .named("passages"), threads: 1) }
  #expect(unknown?.description == "the model has no prompt 'passages'; it has passage, query, rank")
}

@Test func `a prompt counts towards the maximum length, and may fill it`() throws {
  let model = try ModelCopy(of: "tiny-encoder")
  try model.set("include_prompt", false, in: "1_Pooling/config.json")
  let encoder = try TextEncoder(folder: model.path)
  let long = TextPrompt.text(ByteString(String(repeating: "the ", count: 60)))
  let vectors = try encoder.encode([Array("text".utf8), []], prompt: long, threads: 1)
  #expect(vectors[..<36] == vectors[36...])
  #expect(encoder.identity.pooling == "mean, without the prompt")
}

@Test func `without modules.json there are no prompts`() throws {
  let model = try ModelCopy(of: "tiny-encoder")
  try model.write(prompts, to: "config_sentence_transformers.json")
  try model.remove("modules.json")
  #expect(try TextEncoder(folder: model.path).identity.prefix == "")
}
