import Foundation
import MessagePassing

/// Who a worker is, as it introduces itself.
public struct WorkerDescription: Equatable, Sendable {
  public let host: String
  public let process: Int32
  /// The linear-algebra kernel that it computes with; where kernels differ, so do last bits.
  public let kernel: String

  public init(host: String, process: Int32, kernel: String) {
    self.host = host
    self.process = process
    self.kernel = kernel
  }

  /// This process.
  public static func here(kernel: String) -> WorkerDescription {
    WorkerDescription(
      host: ProcessInfo.processInfo.hostName, process: ProcessInfo.processInfo.processIdentifier,
      kernel: kernel)
  }

  func encode(to message: inout MessageEncoder) {
    message.append(host)
    message.append(process)
    message.append(kernel)
  }

  init(from message: inout MessageDecoder) throws(MessagePassingError) {
    host = try message.text()
    process = try message.integer()
    kernel = try message.text()
  }
}
