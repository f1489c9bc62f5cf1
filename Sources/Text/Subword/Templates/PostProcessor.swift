internal import Bytes

/// The templates of a tokenizer, for one text and for two, and how offsets are trimmed.
struct PostProcessor: Sendable {
  private(set) var single: Template
  private(set) var pair: Template
  /// One for each step that trims offsets.
  private(set) var trims: [OffsetTrim.Step] = []

  /// From `post_processor` of tokenizer.json; without one, texts are joined without special tokens.
  init(_ field: TokenizerField?) throws(TokenizerError) {
    guard let field else {
      self.init(cls: [], sep: [])
      return
    }
    switch try field.kind() {
    case "TemplateProcessing": try self.init(template: field)
    case "BertProcessing":
      self.init(cls: [try PostProcessor.token(field.require("cls"))], sep: [try PostProcessor.token(field.require("sep"))])
    case "RobertaProcessing": try self.init(roberta: field)
    case "ByteLevel":
      self.init(cls: [], sep: [])
      trims = try PostProcessor.trims(field)
    case "Sequence": try self.init(sequence: field)
    case let kind:
      let known = ["TemplateProcessing", "BertProcessing", "RobertaProcessing", "ByteLevel", "Sequence"]
      throw field.unknownKind(kind, known: known)
    }
  }

  /// Steps of which at most one adds special tokens.
  private init(sequence field: TokenizerField) throws(TokenizerError) {
    self.init(cls: [], sep: [])
    var isJoined = false
    let processors = try field.require("processors")
    for element in try processors.elements() {
      let step = try PostProcessor(element)
      trims += step.trims.map { OffsetTrim.Step(addsPrefixSpace: $0.addsPrefixSpace, isBehindSpecial: isJoined) }
      if try element.kind() == "ByteLevel" { continue }
      if isJoined { throw processors.mismatch("steps of which one adds special tokens") }
      (single, pair, isJoined) = (step.single, step.pair, true)
    }
  }

  /// RoBERTa's: every token is of type 0, two separators stand between texts.
  private init(roberta field: TokenizerField) throws(TokenizerError) {
    let cls = try PostProcessor.token(field.require("cls"))
    let sep = try PostProcessor.token(field.require("sep"))
    let first: [Template.Piece] = [.special([cls], typeID: 0), .text(0, typeID: 0), .special([sep], typeID: 0)]
    single = Template(first)
    pair = Template(first + [.special([sep], typeID: 0), .text(1, typeID: 0), .special([sep], typeID: 0)])
    trims = try PostProcessor.trims(field)
  }

  private static func trims(_ field: TokenizerField) throws(TokenizerError) -> [OffsetTrim.Step] {
    if try field.member("trim_offsets")?.bool() == false { return [] }
    let addsPrefixSpace = try field.member("add_prefix_space")?.bool() ?? true
    return [OffsetTrim.Step(addsPrefixSpace: addsPrefixSpace, isBehindSpecial: false)]
  }

  private init(cls: [Int32], sep: [Int32]) {
    let first: [Template.Piece] = [.special(cls, typeID: 0), .text(0, typeID: 0), .special(sep, typeID: 0)]
    single = Template(first)
    pair = Template(first + [.text(1, typeID: 1), .special(sep, typeID: 1)])
  }

  private init(template field: TokenizerField) throws(TokenizerError) {
    let special = try field.require("special_tokens")
    single = Template(try PostProcessor.pieces(field.require("single"), special, texts: 1))
    pair = Template(try PostProcessor.pieces(field.require("pair"), special, texts: 2))
  }

  /// A `["[CLS]", 101]`.
  private static func token(_ field: TokenizerField) throws(TokenizerError) -> Int32 {
    let elements = try field.elements()
    guard elements.count == 2 else { throw field.mismatch("a token and its id") }
    return try elements[1].id()
  }

  private static func pieces(
    _ field: TokenizerField, _ special: TokenizerField, texts: Int
  ) throws(TokenizerError) -> [Template.Piece] {
    var pieces: [Template.Piece] = []
    for element in try field.elements() { pieces.append(try piece(element, special, texts: texts)) }
    return pieces
  }

  private static func piece(
    _ field: TokenizerField, _ special: TokenizerField, texts: Int
  ) throws(TokenizerError) -> Template.Piece {
    if let token = field.member("SpecialToken") {
      let name = try token.require("id").string()
      var ids: [Int32] = []
      for id in try special.require(name.text).require("ids").elements() { ids.append(try id.id()) }
      return .special(ids, typeID: try token.require("type_id").id())
    }
    let sequence = try field.require("Sequence")
    let id = try sequence.require("id")
    guard let index = ["A", "B"].firstIndex(of: try id.string()), index < texts else {
      throw .field(source: id.source, field: id.path, expected: texts == 1 ? "A" : "A or B", found: try id.string().text)
    }
    return .text(index, typeID: try sequence.require("type_id").id())
  }
}
