/// A new order of an index's documents.
public struct DocumentOrder: Equatable, Sendable {
  /// At each new number the old one.
  public let previous: [UInt32]

  /// An order. Precondition: every number below the count stands in it once.
  public init(previous: [UInt32]) { self.previous = previous }

  /// At each old number the new one.
  public var numbers: [UInt32] {
    var numbers = [UInt32](repeating: 0, count: previous.count)
    for (number, old) in previous.enumerated() { numbers[Int(old)] = UInt32(number) }
    return numbers
  }
}
