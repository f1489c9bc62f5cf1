/// Where a document came from, so that errors can name it: which of the inputs, and which line of it.
///
/// Storage only carries it; the caller who knows the files' names can print them.
public struct DocumentPosition: Hashable, Sendable, CustomStringConvertible {
  /// File in the upper 20 bits, line in the lower 44; larger values are clamped.
  let packed: UInt64

  /// The file's place in the list of inputs, from 0, and the line's number, from 1 (0 when lines have no meaning).
  public init(file: Int, line: Int) {
    packed = UInt64(min(max(file, 0), (1 << 20) - 1)) << 44 | UInt64(min(max(line, 0), (1 << 44) - 1))
  }

  init(packed: UInt64) { self.packed = packed }

  /// The file's place in the list of inputs, from 0.
  public var file: Int { Int(packed >> 44) }

  /// The line's number, from 1.
  public var line: Int { Int(packed & (1 << 44 - 1)) }

  /// For people: inputs count from 1 there.
  public var description: String { "line \(line) of input \(file + 1)" }
}
