internal import Dispatch
internal import Files
internal import Foundation
internal import Storage

/// Ctrl-C and termination: unfinished files are removed, what was published stays, and the exit code says which signal it was.
enum Interruption {
  static func install() {
    signal(SIGPIPE, SIG_IGN)
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInteractive))
      source.setEventHandler {
        AtomicFile.removeUnfinished()
        StoreWriter.removeUnfinished()
        Exit.say("\nwinnow: interrupted; what was finished is kept: run the same command again to do the rest")
        _exit(128 + number)
      }
      source.resume()
      unsafe _ = Unmanaged.passRetained(source as AnyObject)  // it listens until the process ends
    }
  }
}
