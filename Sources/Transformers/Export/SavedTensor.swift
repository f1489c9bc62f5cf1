/// A tensor to be written: its name, its shape and where its elements come from.
package struct SavedTensor {
  /// The name under which it is saved.
  package let name: String
  /// Rows first, as in torch.
  package let shape: [Int]
  /// Hands the elements over in order, in one piece or in several.
  let elements: ((Span<Float>) throws -> Void) throws -> Void

  /// A tensor whose elements `elements` hands to the closure it is given, in order, in one piece or in several.
  package init(
    name: String, shape: [Int], elements: @escaping ((Span<Float>) throws -> Void) throws -> Void
  ) {
    self.name = name
    self.shape = shape
    self.elements = elements
  }

  /// A tensor that is in memory.
  package init(name: String, shape: [Int], floats: [Float]) {
    self.init(name: name, shape: shape) { try $0(floats.span) }
  }

  /// Number of elements.
  var count: Int { shape.reduce(1, *) }
}
