import ArgumentParser
import Foundation
import Listings
import Runs
import Schema

/// `dynsweep watch`: a live view of a running sweep, in another terminal.
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Watches a running sweep from another terminal.",
    discussion: """
      Reads the results file while it is being written, and never holds the writer up. Shows how many trials are done, \
      a progress bar, the rate and the time left as far as they can be told from checkpoints that came in while \
      watching, and the best trials so far (by validation accuracy, else by loss).

      On a terminal the view is redrawn in place; elsewhere a line is printed whenever something has changed. It ends \
      when every trial is complete, diverged, failed or pruned, or on ctrl-C, which stops the watching, not the sweep.

      Examples:
        $ dynsweep watch results.h5
        $ dynsweep watch results.h5 --once
        $ dynsweep watch results.h5 --every 60 >> progress.log

      Exit codes: 0 the sweep is over, or --once; 65 no results file of dynsweep.
      """)

  @Argument(help: ArgumentHelp("The results file.", valueName: "FILE.h5"))
  var file: String

  @Option(help: ArgumentHelp("Seconds between two looks.", valueName: "SECONDS"))
  var every = 2.0

  @Flag(help: "Show the view once and end.")
  var once = false

  func validate() throws {
    guard every >= 0.05, every <= 86_400 else {
      throw ValidationError("--every is \(every); expected 0.05 to 86400 seconds")
    }
  }

  func run() throws {
    try reported {
      guardAgainstCrashes(on: file)
      var rate = CheckpointRate()
      var last: SweepSnapshot?
      var drawn = 0
      while true {
        let snapshot = try SweepSnapshot(file)
        rate.note(rows: snapshot.rows, at: ProcessInfo.processInfo.systemUptime)
        let view = WatchView(snapshot: snapshot, rate: rate.perSecond)
        if once || Terminal.isOutputTerminal {
          drawn = draw(view.lines(width: Terminal.width), over: drawn)
        } else if snapshot != last {
          write(view.line.printableLine + "\n")
        }
        if once || snapshot.progress.isOver { return }
        last = snapshot
        Thread.sleep(forTimeInterval: every)
      }
    }
  }

  /// Writes `lines` in place of the `count` lines written before.
  ///
  /// - Returns: How many lines are on the screen now.
  private func draw(_ lines: [String], over count: Int) -> Int {
    let back = count > 0 ? "\u{1B}[\(count)A\u{1B}[J" : ""
    write(back + lines.map(\.printableLine).joined(separator: "\n") + "\n")
    return lines.count
  }

  private func write(_ text: String) { StandardStreams.put(text) }
}
