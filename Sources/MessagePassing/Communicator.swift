import CMPI

/// A message that has arrived: its bytes, its sender and its tag.
package struct Message: Equatable, Sendable {
  /// The rank of the process that sent it, from 0.
  package let source: Int
  /// The number that the sender gave it to tell kinds of messages apart; 0 unless it was given another.
  package let tag: Int
  /// What `MessageEncoder` wrote, for a `MessageDecoder` to read.
  package let bytes: [UInt8]

  package init(source: Int, tag: Int = 0, bytes: [UInt8]) {
    self.source = source
    self.tag = tag
    self.bytes = bytes
  }
}

/// The processes that one launcher started, and the messages between any two of them.
///
/// There are only point-to-point messages: a collective would wait forever for a process that was lost. One thread,
/// the one that started MPI, may use a communicator.
package final class Communicator {
  /// This process's rank, from 0.
  package let rank: Int
  /// How many processes the job was started with, this one and lost ones included.
  package let size: Int
  private var sends: [PendingSend] = []
  private var arrivals: [PendingReceive] = []

  /// The communicator of all processes of the job, with errors returned rather than fatal. MPI must have been started.
  init() throws(MessagePassingError) {
    try check(cmpi_return_errors(), "MPI_Comm_set_errhandler")
    var rank: Int32 = 0
    var size: Int32 = 0
    try check(cmpi_rank(&rank), "MPI_Comm_rank")
    try check(cmpi_size(&size), "MPI_Comm_size")
    self.rank = Int(rank)
    self.size = Int(size)
  }

  /// Sends `bytes` and waits until they have left, which can be forever where `destination` is gone.
  ///
  /// - Throws: `MessagePassingError.tooLong` for more than 2³¹ − 1 bytes, `.call` where MPI reports a failure.
  package func send(
    _ bytes: [UInt8], to destination: Int, tag: Int = 0
  ) throws(MessagePassingError) {
    let count = try countable(bytes)
    try check(cmpi_send(bytes, count, Int32(destination), Int32(tag)), "MPI_Send")
  }

  /// Begins to send `bytes` and returns at once, whether or not `destination` still exists.
  ///
  /// The bytes are kept until they have left, which `progress()` or a later call finds out.
  ///
  /// - Throws: `MessagePassingError.lost` where MPI reports that `destination` cannot be reached, `.tooLong` for more
  ///   than 2³¹ − 1 bytes.
  package func startSend(
    _ bytes: [UInt8], to destination: Int, tag: Int = 0
  ) throws(MessagePassingError) {
    let send = PendingSend(bytes, to: destination, count: try countable(bytes))
    let status = send.start(tag: Int32(tag))
    guard cmpi_is_process_loss(status) == 0 else { return }
    do { try check(status, "MPI_Isend") } catch {
      throw .lost(process: destination, explanation: "\(error)")
    }
    if try !send.isDone() { sends.append(send) }
  }

  /// How many messages have been begun and have not left yet.
  package var unsentCount: Int { sends.count }

  /// Lets MPI work, and forgets the messages that have left.
  ///
  /// - Throws: `MessagePassingError.lost` once for a message that broke off; all that was under way to and from its
  ///   receiver is then abandoned.
  package func progress() throws(MessagePassingError) {
    guard !sends.isEmpty else { return }
    var waiting: [PendingSend] = []
    for send in sends where try !isDone(send) { waiting.append(send) }
    sends = waiting
  }

  /// Gives up the messages to and from a process that was lost. Their memory is never freed, as MPI may still use it.
  package func abandon(_ process: Int) {
    for send in sends where send.destination == process { send.abandon() }
    sends.removeAll { $0.destination == process }
    for arrival in arrivals where arrival.source == process { arrival.abandon() }
    arrivals.removeAll { $0.source == process }
  }

  /// The next message, or nil at once where none has arrived in full.
  ///
  /// It never waits, because a long message whose sender dies while it is under way would never end. Messages from one
  /// process come in the order in which it sent them.
  ///
  /// - Throws: `MessagePassingError.lost` once for a message that broke off; all that was under way to and from that
  ///   process is then abandoned. `.call` where MPI reports another failure.
  package func receive() throws(MessagePassingError) -> Message? {
    try progress()
    if let found = try find() {
      let arrival = PendingReceive(found)
      let status = arrival.start()
      if cmpi_is_process_loss(status) == 0 {
        try check(status, "MPI_Imrecv")
        arrivals.append(arrival)
      }
    }
    return try firstComplete()
  }

  private func firstComplete() throws(MessagePassingError) -> Message? {
    var incomplete: Set<Int> = []
    for (index, arrival) in arrivals.enumerated() where !incomplete.contains(arrival.source) {
      if try isDone(arrival) {
        arrivals.remove(at: index)
        return Message(source: arrival.source, tag: arrival.tag, bytes: arrival.bytes)
      }
      incomplete.insert(arrival.source)
    }
    return nil
  }

  private func isDone(_ send: PendingSend) throws(MessagePassingError) -> Bool {
    do { return try send.isDone() } catch {
      abandon(send.destination)
      throw error
    }
  }

  private func isDone(_ arrival: PendingReceive) throws(MessagePassingError) -> Bool {
    do { return try arrival.isDone() } catch {
      abandon(arrival.source)
      throw error
    }
  }

  private func find() throws(MessagePassingError) -> cmpi_message? {
    var isFound: Int32 = 0
    var message = cmpi_message()
    let status = cmpi_find(&isFound, &message)
    guard cmpi_is_process_loss(status) == 0 else {
      // Heartbeats find out who is gone; here the loss only has to stop hiding the others' messages.
      try check(cmpi_acknowledge_losses(), "MPIX_Comm_failure_ack")
      return nil
    }
    try check(status, "MPI_Improbe")
    return isFound == 0 ? nil : message
  }

  private func countable(_ bytes: [UInt8]) throws(MessagePassingError) -> Int32 {
    guard let count = Int32(exactly: bytes.count) else { throw .tooLong(bytes: bytes.count) }
    return count
  }
}
