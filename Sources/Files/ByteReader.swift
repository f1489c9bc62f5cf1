internal import Bytes

/// Streams the bytes of a file: plain, gzip or zstd, told by content, never by name. "-" is standard input.
///
/// Concatenated gzip members and zstd frames read as one. Compressed data that is cut or damaged is an error with the
/// path and the offset in the stored file, never a silent end.
public final class ByteReader {
  /// The path as given.
  public let path: String
  /// How the stored file is compressed.
  public let compression: Compression
  /// Bytes handed out so far (after decompression).
  public private(set) var byteCount = 0
  /// How much of the stored, perhaps compressed file has been used up.
  public var storedOffset: Int { input.offset }
  private let input: InputBuffer
  private let decoder: Decoder
  private let contents: Digest?

  private enum Decoder {
    case plain
    case gzip(GzipDecoder)
    case zstd(ZstdDecoder)
  }

  /// Opens a file. With `digesting`, `digest` follows the bytes handed out (a few hundredths of the reading time).
  public init(path: String, digesting: Bool = false) throws(FilesError) {
    self.path = path
    input = InputBuffer(source: try Descriptor(reading: path))
    let first = try input.peek(4)
    compression = Compression(firstBytes: first)
    contents = digesting ? Digest() : nil
    switch compression {
    case .none: decoder = .plain
    case .gzip: decoder = .gzip(GzipDecoder(input: input))
    case .zstd: decoder = .zstd(ZstdDecoder(input: input))
    }
    if compression == .none, first.count < 4, Compression(fileName: path) != .none {
      throw .truncated(path: path, compression: Compression(fileName: path), offset: first.count)
    }
  }

  /// XXH3-128 digest of the bytes handed out so far, in hexadecimal; nil unless opened with `digesting`.
  public var digest: String? { contents?.hex }

  /// The next bytes: at least one and at most `count`; empty at the end.
  public func read(upTo count: Int) throws(FilesError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: max(1, count))
    let read = try read(into: &bytes, from: 0)
    bytes.removeLast(bytes.count - read)
    return bytes
  }

  /// Overwrites `bytes[start...]`, at least one byte of it unless the file has ended; returns how many.
  public func read(into bytes: inout [UInt8], from start: Int) throws(FilesError) -> Int {
    var span = bytes.mutableSpan
    let count = unsafe try span.withUnsafeMutableBytes { (all) throws(FilesError) in
      unsafe try read(into: UnsafeMutableRawBufferPointer(rebasing: all[start...]))
    }
    return count
  }

  /// Overwrites `bytes[start...]` until it is full or the file has ended; returns how many bytes were written.
  public func fill(_ bytes: inout [UInt8], from start: Int) throws(FilesError) -> Int {
    var end = start
    while end < bytes.count {
      let count = try read(into: &bytes, from: end)
      if count == 0 { break }
      end += count
    }
    return end - start
  }

  private func read(into output: UnsafeMutableRawBufferPointer) throws(FilesError) -> Int {
    if unsafe output.isEmpty { return 0 }
    let count =
      switch decoder {
      case .plain: unsafe try readPlain(into: output)
      case .gzip(let gzip): unsafe try gzip.read(into: output)
      case .zstd(let zstd): unsafe try zstd.read(into: output)
      }
    byteCount += count
    if let contents {
      unsafe contents.update(UnsafeRawBufferPointer(rebasing: output[..<count]).bytes)
    }
    return count
  }

  /// First what was read to look at, then straight from the file.
  private func readPlain(into output: UnsafeMutableRawBufferPointer) throws(FilesError) -> Int {
    if input.count == 0 { return unsafe try input.source.read(into: output) }
    let count = min(input.count, output.count)
    unsafe output.copyMemory(from: UnsafeRawBufferPointer(rebasing: input.available[..<count]))
    input.consume(count)
    return count
  }
}

/// The whole contents of a file, decompressed. "-" is standard input.
public func readWhole(path: String) throws(FilesError) -> [UInt8] {
  let reader = try ByteReader(path: path)
  var bytes = [UInt8](repeating: 0, count: 64 << 10)
  var end = 0
  while true {
    end += try reader.fill(&bytes, from: end)
    if end < bytes.count { break }
    bytes.append(contentsOf: repeatElement(0, count: bytes.count))
  }
  bytes.removeLast(bytes.count - end)
  return bytes
}

/// XXH3-128 digest of a file's contents after decompression, in hexadecimal: the same for `x`, `x.gz` and `x.zst`.
public func contentDigest(path: String) throws(FilesError) -> String {
  let reader = try ByteReader(path: path, digesting: true)
  var bytes = [UInt8](repeating: 0, count: 256 << 10)
  while try reader.read(into: &bytes, from: 0) > 0 {}
  return reader.digest ?? ""
}
