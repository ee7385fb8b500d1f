import Foundation
import MessagePassing
package import Platform
import Results

/// Who a worker is, as it introduces itself.
package struct WorkerDescription: Equatable, Sendable {
  package let process: ProcessIdentity
  /// What it computes on, in words that whoever runs the sweep understands; where that differs, so may last bits.
  package let machine: String

  package init(_ process: ProcessIdentity, machine: String) {
    self.process = process
    self.machine = machine
  }

  /// This process.
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
