import Foundation
import MessagePassing
import Orchestration
import Synchronization

/// The mailboxes of processes that are threads of one process.
final class MemoryPost: Sendable {
  private let boxes: Mutex<[[Message]]>

  init(size: Int) { boxes = Mutex(Array(repeating: [], count: size)) }

  func put(_ message: Message, to destination: Int) {
    boxes.withLock { $0[destination].append(message) }
  }

  func take(at rank: Int) -> Message? {
    boxes.withLock { $0[rank].isEmpty ? nil : $0[rank].removeFirst() }
  }
}

struct MemoryTransport: Transport {
  let rank: Int
  let size: Int
  let post: MemoryPost
  var unsentCount: Int { 0 }

  func send(_ bytes: [UInt8], to destination: Int) {
    post.put(Message(source: rank, bytes: bytes), to: destination)
  }

  func receive() -> Message? { post.take(at: rank) }

  func abandon(_ process: Int) {}
}
