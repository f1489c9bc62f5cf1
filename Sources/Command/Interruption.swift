internal import Dispatch
internal import Files
internal import Foundation
internal import Storage
internal import Synchronization

/// Ctrl-C and termination: unfinished files are removed, what was published stays, and the exit code says which signal it was.
///
/// A command that has more to save asks to be waited for; it looks at `wasAsked` and ends by itself. A second signal does not wait.
enum Interruption {
  private static let signal = Atomic<Int32>(0)
  private static let waits = Mutex<String?>(nil)

  /// True once a signal has come.
  static var wasAsked: Bool { signal.load(ordering: .acquiring) != 0 }

  /// 130 or 143.
  static var exitCode: Int32 { 128 + signal.load(ordering: .acquiring) }

  /// From now on the first signal only sets `wasAsked` and says what the command still does.
  static func waitForWork(_ saying: String) { waits.withLock { $0 = saying } }

  /// From now on a signal ends the process at once.
  static func endAtOnce() { waits.withLock { $0 = nil } }

  static func install() {
    Foundation.signal(SIGPIPE, SIG_IGN)
    for number in [SIGINT, SIGTERM] {
      Foundation.signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInteractive))
      source.setEventHandler { received(number) }
      source.resume()
      unsafe _ = Unmanaged.passRetained(source as AnyObject)  // it listens until the process ends
    }
  }

  private static func received(_ number: Int32) {
    let isFirst = signal.exchange(number, ordering: .acquiringAndReleasing) == 0
    if isFirst, let saying = waits.withLock({ $0 }) { return Exit.sayBelow("winnow: \(saying); once more ends at once") }
    AtomicFile.removeUnfinished()
    StoreWriter.removeUnfinished()
    Exit.sayBelow("winnow: interrupted; what was finished is kept: run the same command again to do the rest")
    _exit(128 + number)
  }
}
