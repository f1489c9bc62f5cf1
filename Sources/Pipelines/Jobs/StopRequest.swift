/// The wish of whoever runs a job that it stop: Ctrl-C, on the command line.
public struct StopRequest: Sendable {
  /// True once it was uttered.
  public var wasUttered: @Sendable () -> Bool = { false }
  /// Told true by a job that looks at `wasUttered` from now on and commits its work before it stops, false by one that no longer does.
  public var isHeeded: @Sendable (Bool) -> Void = { _ in }

  /// A request that never comes.
  public init() {}
}
