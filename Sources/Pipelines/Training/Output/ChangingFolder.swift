internal import Foundation

/// Makes, moves and removes files of a folder; what Foundation says of a failure becomes an error with the folder's name and what to do.
func changingFolder<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
  do { return try body() } catch let error as CocoaError {
    let cause = unsafe error.userInfo[NSUnderlyingErrorKey] as? NSError
    let reason = cause.map { $0.domain == NSPOSIXErrorDomain ? unsafe String(cString: strerror(Int32($0.code))) : "\($0)" }
    throw PipelinesError.input(
      reason: "\(path) cannot be changed: \(reason ?? error.localizedDescription); give --output a folder that can be written")
  }
}
