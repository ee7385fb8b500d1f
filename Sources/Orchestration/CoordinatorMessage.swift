import Records
import MessagePassing
import Scheduling

/// What a coordinator says to a worker.
enum CoordinatorMessage: Equatable {
  /// I am the coordinator: watch my process while I prepare the sweep.
  case introduction(WorkerDescription)
  /// Prepare yourself for this sweep.
  case welcome(Welcome)
  /// Run these trials, in this order, after those that you have.
  case assign([Assignment])
  /// Give back those of these trials that you have not begun.
  case recall([Assignment])
  /// Leave this trial, about which nothing more counts.
  case leave(Assignment)
  /// You were given up: drop your trials and say that you are ready again.
  case readmit
  /// I am here.
  case ping
  /// Leave.
  case stop

  /// What a worker must know before its first trial.
  struct Welcome: Equatable {
    /// The sweep, in the form that the maker of the worker's runner reads.
    let payload: [UInt8]
    /// How often to send a heartbeat, in seconds.
    let heartbeatSeconds: Double
    /// How long messages about tiny trials wait for others to travel with, in seconds.
    let outboxSeconds: Double
    /// A trial that begins this long after the latest message is announced, in seconds.
    let announceSeconds: Double
    /// A worker gives the coordinator up after a silence of this many seconds.
    let patience: Double
    /// The coordinator's process, for the worker to watch.
    let coordinator: WorkerDescription
  }

  private enum Kind: UInt8 {
    case welcome = 1
    case assign, recall, readmit, ping, stop, introduction, leave
  }

  var bytes: [UInt8] {
    var message = MessageEncoder()
    switch self {
    case .introduction(let coordinator):
      message.append(Kind.introduction.rawValue)
      coordinator.encode(to: &message)
    case .welcome(let welcome):
      message.append(Kind.welcome.rawValue)
      message.append(welcome.payload)
      message.append(welcome.heartbeatSeconds)
      message.append(welcome.outboxSeconds)
      message.append(welcome.announceSeconds)
      message.append(welcome.patience)
      welcome.coordinator.encode(to: &message)
    case .assign(let assignments):
      message.append(Kind.assign.rawValue)
      message.append(assignments)
    case .recall(let assignments):
      message.append(Kind.recall.rawValue)
      message.append(assignments)
    case .leave(let assignment):
      message.append(Kind.leave.rawValue)
      message.append(assignment)
    case .readmit: message.append(Kind.readmit.rawValue)
    case .ping: message.append(Kind.ping.rawValue)
    case .stop: message.append(Kind.stop.rawValue)
    }
    return message.bytes
  }

  init(_ received: Message) throws {
    var message = MessageDecoder(received.bytes)
    let kind = try message.integer(UInt8.self)
    switch Kind(rawValue: kind) {
    case .introduction: self = .introduction(try WorkerDescription(from: &message))
    case .welcome:
      self = .welcome(
        Welcome(
          payload: try message.byteList(), heartbeatSeconds: try message.double(),
          outboxSeconds: try message.double(), announceSeconds: try message.double(),
          patience: try message.double(), coordinator: try WorkerDescription(from: &message)))
    case .assign: self = .assign(try message.assignments())
    case .recall: self = .recall(try message.assignments())
    case .leave: self = .leave(try message.assignment())
    case .readmit: self = .readmit
    case .ping: self = .ping
    case .stop: self = .stop
    case nil: throw OrchestrationError.unknownMessage(kind: kind, from: received.source)
    }
  }
}

extension CoordinatorMessage.Welcome {
  /// The more workers there are, the more rarely each one speaks: about 50 000 announcements and 5 000 heartbeats a
  /// second in all.
  init(_ job: SweepJob, workers: Int, from coordinator: WorkerDescription) {
    let count = Double(workers)
    self.init(
      payload: job.payload, heartbeatSeconds: max(job.heartbeatSeconds, 2e-4 * count),
      outboxSeconds: max(0.05, 1e-4 * count), announceSeconds: Self.announceSeconds(workers),
      patience: 2 * job.scheduling.patience, coordinator: coordinator)
  }

  /// After how long a trial is announced, in seconds, of so many workers.
  static func announceSeconds(_ workers: Int) -> Double { max(0.002, 2e-5 * Double(workers)) }
}

/// Tells all workers which process coordinates, so that they can watch it. It is called before anything that takes
/// long. A worker that cannot be reached is left out.
package func introduceCoordinator<Link: Transport>(
  _ description: WorkerDescription, over link: inout Link
) {
  for worker in 0..<link.size where worker != link.rank {
    // A worker that cannot be reached is noticed when it is needed.
    try? link.send(CoordinatorMessage.introduction(description).bytes, to: worker)
  }
}

extension MessageEncoder {
  mutating func append(_ assignment: Assignment) {
    append(UInt32(assignment.trial.number))
    append(UInt32(assignment.attempt.number))
    append(Int32(clamping: assignment.until ?? -1))
  }

  mutating func append(_ assignments: [Assignment]) {
    append(UInt32(assignments.count))
    for assignment in assignments { append(assignment) }
  }
}

extension MessageDecoder {
  mutating func assignment() throws(MessagePassingError) -> Assignment {
    let trial = TrialID(Int(try integer(UInt32.self)))
    let attempt = Attempt(Int(try integer(UInt32.self)))
    let until = Int(try integer(Int32.self))
    return Assignment(trial: trial, attempt: attempt, until: until < 0 ? nil : until)
  }

  mutating func assignments() throws(MessagePassingError) -> [Assignment] {
    let count = try count(ofItemsOfAtLeast: 12)
    var list: [Assignment] = []
    list.reserveCapacity(count)
    for _ in 0..<count { list.append(try assignment()) }
    return list
  }
}
