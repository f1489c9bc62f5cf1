internal import Bytes

/// The payload of one extent, straight from the map: no copy, valid as long as this object lives, 64-byte aligned.
///
/// The file behind it is immutable: a publication renames another file over the name and leaves this one to its readers.
@safe public final class MappedExtent: @unchecked Sendable {  // the memory never changes
  /// Where it is stored.
  public let key: ExtentKey
  /// Number of the first item in it, in the writer's own counting.
  public let firstItem: UInt64
  /// Number of items in it.
  public let itemCount: Int
  /// Payload size.
  public let byteCount: Int
  private let environment: Environment
  private let base: UnsafeRawPointer
  private let checksum: UInt64

  /// Precondition: `value` lies in the environment's map, which the new object keeps open.
  init(_ value: RawSpan, key: ExtentKey, environment: Environment) throws {
    let header = try ExtentHeader.decode(value, key: key, path: environment.path)
    self.key = key
    self.environment = environment
    firstItem = header.firstItem
    itemCount = Int(header.itemCount)
    byteCount = Int(header.payloadBytes)
    checksum = header.checksum
    unsafe base = value.withUnsafeBytes { unsafe $0.baseAddress! + ExtentHeader.byteCount }
    guard unsafe UInt(bitPattern: base) % 64 == 0 else {
      throw StorageError.damaged(path: environment.path, key: key, reason: "the payload is not aligned")
    }
  }

  /// The payload. Keep the extent in a constant while its bytes are in use: `let extent = ...; let bytes = extent.bytes`.
  public var bytes: RawSpan {
    @_lifetime(borrow self) get {
      let span = unsafe RawSpan(_unsafeStart: base, byteCount: byteCount)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The payload as 32-bit numbers; a rest of fewer than four bytes is left out.
  public var uint32s: Span<UInt32> {
    @_lifetime(borrow self) get { unsafe _overrideLifetime(elements(UInt32.self), borrowing: self) }
  }

  /// The payload as 64-bit numbers; a rest of fewer than eight bytes is left out.
  public var uint64s: Span<UInt64> {
    @_lifetime(borrow self) get { unsafe _overrideLifetime(elements(UInt64.self), borrowing: self) }
  }

  /// The payload as floats; a rest of fewer than four bytes is left out.
  public var floats: Span<Float> {
    @_lifetime(borrow self) get { unsafe _overrideLifetime(elements(Float.self), borrowing: self) }
  }

  /// The payload as bytes one can index.
  public var uint8s: Span<UInt8> {
    @_lifetime(borrow self) get { unsafe _overrideLifetime(elements(UInt8.self), borrowing: self) }
  }

  /// An error that names this extent.
  func damaged(_ reason: String) -> StorageError { .damaged(path: environment.path, key: key, reason: reason) }

  /// The 48 bytes before the payload.
  var header: [UInt8] {
    unsafe [UInt8](UnsafeRawBufferPointer(start: base - ExtentHeader.byteCount, count: ExtentHeader.byteCount))
  }

  /// Every pattern of bits is a value of the number types this is used with, and the base is aligned for all of them.
  @_lifetime(borrow self)
  private func elements<Element: BitwiseCopyable>(_ type: Element.Type) -> Span<Element> {
    let count = byteCount / MemoryLayout<Element>.stride
    let span = unsafe Span(_unsafeStart: base.assumingMemoryBound(to: Element.self), count: count)
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  /// Reads the whole payload and compares its checksum.
  /// - Throws: `StorageError.damaged` with the key.
  public func verify() throws {
    guard Digest.checksum(bytes) == checksum else {
      throw damaged("the payload does not match its checksum")
    }
  }
}
