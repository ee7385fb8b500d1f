/// When a writer flushes without being asked; `flush()` does so at any time.
package struct FlushPolicy: Sendable {
  /// The least time between two flushes while results arrive.
  package var interval: Duration
  /// The least time between two calls of `fsync`, which brings the file to the disk, where it survives a crash of the
  /// machine too. It is also called at the end. A call in every flush would burden a disk that many share.
  package var synchronizationInterval: Duration
  /// The least time between two copies for readers, `FILE.live.h5`; no copies are made where nil.
  package var liveCopyInterval: Duration?
  /// How many bytes of memory rows that wait for a flush may take.
  package var bufferLimit: Int

  /// A policy with the default values of what is not given.
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
