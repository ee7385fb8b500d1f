import Foundation
import MessagePassing
package import Platform
import Results

/// Which process a worker or the coordinator is, and on what it computes.
package struct WorkerDescription: Equatable, Sendable {
  /// The process, by its number and host.
  package let process: ProcessIdentity
  /// What it computes on, in words for people; where workers differ in it, their numbers may differ in the last bits.
  package let machine: String

  /// A process that computes on `machine`.
  package init(_ process: ProcessIdentity, machine: String) {
    self.process = process
    self.machine = machine
  }

  /// The description of this process.
  package static func here(machine: String) -> WorkerDescription {
    WorkerDescription(.this, machine: machine)
  }

  func encode(to message: inout MessageEncoder) {
    message.append(process.text)
    message.append(machine)
  }

  init(from message: inout MessageDecoder) throws(MessagePassingError) {
    let start = message.offset
    let text = try message.text()
    guard let process = ProcessIdentity(text) else {
      throw .invalid(reading: "a process", found: text, offset: start)
    }
    self.process = process
    machine = try message.text()
  }
}
