/// When a writer flushes by itself; `flush()` does so at any time.
package struct FlushPolicy: Sendable {
  /// Under load, at most this often.
  package var interval: Duration
  /// At most this often, and at the end, the file is brought to the disk (`fsync`), where it survives the death of the
  /// machine too. Every flush would be hard on a disk that many share.
  package var synchronizationInterval: Duration
  /// How often to replace a copy for readers, `FILE.live.h5`; none is made where nil.
  package var liveCopyInterval: Duration?
  /// Memory that rows on their way may take.
  package var bufferLimit: Int

  package init(
    interval: Duration = .milliseconds(500), synchronizationInterval: Duration = .seconds(10),
    liveCopyInterval: Duration? = nil, bufferLimit: Int = 33_554_432
  ) {
    self.interval = interval
    self.synchronizationInterval = synchronizationInterval
    self.liveCopyInterval = liveCopyInterval
    self.bufferLimit = bufferLimit
  }
}
