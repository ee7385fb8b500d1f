import Foundation
package import MessagePassing

/// Carries messages between the coordinator, which is process 0, and the workers, which are 1 and up.
///
/// Messages between two processes arrive in the order in which they were sent, or not at all where one of them is lost.
package protocol Transport {
  /// The number of this process, from 0.
  var rank: Int { get }
  /// How many processes there are.
  var size: Int { get }
  /// How many messages that were sent have not left yet.
  var unsentCount: Int { get }

  /// Sends without waiting, even if the receiver is gone.
  ///
  /// - Throws: `MessagePassingError.lost` where the receiver cannot be reached any more.
  mutating func send(_ bytes: [UInt8], to destination: Int) throws

  /// The next message; nil at once where there is none. It also moves along what is being sent.
  ///
  /// - Throws: `MessagePassingError.lost` where one process cannot be reached any more; the others still can.
  mutating func receive() throws -> Message?

  /// Drops the messages on their way to and from a process that was lost.
  mutating func abandon(_ process: Int)
}

/// Messages over MPI.
package struct MPITransport: Transport {
  private let communicator: Communicator
  private let watch: CallWatch
  private let faults = FaultInjection()
  private var received = 0

  /// Messages between the processes of `communicator`.
  ///
  /// - Parameter end: Ends the process where MPI has not returned from a call for half a minute.
  package init(
    _ communicator: Communicator,
    otherwise end: @escaping @Sendable () -> Void = { MPIProcess.endAtOnce(code: EX_TEMPFAIL) }
  ) {
    self.communicator = communicator
    watch = CallWatch(otherwise: end)
  }

  package var rank: Int { communicator.rank }
  package var size: Int { communicator.size }
  package var unsentCount: Int { communicator.unsentCount }

  package func send(_ bytes: [UInt8], to destination: Int) throws {
    try watch.watching { () throws(MessagePassingError) in
      try communicator.startSend(bytes, to: destination)
    }
  }

  package mutating func receive() throws -> Message? {
    let message = try watch.watching { () throws(MessagePassingError) in
      faults.strike(receiver: communicator.rank, message: received)
      return try communicator.receive()
    }
    if message != nil { received += 1 }
    return message
  }

  package func abandon(_ process: Int) { communicator.abandon(process) }
}
