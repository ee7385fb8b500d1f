import CMPI
import Foundation
import Synchronization

private let shielded = Atomic<Int32>(0)

/// A process between MPICH's launcher and a rank, so that the launcher does not see the rank die.
///
/// Hydra (versions 4.2 to 5.0) ends all ranks with SIGKILL where one ends by a signal, and where a rank's
/// connection to it closes before the rank has said that it is done, which MPI does only as the process exits, after
/// all of `MPI_Finalize`; under `-disable-auto-cleanup` too. So the process that Hydra started stays behind, and a
/// child of it becomes the rank. However that ends, its parent keeps the connection open, says over it that the rank is
/// done, and ends in good order.
package enum RankSupervisor {
  /// Puts a supervisor between MPICH's launcher and this rank: returns in a child process, which goes on as the rank.
  /// Under other launchers it only returns. It must be called before MPI starts, and while there is one thread.
  ///
  /// - Parameter mayDie: Whether the other ranks shall live on where this one is killed.
  package static func raise(environment: [String: String], mayDie: Bool) {
    guard let connection = connection(environment: environment) else { return }
    let child = cmpi_fork()
    guard child > 0 else { return }
    shielded.store(child, ordering: .relaxed)
    for number in [SIGTERM, SIGINT, SIGUSR1] {
      signal(number) { kill(shielded.load(ordering: .relaxed), $0) }
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) == -1, errno == EINTR {}
    let wasKilled = status & 0x7F != 0
    if mayDie || !wasKilled { sayDone(on: connection) }
    MPIProcess.endAtOnce(code: wasKilled ? 0 : status >> 8 & 0xFF)
  }

  /// The socket between a process and Hydra; nil under other launchers, which set only one of the two variables.
  static func connection(environment: [String: String]) -> Int32? {
    guard environment["MPI_LOCALNRANKS"] != nil else { return nil }
    return environment["PMI_FD"].flatMap { Int32($0) }
  }

  /// Tells Hydra that the rank is done, as MPI does when a process exits (PMI-1, the wire protocol of the ranks that
  /// Hydra starts). Where the rank has said so itself, Hydra no longer reads the connection.
  static func sayDone(on connection: Int32) {
    let words = Array("cmd=finalize\n".utf8)
    guard send(connection, words, words.count, Int32(MSG_NOSIGNAL)) == words.count else {
      return
    }
    // Hydra ends everything where its answer finds the connection closed.
    var patience = timeval(tv_sec: 5, tv_usec: 0)
    setsockopt(
      connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1024)
    while !String(decoding: answer, as: UTF8.self).contains("finalize_ack") {
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return }
      answer += buffer[..<count]
    }
  }
}
