internal import Files
internal import Foundation

/// Rows of numbers in a `.npy` file (NumPy Enhancement Proposal 1, format versions 1 to 3): two dimensions, C order, little-endian floats
/// of 16, 32 or 64 bits. Mapped, so nothing of it is held.
struct NumPyArray {
  /// How a number is stored.
  enum Element: String {
    case half = "<f2"
    case single = "<f4"
    case double = "<f8"

    var byteCount: Int {
      switch self {
      case .half: 2
      case .single: 4
      case .double: 8
      }
    }
  }

  let rows: Int
  let columns: Int
  let element: Element
  private let file: MappedInput
  private let start: Int

  /// Opens a file.
  /// - Throws: `PipelinesError.input` with the file and what is wrong with it.
  init(path: String) throws {
    let file = try MappedInput(path: path)
    let header: NumPyHeader.Contents
    do { header = try NumPyHeader.read(file.bytes) } catch { throw PipelinesError.input(reason: "\(path): \(error.reason)") }
    self.file = file
    (rows, columns, element, start) = (header.rows, header.columns, header.element, header.byteCount)
    let (bytes, overflow) = rows.multipliedReportingOverflow(by: columns * element.byteCount)
    guard !overflow, bytes == file.byteCount - start else {
      let isShort = overflow || bytes > file.byteCount - start
      throw PipelinesError.input(
        reason: "\(path): \(isShort ? "cut short" : "longer than its header says"): "
          + "\(file.byteCount - start) bytes of numbers where \(rows) rows of \(columns) take \(overflow ? "more" : "\(bytes)"); "
          + "write the file again")
    }
  }

  /// Some rows, one after the other, in the order asked for. Precondition: their numbers are below `rows`.
  func values(of numbers: some Sequence<Int>) -> [Float] {
    var values: [Float] = []
    let bytes = file.bytes
    for row in numbers {
      precondition(row >= 0 && row < rows)
      let first = start + row * columns * element.byteCount
      for column in 0..<columns { values.append(value(in: bytes, at: first + column * element.byteCount)) }
    }
    return values
  }

  private func value(in bytes: RawSpan, at offset: Int) -> Float {
    switch element {
    case .half: Float(Float16(bitPattern: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self)))
    case .single: Float(bitPattern: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
    case .double: Float(Double(bitPattern: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)))
    }
  }
}

/// The header of a `.npy` file: magic, version, length, and a Python dictionary padded to 64 bytes.
enum NumPyHeader {
  /// Why a header cannot be used.
  struct Problem: Error {
    var reason: String
  }

  /// What a header says.
  struct Contents: Equatable {
    var rows: Int
    var columns: Int
    var element: NumPyArray.Element
    /// Where the numbers begin.
    var byteCount: Int
  }

  /// The header of float32 rows, version 1.0.
  static func bytes(rows: Int, columns: Int) -> [UInt8] {
    var text = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
    let unpadded = 10 + text.utf8.count + 1
    text += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
    let length = UInt16(text.utf8.count)
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(text.utf8)
  }

  /// Reads a header.
  static func read(_ bytes: RawSpan) throws(Problem) -> Contents {
    let head = copy(bytes, 0..<min(12, bytes.byteCount))
    if head.starts(with: [0x1f, 0x8b]) || head.starts(with: [0x28, 0xb5, 0x2f, 0xfd]) {
      throw Problem(
        reason: "is compressed; unpack it first, since its rows are read where they stand (JSON lines may be compressed)")
    }
    guard head.count == 12, head.starts(with: [0x93] + Array("NUMPY".utf8)), (1...3).contains(head[6]) else {
      throw Problem(reason: "does not begin as a .npy file of version 1 to 3 does")
    }
    let short = head[6] == 1
    let length = head[8..<(short ? 10 : 12)].reversed().reduce(0) { $0 << 8 | Int($1) }
    let start = short ? 10 : 12
    guard length <= bytes.byteCount - start else { throw Problem(reason: "is cut short inside its header") }
    let text = String(decoding: copy(bytes, start..<start + length), as: UTF8.self)
    return try contents(text, byteCount: start + length)
  }

  private static func copy(_ bytes: RawSpan, _ range: Range<Int>) -> [UInt8] {
    range.map { unsafe bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
  }

  private static func contents(_ text: String, byteCount: Int) throws(Problem) -> Contents {
    guard let type = quoted("descr", in: text) else {
      throw Problem(reason: "its header names no plain element type; expected one of <f4, <f2, <f8")
    }
    guard let element = NumPyArray.Element(rawValue: type) else {
      throw Problem(reason: "its elements are '\(type)'; expected float32 (<f4), float16 (<f2) or float64 (<f8), little-endian")
    }
    guard let order = member("fortran_order", in: text), !order.hasPrefix("True") else {
      throw Problem(reason: "its rows stand in Fortran order; save numpy.ascontiguousarray(x)")
    }
    let shape = member("shape", in: text).flatMap(numbers) ?? []
    guard shape.count == 2, shape[0] >= 0, shape[1] > 0, shape[1] < 1 << 20 else {
      throw Problem(reason: "its shape is (\(shape.map(String.init).joined(separator: ", "))); expected (vectors, numbers)")
    }
    return Contents(rows: shape[0], columns: shape[1], element: element, byteCount: byteCount)
  }

  /// What stands behind a key, to the end of the text.
  private static func member(_ key: String, in text: String) -> Substring? {
    guard let range = text.range(of: "'\(key)'") else { return nil }
    let rest = text[range.upperBound...].drop { $0 == " " }
    guard rest.first == ":" else { return nil }
    return rest.dropFirst().drop { $0 == " " }
  }

  private static func quoted(_ key: String, in text: String) -> String? {
    guard let value = member(key, in: text), value.first == "'" else { return nil }
    return String(value.dropFirst().prefix { $0 != "'" })
  }

  /// The numbers of a tuple.
  private static func numbers(_ text: Substring) -> [Int]? {
    guard text.first == "(", let end = text.firstIndex(of: ")") else { return nil }
    let parts = text[text.index(after: text.startIndex)..<end].split(separator: ",").map { $0.filter { $0 != " " } }
    let numbers = parts.filter { !$0.isEmpty }.map { Int($0) }
    return numbers.contains(nil) ? nil : numbers.compactMap { $0 }
  }
}
