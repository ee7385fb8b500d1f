import Foundation
import Testing

@testable import MessagePassing

private let environments: [([String: String], Int32?)] = [
  ([:], nil),
  (["PMI_FD": "9", "PMI_RANK": "1", "MPI_LOCALNRANKS": "3"], 9),
  // Slurm's plugin, which sets only one of them, speaks otherwise.
  (["PMI_FD": "9", "PMI_RANK": "1"], nil),
  (["OMPI_COMM_WORLD_RANK": "1"], nil),
]

@Test(arguments: environments)
func `only a process that MPICH's launcher has started is shielded`(
  environment: [String: String], connection: Int32?
) {
  #expect(RankSupervisor.connection(environment: environment) == connection)
}

@Test func `a rank that was killed is said to be done, and the answer is waited for`() throws {
  let (ours, hydra) = try socketPair()
  defer { close(ours) }
  // The end of an answer to the rank itself comes first, and the answer in pieces.
  let answering = Thread {
    for piece in ["kvsname=kvs_1\n", "cmd=finali", "ze_ack rc=0\n"] {
      usleep(20_000)
      send(hydra, piece, piece.utf8.count, 0)
    }
  }
  answering.start()
  RankSupervisor.sayDone(on: ours)
  var buffer = [UInt8](repeating: 0, count: 64)
  let count = recv(hydra, &buffer, buffer.count, Int32(MSG_DONTWAIT))
  #expect(String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self) == "cmd=finalize\n")
  // All of the answer was taken.
  #expect(recv(ours, &buffer, buffer.count, Int32(MSG_DONTWAIT)) == -1)
  close(hydra)
}

@Test func `nobody is told where the launcher listens no more`() throws {
  let (ours, hydra) = try socketPair()
  close(hydra)
  RankSupervisor.sayDone(on: ours)
  close(ours)
}

private func socketPair() throws -> (Int32, Int32) {
  var ends: [Int32] = [0, 0]
  try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
  return (ends[0], ends[1])
}
