import CMPI

/// A message that is being sent. MPI reads its bytes, which therefore stay where they are, until `isDone()`.
final class PendingSend {
  let destination: Int
  private let buffer: UnsafeMutableRawBufferPointer
  private let count: Int32
  private var request = cmpi_request()
  private var ownsBuffer = true

  init(_ bytes: [UInt8], to destination: Int, count: Int32) {
    self.destination = destination
    self.count = count
    buffer = .allocate(byteCount: bytes.count, alignment: 8)
    buffer.copyBytes(from: bytes)
  }

  deinit { if ownsBuffer { buffer.deallocate() } }

  func start(tag: Int32) -> Int32 {
    cmpi_start_send(buffer.baseAddress, count, Int32(destination), tag, &request)
  }

  /// Whether the bytes have left, or never will because the receiver is known to be gone.
  ///
  /// - Throws: `MessagePassingError.lost` where they never will be, and MPI may not know that this is why.
  func isDone() throws(MessagePassingError) -> Bool {
    var isDone: Int32 = 0
    let status = cmpi_test(&request, &isDone)
    if cmpi_is_process_loss(status) != 0 { return true }
    do { try check(status, "MPI_Test") } catch {
      throw .lost(process: destination, explanation: "\(error)")
    }
    return isDone != 0
  }

  /// Leaves the memory to MPI for good, which may still read it after a send is cancelled.
  func abandon() { ownsBuffer = false }
}
