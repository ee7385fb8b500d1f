import Foundation
import MessagePassing
package import Platform
import Results

/// Who a worker is, as it introduces itself.
package struct WorkerDescription: Equatable, Sendable {
  package let process: HostProcess
  /// The linear-algebra kernel that it computes with; where kernels differ, so do last bits.
  package let kernel: String

  package init(_ process: HostProcess, kernel: String) {
    self.process = process
    self.kernel = kernel
  }

  /// This process.
  package static func here(kernel: String) -> WorkerDescription {
    WorkerDescription(.this, kernel: kernel)
  }

  func encode(to message: inout MessageEncoder) {
    message.append(process.text)
    message.append(kernel)
  }

  init(from message: inout MessageDecoder) throws(MessagePassingError) {
    let start = message.offset
    let text = try message.text()
    guard let process = HostProcess(text) else {
      throw .invalid(reading: "a process", found: text, offset: start)
    }
    self.process = process
    kernel = try message.text()
  }
}
