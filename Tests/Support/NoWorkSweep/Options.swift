/// What the program was asked to do, from `name=value` arguments.
struct Options: Equatable, Sendable {
  /// How many trials.
  var trials = 1000
  /// How many checkpoints a trial reports, and numbers at each.
  var checkpoints = 1
  var values = 4
  /// How long a trial of cost 1 keeps its core busy, in seconds. Trial t costs 1 + t mod 4.
  var work = 0.0
  /// A trial whose first attempts end their worker by SIGKILL.
  var killer = -1
  var kills = 0
  /// Workers to launch; none where started by a launcher already.
  var launch = 0
  /// The coordinator interrupts itself once so many trials are closed.
  var interruptAfter = Int.max
  /// Every worker refuses the sweep.
  var unfit = 0
  /// Every trial fails once it has reported.
  var failing = 0

  init(_ arguments: [String]) throws {
    for argument in arguments {
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let number = Double(parts[1]) else {
        throw UsageError(argument: argument)
      }
      switch parts[0] {
      case "trials": trials = Int(number)
      case "checkpoints": checkpoints = Int(number)
      case "values": values = Int(number)
      case "work": work = number
      case "killer": killer = Int(number)
      case "kills": kills = Int(number)
      case "launch": launch = Int(number)
      case "interrupt-after": interruptAfter = Int(number)
      case "unfit": unfit = Int(number)
      case "failing": failing = Int(number)
      default: throw UsageError(argument: argument)
      }
    }
  }

  func cost(of trial: Int) -> Double { Double(1 + trial % 4) }
}

struct UsageError: Error, CustomStringConvertible {
  let argument: String
  var description: String { "\"\(argument)\" is not one of the options as name=number" }
}
