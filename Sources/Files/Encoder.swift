internal import CZlib
internal import CZstd

/// Compresses bytes on their way to a file.
protocol Encoder: AnyObject {
  /// Encodes bytes into `output`, which it appends to; `isLast` ends the stream.
  func encode(_ bytes: UnsafeRawBufferPointer, isLast: Bool, into output: inout [UInt8])
}

/// One gzip member, without a time stamp so that the same bytes make the same file.
@safe final class GzipEncoder: Encoder {
  private let stream: UnsafeMutablePointer<z_stream>
  private var room = [UInt8](repeating: 0, count: 128 << 10)

  init() {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    unsafe _ = deflateInit2_(
      stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
  }

  deinit {
    unsafe deflateEnd(stream)
    unsafe stream.deallocate()
  }

  func encode(_ bytes: UnsafeRawBufferPointer, isLast: Bool, into output: inout [UInt8]) {
    unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    unsafe stream.pointee.avail_in = UInt32(bytes.count)
    var isDone = false
    while !isDone {
      let count = unsafe room.withUnsafeMutableBufferPointer { room in
        unsafe stream.pointee.next_out = room.baseAddress
        unsafe stream.pointee.avail_out = UInt32(room.count)
        unsafe deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
        return unsafe room.count - Int(stream.pointee.avail_out)
      }
      output.append(contentsOf: room[..<count])
      isDone = count < room.count
    }
  }
}

/// One zstd frame with a checksum.
@safe final class ZstdEncoder: Encoder {
  private let stream: OpaquePointer?
  private var room = [UInt8](repeating: 0, count: 128 << 10)

  init() {
    unsafe stream = ZSTD_createCStream()
    unsafe _ = ZSTD_CCtx_setParameter(stream, ZSTD_c_compressionLevel, 3)
    unsafe _ = ZSTD_CCtx_setParameter(stream, ZSTD_c_checksumFlag, 1)
  }

  deinit { unsafe _ = ZSTD_freeCStream(stream) }

  func encode(_ bytes: UnsafeRawBufferPointer, isLast: Bool, into output: inout [UInt8]) {
    var source = unsafe ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
    var isDone = false
    while !isDone {
      let (count, remaining) = unsafe room.withUnsafeMutableBytes { room in
        var target = unsafe ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
        let remaining = unsafe ZSTD_compressStream2(stream, &target, &source, isLast ? ZSTD_e_end : ZSTD_e_continue)
        return unsafe (target.pos, remaining)
      }
      output.append(contentsOf: room[..<count])
      isDone = unsafe isLast ? remaining == 0 : source.pos == source.size
    }
  }
}
