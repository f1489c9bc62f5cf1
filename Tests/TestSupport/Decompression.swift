internal import CZlib
internal import CZstd

/// Whole-file gzip and zstd for tests, independent of the module `Files`, which has its own tests.
public enum Decompression {
  /// What was wrong with a compressed file.
  public struct Failure: Error, CustomStringConvertible {
    /// The file and what was wrong.
    public let description: String
  }

  /// Decompresses bytes that begin as gzip or zstd frames do; other bytes are returned as they are.
  public static func plain(_ bytes: [UInt8], name: String) throws -> [UInt8] {
    if bytes.starts(with: [0x1F, 0x8B]) { return try gunzip(bytes, name: name) }
    if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return try unzstd(bytes, name: name) }
    return bytes
  }

  private static func gunzip(_ bytes: [UInt8], name: String) throws -> [UInt8] {
    var stream = unsafe z_stream()
    guard unsafe inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw Failure(description: "\(name): zlib would not start")
    }
    defer { unsafe _ = inflateEnd(&stream) }
    var input = bytes
    var block = [UInt8](repeating: 0, count: 1 << 18)
    var plain: [UInt8] = []
    let size = UInt32(clamping: input.count)
    var status = Z_OK
    try unsafe input.withUnsafeMutableBufferPointer { source in
      unsafe stream.next_in = source.baseAddress
      unsafe stream.avail_in = size
      while unsafe stream.avail_in > 0 {
        status = unsafe inflate(&stream, into: &block, &plain)
        // A further member may follow the end of one.
        if status == Z_STREAM_END {
          unsafe _ = inflateReset(&stream)
        } else if status != Z_OK {
          throw Failure(description: "\(name): not whole gzip data (zlib status \(status))")
        }
      }
      while status == Z_OK { status = unsafe inflate(&stream, into: &block, &plain) }
    }
    guard status == Z_STREAM_END else { throw Failure(description: "\(name): gzip data ends early") }
    return plain
  }

  private static func inflate(_ stream: inout z_stream, into block: inout [UInt8], _ plain: inout [UInt8]) -> Int32 {
    let (status, count) = unsafe block.withUnsafeMutableBufferPointer { target in
      unsafe stream.next_out = target.baseAddress
      unsafe stream.avail_out = UInt32(target.count)
      let status = unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
      return (status, target.count - Int(unsafe stream.avail_out))
    }
    plain.append(contentsOf: block[..<count])
    return status
  }

  private static func unzstd(_ bytes: [UInt8], name: String) throws -> [UInt8] {
    guard let context = unsafe ZSTD_createDCtx() else { throw Failure(description: "\(name): zstd would not start") }
    defer { unsafe _ = ZSTD_freeDCtx(context) }
    var block = [UInt8](repeating: 0, count: ZSTD_DStreamOutSize())
    var plain: [UInt8] = []
    var status = 0
    try unsafe bytes.withUnsafeBytes { source in
      var input = unsafe ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
      var filled = 0
      repeat {
        filled = unsafe block.withUnsafeMutableBytes { target in
          var output = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
          status = unsafe ZSTD_decompressStream(context, &output, &input)
          return unsafe output.pos
        }
        guard ZSTD_isError(status) == 0 else { throw Failure(description: "\(name): not zstd data") }
        plain.append(contentsOf: block[..<filled])
      } while unsafe input.pos < input.size || (status != 0 && filled == block.count)
    }
    guard status == 0 else { throw Failure(description: "\(name): zstd data ends early") }
    return plain
  }
}
