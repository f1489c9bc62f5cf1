internal import Dense
internal import Transformers

extension TextEncoder {
  /// The encoder's identity as the manifest keeps it.
  var fields: [VectorSetDescription.Field] { identity.entries.map { VectorSetDescription.Field($0.key, $0.value) } }
}

extension CrossEncoder {
  /// The model's identity for recipes.
  var fields: [VectorSetDescription.Field] { identity.entries.map { VectorSetDescription.Field($0.key, $0.value) } }
}

extension VectorSetDescription {
  /// A value of the encoder's identity.
  subscript(name: String) -> String? { encoder.first { $0.name == name }?.value }

  /// In what the vectors were computed. Indexes that do not say so are older than the choice.
  func precision() throws -> Precision { try Precision(named: self["precision"] ?? Precision.fp32.rawValue) }

  /// What differs from what is asked for, for people; empty for the same vectors.
  func differences(from asked: [Field]) -> [String] {
    guard isImported == asked.contains(where: { $0.name == Self.origin }) else {
      return [isImported ? "origin: imported, now encoded" : "origin: encoded, now imported"]
    }
    return differing(from: asked).map { field in
      "\(field.name): \(field.value), now \(asked.first { $0.name == field.name }?.value ?? "(nothing)")"
    }
  }

  /// The encoder's identity, whole. Older indexes say nothing of what later versions added: they are in fp32, and every text in them,
  /// and every query that was put to them, had the default prompt before it.
  var identity: [Field] {
    if isImported { return encoder }
    let usual = self["prefix"] ?? ""
    let later = [
      Field("query prompt", usual), Field("document prompt", usual), Field("precision", Precision.fp32.rawValue),
    ]
    return encoder + later.filter { self[$0.name] == nil }
  }

  /// What differs in what an encoder computes, but for the names in `ignoring`: its own name and the kernels' path decide nothing but
  /// the last bits.
  func differing(from fields: [Field], ignoring: [String] = []) -> [Field] {
    identity.filter { !(["name", "kernels"] + ignoring).contains($0.name) && !fields.contains($0) }
  }
}

extension VectorSet {
  /// Of vectors that were made elsewhere only this can be known.
  private func checkDimension(_ fields: [VectorSetDescription.Field]) throws {
    let found = fields.first { $0.name == "dimension" }.flatMap { Int($0.value) }
    if let found, found != description.dimension { throw DenseError.dimension(expected: description.dimension, found: found) }
  }

  /// Refuses another encoder than the one that made the vectors; a model is known by what it computes, not by its name. Another
  /// precision alone is let pass when it was asked for: its vectors differ by rounding.
  func checkEncoder(_ fields: [VectorSetDescription.Field], index: String, anyPrecision: Bool = false) throws {
    if description.isImported { return try checkDimension(fields) }
    let differing = description.differing(from: fields, ignoring: anyPrecision ? ["precision"] : [])
    guard !differing.isEmpty else { return }
    let lines = differing.map { field in
      "  \(field.name): index \(field.value), this model \(fields.first { $0.name == field.name }?.value ?? "(nothing)")"
    }
    throw PipelinesError.input(
      reason: "the vectors of \(index) were made by another encoder (\(description["name"] ?? "unnamed")):\n"
        + lines.joined(separator: "\n")
        + "\nSearch with that model, or add this one's vectors: winnow index \(index) --dense MODEL --name NAME")
  }
}
