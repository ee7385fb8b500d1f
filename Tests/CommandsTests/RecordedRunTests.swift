import Testing

@testable import Runs
@testable import dynsweep

@Suite struct RecordedRunTests {
  private func run(_ change: (inout RecordedRun) -> Void = { _ in }) -> RecordedRun {
    var run = RecordedRun(from: "", software: "dynsweep 1", environment: .current())
    run.environment.blas.kernel = "Cooperlake"
    change(&run)
    return run
  }

  @Test func `a run on what earlier ones had is nothing new`() {
    #expect(run().novelties(after: []).isEmpty)
    #expect(run().novelties(after: [run { $0.software = "dynsweep 0" }, run()]).isEmpty)
  }

  @Test func `another kernel, library or version is told, with what was before`() {
    let other = run {
      $0.software = "dynsweep 2"
      $0.environment.blas.kernel = "Haswell"
    }
    #expect(
      other.novelties(after: [run()]) == [
        "the BLAS kernel is Haswell, was Cooperlake", "the program is dynsweep 2, was dynsweep 1",
      ])
  }
}
