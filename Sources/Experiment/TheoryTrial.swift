package import Training
package import Records
package import Theories

/// A trial that integrates a theory.
package struct TheoryTrial: Trial {
  /// The theory, with its settings.
  package let theory: any Theory
  package let seed: UInt64

  /// A trial of `theory`, which is itself made from `seed`.
  package init(_ theory: any Theory, seed: UInt64) {
    self.theory = theory
    self.seed = seed
  }

  package var quantities: [Quantity] { theory.quantities }
  package var checkpointCount: Int { theory.checkpointCount }
  package var parameterCount: Int { theory.parameterCount }
  package var flops: Double { theory.flops }
  package var memory: Double { idleMemory + theory.memory }
  /// Theories compute in double precision.
  package var precision: TrainingSettings.Precision { .float64 }
  package var longestSilence: Double { theory.quietFlops / slowRate }

  package func accepts(_ state: SavedTrial) -> Bool {
    state.step >= 0 && (0..<checkpointCount).contains(state.nextCheckpoint)
      && state.optimizerState.isEmpty
      && state.parameters.count == theory.integrator().state.count * MemoryLayout<Double>.size
  }

  package func run(
    from state: SavedTrial? = nil,
    heartbeat: (_ step: Int, _ state: () -> SavedTrial) throws -> Void = { _, _ in },
    observingHeartbeat: (_ step: Int, _ state: () -> SavedTrial) -> Void = { _, _ in },
    report: (CheckpointRecord) throws -> Void
  ) throws -> TrialOutcome {
    let integrator: any Integrator = theory.integrator()
    if let state { integrator.restore(from: [Double](bytes: state.parameters), step: state.step) }
    let values = integrator.recorder()
    for checkpoint in (state?.nextCheckpoint ?? 0)..<checkpointCount {
      let present = { SavedTrial(of: integrator, nextCheckpoint: checkpoint) }
      while !integrator.hasReached(checkpoint: checkpoint) {
        try heartbeat(integrator.step, present)
        integrator.advance()
        guard integrator.isFinite else { return .diverged(at: integrator.step) }
      }
      try heartbeat(integrator.step, present)
      try report(
        CheckpointRecord(checkpoint: checkpoint, step: integrator.step, values: values())
      )
    }
    return .complete(steps: integrator.step)
  }
}

extension SavedTrial {
  /// The state of a theory's trial; the integrator's numbers stand in the place of a net's parameters.
  fileprivate init(of integrator: any Integrator, nextCheckpoint: Int) {
    self.init(
      step: integrator.step, nextCheckpoint: nextCheckpoint, parameters: integrator.state.bytes,
      optimizerState: [])
  }
}

extension [Double] {
  /// The numbers' bit patterns, lowest byte first.
  fileprivate var bytes: [UInt8] {
    flatMap { number in
      (0..<8).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * UInt64($0))) }
    }
  }

  fileprivate init(bytes: [UInt8]) {
    self = stride(from: 0, to: bytes.count, by: 8).map { first in
      let pattern = bytes[first..<first + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return Double(bitPattern: pattern)
    }
  }
}
