import CMPI

/// A message that is being received. MPI writes its bytes until `isDone()`.
final class PendingReceive {
  let source: Int
  let tag: Int
  private var message: cmpi_message
  private let buffer: UnsafeMutableRawBufferPointer
  private var request = cmpi_request()
  private var ownsBuffer = true

  init(_ found: cmpi_message) {
    message = found
    source = Int(found.source)
    tag = Int(found.tag)
    buffer = .allocate(byteCount: Int(found.count), alignment: 8)
  }

  deinit { if ownsBuffer { buffer.deallocate() } }

  func start() -> Int32 { cmpi_start_receive(buffer.baseAddress, &message, &request) }

  /// Whether all bytes have arrived.
  ///
  /// - Throws: `MessagePassingError.lost` where they never will; MPI may not know that this is because their sender is
  ///   gone. It must not be called again then: MPI has forgotten the message, and would call it done.
  func isDone() throws(MessagePassingError) -> Bool {
    var isDone: Int32 = 0
    do { try check(cmpi_test(&request, &isDone), "MPI_Test") } catch {
      throw .lost(process: source, explanation: "\(error)")
    }
    return isDone != 0
  }

  var bytes: [UInt8] { Array(buffer) }

  /// Leaves the memory to MPI for good: a transfer that never ended may still write to it.
  func abandon() { ownsBuffer = false }
}
