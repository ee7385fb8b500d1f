package import OutsidePrograms
package import Records
package import Training

/// A trial that a program of somebody else trains.
///
/// The program knows best where it was: it keeps snapshots of its own, and writes the rows of every attempt from the
/// first. A saved state only counts the rows.
package struct ProgramTrial: Trial {
  /// The program, with the trial's parameters.
  package let program: OutsideProgram
  package let seed: UInt64
  /// What the program is told of the trial; the first trial and attempt where nothing else was set.
  private var start: ProgramStart

  package init(_ program: OutsideProgram, seed: UInt64) {
    self.program = program
    self.seed = seed
    start = ProgramStart(trial: 0, replicate: 0, attempt: 1, seed: seed, folder: nil)
  }

  /// This trial as one attempt at a trial of a sweep.
  ///
  /// - Parameter folder: The path of a folder for the program's own snapshots; nil where there is none.
  package func attempted(
    _ attempt: Attempt, trial: TrialID, replicate: Int, folder: String?
  ) -> ProgramTrial {
    var copy = self
    copy.start = ProgramStart(
      trial: trial, replicate: replicate, attempt: attempt, seed: seed, folder: folder)
    return copy
  }

  package var quantities: [Quantity] { program.quantities }
  package var checkpointCount: Int { program.checkpoints }
  /// What a program trains is not known.
  package var parameterCount: Int { -1 }
  /// What a program costs is not known; trials of none are all taken for equally long.
  package var flops: Double { 0 }
  /// That of the worker alone.
  package var memory: Double { idleMemory }
  /// Numbers come as text, which is read in double precision.
  package var precision: TrainingSettings.Precision { .float64 }
  /// The worker sends heartbeats whatever its program does.
  package var longestSilence: Double { 0 }

  package func accepts(_ state: SavedTrial) -> Bool {
    state.step >= 0 && (0...checkpointCount).contains(state.nextCheckpoint)
      && state.parameters.isEmpty && state.optimizerState.isEmpty
  }

  package func run(
    from state: SavedTrial? = nil,
    heartbeat: (_ step: Int, _ state: () -> SavedTrial) throws -> Void = { _, _ in },
    observingHeartbeat: (_ step: Int, _ state: () -> SavedTrial) -> Void = { _, _ in },
    report: (CheckpointRecord) throws -> Void
  ) throws -> TrialOutcome {
    try program.run(start) { step, rows in
      // Until the program has written its first row again, those of the state are the ones that there are.
      try heartbeat(step) {
        SavedTrial(
          step: step, nextCheckpoint: rows > 0 ? rows : state?.nextCheckpoint ?? 0,
          parameters: [], optimizerState: [])
      }
    } report: {
      try report($0)
    }
  }
}
