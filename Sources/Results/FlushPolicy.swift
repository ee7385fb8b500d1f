/// When a writer flushes by itself; `flush()` does so at any time.
public struct FlushPolicy: Sendable {
  /// Under load, at most this often.
  public var interval: Duration
  /// Memory that rows on their way may take.
  public var bufferLimit: Int

  public init(interval: Duration = .milliseconds(500), bufferLimit: Int = 33_554_432) {
    self.interval = interval
    self.bufferLimit = bufferLimit
  }
}
