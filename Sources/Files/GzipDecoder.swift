internal import CZlib

/// Inflates concatenated gzip members (RFC 1952). Zero bytes after the last member are padding, as gzip(1) has it.
@safe final class GzipDecoder {
  private let input: InputBuffer
  private let stream: UnsafeMutablePointer<z_stream>
  private var isBetweenMembers = false
  private var isPadding = false

  init(input: InputBuffer) {
    self.input = input
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // 15: the largest window; + 16: expect gzip headers.
    unsafe _ = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Decodes at least one byte unless the data has ended (0).
  func read(into output: UnsafeMutableRawBufferPointer) throws(FilesError) -> Int {
    while true {
      let hasInput = try input.hasBytes()
      if isBetweenMembers {
        if !hasInput { return 0 }
        try startNextMember()
        continue
      }
      let produced = unsafe try inflateStep(into: output, hasInput: hasInput)
      if produced > 0 { return produced }
    }
  }

  private func inflateStep(into output: UnsafeMutableRawBufferPointer, hasInput: Bool) throws(FilesError) -> Int {
    let available = unsafe input.available
    let room = min(output.count, 1 << 30)
    unsafe stream.pointee.next_in = UnsafeMutablePointer(
      mutating: available.baseAddress?.assumingMemoryBound(to: UInt8.self))
    unsafe stream.pointee.avail_in = UInt32(available.count)
    unsafe stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.avail_out = UInt32(room)
    let code = unsafe inflate(stream, Z_NO_FLUSH)
    unsafe input.consume(available.count - Int(stream.pointee.avail_in))
    let produced = unsafe room - Int(stream.pointee.avail_out)
    try check(code, hasInput: hasInput, produced: produced)
    return produced
  }

  private func check(_ code: Int32, hasInput: Bool, produced: Int) throws(FilesError) {
    switch code {
    case Z_STREAM_END: isBetweenMembers = true
    case Z_OK, Z_BUF_ERROR:
      if !hasInput && produced == 0 {
        throw .truncated(path: input.source.path, compression: .gzip, offset: input.offset)
      }
    default:
      let words = unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "zlib error \(code)"
      throw corrupt(words)
    }
  }

  /// Postcondition: inside a member, or padding was consumed.
  private func startNextMember() throws(FilesError) {
    if !isPadding, unsafe input.available.first == 0x1f {
      unsafe inflateReset(stream)
      isBetweenMembers = false
      return
    }
    isPadding = true
    while input.count > 0 {
      if unsafe input.available.first != 0 { throw corrupt("bytes that are not gzip after the end") }
      input.consume(1)
    }
  }

  private func corrupt(_ reason: String) -> FilesError {
    .corrupt(path: input.source.path, compression: .gzip, offset: input.offset, reason: reason)
  }
}
