import ArgumentParser
import Runs

/// `dynsweep observe`: finished trials are run again, and more is recorded of them.
struct ObserveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "observe",
    abstract: "Runs a file's finished trials again and records more of them in a new file.",
    discussion: """
      For an observable that was thought of too late, or for a closer look at a stretch of training. The trials are \
      trained again from their seeds, as run does it, on the way to a file that holds what a sweep with all of it from the \
      start would: OUT.h5 is a results file as any other, its sweep the recorded one with what is added, every default \
      filled in. Trials keep their numbers; those that are not run again are pending, and run --resume would run them.

      Every number on the way is compared with the one that FILE.h5 holds, bit by bit. The first that differs ends the run \
      and is named with its trial and checkpoint: another BLAS kernel or another version of this program computes otherwise, \
      and what such a run would add did not belong to the recorded numbers.

      SPEC.yaml is written as a sweep file, with observe alone: observe: {jacobian_norm: {}, sharpness: {at: ends}}. \
      Nothing of it may be an axis, or be recorded already. --steps takes checkpoints between the recorded ones; observables \
      whose numbers depend on the checkpoints before (sharpness, kernel_probes) may not be among the recorded ones then.

      Examples:
        $ dynsweep observe quickstart.h5 --add more.yaml
        $ dynsweep observe quickstart.h5 --add more.yaml --trials 0,3,12-20 --steps 800..900 --every 5 -o closer.h5
        $ mpirun -n 65 dynsweep observe sweep.h5 --add more.yaml -o observed.h5 --resume

      Exit codes: 1 a number is not found again; 65 a file that cannot be read, or nothing that could be added; 73 the new \
      file cannot be made, or is there; 75 interrupted, --resume goes on.
      """)

  @Argument(
    help: ArgumentHelp("A results file.", valueName: "FILE.h5"),
    completion: .file(extensions: ["h5"]))
  var file: String

  @Option(
    help: ArgumentHelp("A file with the observables to add.", valueName: "SPEC.yaml"),
    completion: .file(extensions: ["yaml", "yml"]))
  var add: String?

  @Option(
    help: ArgumentHelp(
      "The trials to run again, as 0,3,12-20; all that are finished if left out.",
      valueName: "numbers"))
  var trials: TrialNumbers?

  @Option(
    help: ArgumentHelp(
      "Further checkpoints, from one step of training to another, as 800..900.",
      valueName: "first..last"))
  var steps: StepRange?

  @Option(help: ArgumentHelp("The steps between these.", valueName: "steps"))
  var every = 1

  @Flag(
    help: """
      Take the nets from FILE.h5 where they are kept at every checkpoint (keep: {weights: all}), in place of training \
      complete trials again.
      """)
  var fromWeights = false

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp(
      "The new results file; FILE-observed.h5 in the current directory if left out.",
      valueName: "OUT.h5"),
    completion: .file(extensions: ["h5"]))
  var output: String?

  @Flag(help: "Go on with a file that an earlier run of this command left.")
  var resume = false

  @OptionGroup var arguments: RunArguments

  func validate() throws {
    guard add != nil || steps != nil else {
      throw ValidationError("nothing to observe; expected --add SPEC.yaml, --steps, or both")
    }
    guard every > 0 else { throw ValidationError("--every must be more than 0") }
  }

  func run() throws {
    let window = steps.map { Rerun.Window($0.range, every: every) }
    var options = RunOptions(
      Rerun(
        file, observables: add, window: window, trials: trials?.ranges, isFromWeights: fromWeights))
    options.output = output
    options.isResumed = resume
    try arguments.run(options)
  }
}

/// Numbers of trials and stretches of them: `0,3,12-20`.
struct TrialNumbers: ExpressibleByArgument {
  let ranges: [ClosedRange<Int>]

  init?(argument: String) {
    var ranges: [ClosedRange<Int>] = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map(Self.number)
      guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2,
        first <= last
      else { return nil }
      ranges.append(first...last)
    }
    self.ranges = ranges
  }

  private static func number(_ text: Substring) -> Int? {
    text.allSatisfy(\.isNumber) ? Int(text) : nil
  }
}

/// Steps of training from one to another: `800..900`, or `800...900`.
struct StepRange: ExpressibleByArgument {
  let range: ClosedRange<Int>

  init?(argument: String) {
    let ends = argument.replacing("...", with: "..").split(separator: "..").map { Int($0) }
    guard ends.count == 2, let first = ends[0], let last = ends[1], first >= 0, first <= last,
      last <= 1_000_000_000_000
    else { return nil }
    range = first...last
  }
}
