import TestSupport

extension SeededGenerator {
  /// Bytes that compress a little, with many line feeds and carriage returns.
  mutating func lines(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in
      switch Int.random(in: 0..<20, using: &self) {
      case 0: 10
      case 1: 13
      case 2: UInt8.random(in: 0...255, using: &self)
      default: UInt8.random(in: 97...105, using: &self)
      }
    }
  }
}
