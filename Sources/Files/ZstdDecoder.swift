internal import CZstd

/// Decodes concatenated zstd frames (RFC 8878), skippable ones included.
@safe final class ZstdDecoder {
  private let input: InputBuffer
  private let stream: OpaquePointer?
  private var isBetweenFrames = true

  init(input: InputBuffer) {
    self.input = input
    unsafe stream = ZSTD_createDStream()
    // Accept `zstd --long=31`; memory is only taken when a frame asks for it.
    unsafe _ = ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, 31)
  }

  deinit { unsafe _ = ZSTD_freeDStream(stream) }

  /// Decodes at least one byte unless the data has ended (0).
  func read(into output: UnsafeMutableRawBufferPointer) throws(FilesError) -> Int {
    while true {
      let hasInput = try input.hasBytes()
      if isBetweenFrames && !hasInput { return 0 }
      let produced = unsafe try step(into: output)
      if produced > 0 { return produced }
      if !hasInput { throw .truncated(path: input.source.path, compression: .zstd, offset: input.offset) }
    }
  }

  private func step(into output: UnsafeMutableRawBufferPointer) throws(FilesError) -> Int {
    let available = unsafe input.available
    var source = unsafe ZSTD_inBuffer(src: available.baseAddress, size: available.count, pos: 0)
    var target = unsafe ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
    let hint = unsafe ZSTD_decompressStream(stream, &target, &source)
    if ZSTD_isError(hint) != 0 {
      let words = unsafe String(cString: ZSTD_getErrorName(hint))
      throw .corrupt(path: input.source.path, compression: .zstd, offset: input.offset, reason: words)
    }
    unsafe input.consume(source.pos)
    isBetweenFrames = hint == 0
    return unsafe target.pos
  }
}
