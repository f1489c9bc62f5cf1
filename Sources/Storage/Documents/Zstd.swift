internal import CZstd
internal import Synchronization

/// What a zstd call went wrong with.
struct ZstdFailure: Error, CustomStringConvertible {
  let description: String
}

private func checked(_ result: Int) throws -> Int {
  if ZSTD_isError(result) == 0 { return result }
  throw ZstdFailure(description: unsafe String(cString: ZSTD_getErrorName(result)))
}

/// Trains a dictionary on samples laid end to end; nil when zstd finds nothing to learn from them.
func trainDictionary(samples: [UInt8], sizes: [Int], capacity: Int) -> [UInt8]? {
  var dictionary = [UInt8](repeating: 0, count: capacity)
  let length = unsafe dictionary.withUnsafeMutableBytes { target in
    unsafe samples.withUnsafeBytes { source in
      unsafe ZDICT_trainFromBuffer(target.baseAddress, target.count, source.baseAddress, sizes, UInt32(clamping: sizes.count))
    }
  }
  guard ZDICT_isError(length) == 0 else { return nil }
  return Array(dictionary.prefix(length))
}

/// Contexts for one kind of work, reused by whoever works next.
@safe private final class Contexts: Sendable {
  @safe private struct Handle: @unchecked Sendable { let pointer: OpaquePointer }  // used by one thread at a time
  private let idle = Mutex<[Handle]>([])
  private let free: @Sendable (OpaquePointer) -> Void

  init(free: @escaping @Sendable (OpaquePointer) -> Void) { unsafe self.free = free }

  deinit { idle.withLock { for handle in $0 { unsafe free(handle.pointer) } } }

  func take() -> OpaquePointer? { unsafe idle.withLock { unsafe $0.popLast()?.pointer } }

  func put(_ pointer: OpaquePointer) {
    let handle = unsafe Handle(pointer: pointer)
    idle.withLock { $0.append(handle) }
  }
}

/// Makes frames that carry their size and a checksum; the same bytes give the same frame on every thread.
@safe final class FrameCompressor: @unchecked Sendable {  // the dictionary is only read
  private let dictionary: OpaquePointer?
  private let contexts = unsafe Contexts { unsafe _ = ZSTD_freeCCtx($0) }
  static let level: Int32 = 3

  /// Without a dictionary when `bytes` is nil.
  init(dictionary bytes: [UInt8]?) {
    unsafe dictionary = bytes.flatMap { bytes in
      unsafe bytes.withUnsafeBytes { unsafe ZSTD_createCDict($0.baseAddress, $0.count, FrameCompressor.level) }
    }
  }

  deinit { unsafe _ = ZSTD_freeCDict(dictionary) }

  func compress(_ bytes: [UInt8]) throws -> [UInt8] {
    guard let context = unsafe contexts.take() ?? ZSTD_createCCtx() else {
      throw ZstdFailure(description: "no memory to compress")
    }
    defer { unsafe contexts.put(context) }
    unsafe _ = try checked(ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, FrameCompressor.level))
    unsafe _ = try checked(ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1))
    unsafe _ = try checked(ZSTD_CCtx_setParameter(context, ZSTD_c_dictIDFlag, 0))
    unsafe _ = try checked(ZSTD_CCtx_refCDict(context, dictionary))
    return try unsafe [UInt8](unsafeUninitializedCapacity: ZSTD_compressBound(bytes.count)) { target, count in
      count = try unsafe bytes.withUnsafeBytes {
        unsafe try checked(ZSTD_compress2(context, target.baseAddress, target.count, $0.baseAddress, $0.count))
      }
    }
  }
}

/// Unpacks frames; safe on damaged ones.
@safe final class FrameDecompressor: @unchecked Sendable {  // the dictionary is only read
  private let dictionary: OpaquePointer?
  private let contexts = unsafe Contexts { unsafe _ = ZSTD_freeDCtx($0) }

  /// Without a dictionary when `bytes` is nil.
  init(dictionary bytes: RawSpan?) {
    if let bytes {
      unsafe dictionary = bytes.withUnsafeBytes { unsafe ZSTD_createDDict($0.baseAddress, $0.count) }
    } else {
      unsafe dictionary = nil
    }
  }

  deinit { unsafe _ = ZSTD_freeDDict(dictionary) }

  func decompress(_ frame: RawSpan) throws -> [UInt8] {
    let size = unsafe frame.withUnsafeBytes { unsafe ZSTD_getFrameContentSize($0.baseAddress, $0.count) }
    guard size <= 2 * UInt64(DocumentLayout.longestItem) else { throw ZstdFailure(description: "its size is not credible") }
    guard let context = unsafe contexts.take() ?? ZSTD_createDCtx() else { throw ZstdFailure(description: "no memory to unpack") }
    defer { unsafe contexts.put(context) }
    unsafe _ = try checked(ZSTD_DCtx_refDDict(context, dictionary))
    return try unsafe [UInt8](unsafeUninitializedCapacity: Int(size)) { target, count in
      count = try unsafe frame.withUnsafeBytes {
        unsafe try checked(ZSTD_decompressDCtx(context, target.baseAddress, target.count, $0.baseAddress, $0.count))
      }
    }
  }
}
