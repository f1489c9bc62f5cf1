internal import CKernels
internal import Foundation

/// A ceiling on the process's anonymous memory (mapped file pages not counted). Long jobs ask it between batches.
public struct MemoryBudget: Sendable {
  /// More anonymous memory is in use than was allowed.
  public struct Exceeded: Error, CustomStringConvertible, Equatable {
    /// Bytes in use when it was noticed.
    public var used: Int
    /// The ceiling in bytes.
    public var limit: Int

    /// Says both figures and what to do.
    public var description: String {
      "this job needs more memory than allowed: \(MemoryBudget.text(used)) in use, --memory \(MemoryBudget.text(limit)). "
        + "Give a higher --memory, or fewer documents at a time; what was published before is untouched."
    }
  }

  /// The ceiling in bytes; nil for none.
  public let limit: Int?

  /// A ceiling, or none.
  public init(limit: Int?) { self.limit = limit }

  /// Reads "512M", "2G", "1.5GiB" or a number of bytes; units are powers of 1,024. Nil when it is none of these or not positive.
  public static func bytes(from text: String) -> Int? {
    var digits = text.uppercased()
    for suffix in ["IB", "B"] where digits.hasSuffix(suffix) {
      digits.removeLast(suffix.count)
      break
    }
    let powers: [Character: Double] = ["K": 1024, "M": 1_048_576, "G": 1_073_741_824, "T": 1_099_511_627_776]
    var scale = 1.0
    if let last = digits.last, let power = powers[last] {
      scale = power
      digits.removeLast()
    }
    guard let value = Double(digits), value > 0, value * scale < 1e15 else { return nil }
    return Int(value * scale)
  }

  /// Bytes of anonymous memory in use now, as the kernel counts them; nil where it does not say.
  public static func anonymousBytes() -> Int? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("RssAnon:") }),
      let kilobytes = line.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int($0) })
    else { return nil }
    return kilobytes * 1024
  }

  /// Gives memory that was freed back to the system.
  public static func trim() { ck_trim_memory() }

  /// With a ceiling, large blocks are given back as soon as they are freed, so that what is reserved stays near what is used. For the rest of
  /// the process; blocks of 1 MiB and more, of which a job has few, cost their pages anew.
  public func keepTight() { if limit != nil { ck_map_blocks_from(1 << 20) } }

  /// Throws when the ceiling is passed.
  public func check() throws(Exceeded) {
    guard let limit, let used = MemoryBudget.anonymousBytes(), used > limit else { return }
    throw Exceeded(used: used, limit: limit)
  }

  /// Bytes for people: "1.5 GiB".
  public static func text(_ bytes: Int) -> String {
    let units = ["bytes", "KiB", "MiB", "GiB", "TiB"]
    var value = Double(bytes)
    var unit = 0
    while value >= 1024, unit < units.count - 1 {
      value /= 1024
      unit += 1
    }
    return unit == 0 ? "\(bytes) bytes" : "\((value * 10).rounded() / 10) \(units[unit])"
  }
}
