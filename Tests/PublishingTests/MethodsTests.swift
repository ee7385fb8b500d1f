import Platform
import Publishing
import Records
import Results
import Testing

@testable import Runs

@Suite struct MethodsTests {
  private func text(_ example: PublishedExample) throws -> String {
    try example.withFile { path in MethodsText(try RecordedSweep(try ResultsReader(path))).text }
  }

  private func paragraph(_ example: PublishedExample) throws -> String {
    String(try text(example).split(separator: "\n")[1])
  }

  @Test func `a paper's methods are what the file says`() throws {
    var example = PublishedExample()
    example.about = "about: {title: Ranks, author: Ada, licence: CC-BY-4.0, doi: 10.5281/zenodo.1}"
    let layout = try example.layout()
    #expect(
      try text(example) == """
        ## Methods

        The sweep *example* has 8 trials: 4 configurations, each with 2 replicates. It varies `model.width` (8 and 16) and \
        `training.learning_rate` (0.01 and 0.1). Each replicate has a seed of its own: 101 and 102; it draws the same \
        random numbers in every configuration. Training computes in double precision. Of the 8 trials, 6 are complete, 1 \
        has diverged and 1 has failed. Of each trial 2 quantities were recorded, at up to 2 checkpoints. The trials were \
        trained by 2 workers on AMD EPYC 9R14, with the Cooperlake kernel of OpenBLAS 0.3.21 for linear algebra. The last \
        attempts at the 7 trials that were timed took 1 min 10 s together. The results were recorded by dynsweep 0.1.0 \
        (commit 3f3ce70), from 2026-01-02T03:04:05Z on.

        | | |
        | --- | --- |
        | title | Ranks |
        | authors | Ada |
        | licence | CC-BY-4.0 |
        | DOI | https://doi.org/10.5281/zenodo.1 |
        | results file | `a.h5`, made 2026-01-02T03:04:05Z |
        | sweep | example, SHA-256 \(sha256(layout.sweep)) |
        | trials | 8 |
        | configurations | 4 |
        | replicates | 2 |
        | seed | 7 |
        | seeds of replicates | 101, 102 |
        | axis `model.width` | 8 and 16 |
        | axis `training.learning_rate` | 0.01 and 0.1 |
        | `task.name` | lag-echo |
        | `task.lag` | 3 |
        | `training.steps` | 100 |
        | `training.precision` | float64 |
        | `observe.effective_rank` | given without settings |
        | trials by status | 6 complete, 1 diverged, 1 failed |
        | attempts | 9 |
        | checkpoints of a trial | at most 2 |
        | time of last attempts | 1 min 10 s (wall clock, 7 trials) |
        | workers | 2 |
        | processor | AMD EPYC 9R14 (x86_64), 2 cores, 8 GB of memory |
        | hosts | node1 |
        | linear algebra | OpenBLAS 0.3.21 DYNAMIC_ARCH, kernel Cooperlake |
        | MPI library | Open MPI v4.1.4 |
        | HDF5 | 1.10.8 |
        | system | Debian GNU/Linux 12 (bookworm), Linux 6.1.0 |
        | compiler | Swift 6.3 |
        | program | dynsweep 0.1.0 (commit 3f3ce70) |

        Settings that the sweep does not name have the defaults of the program that recorded the file.

        ### What was recorded at each checkpoint

        | quantity | what it is | unit | source |
        | --- | --- | --- | --- |
        | `lyapunov_spectrum` | Lyapunov exponents, in nats per step | nat step-1 | Benettin et al. 1980 |
        | `train_loss` | loss \\| batch, in nats | nat |  |

        ### Software, and how to cite it

        * dynsweep 0.1.0 (commit 3f3ce70), which trained and recorded: The dynsweep developers. dynsweep: Lyapunov \
        spectra, ranks and losses of small networks while they learn, swept over hyperparameters. Apache-2.0. Papers \
        whose methods were used are named above, as sources.
        * OpenBLAS 0.3.21, for linear algebra: Q. Wang, X. Zhang, Y. Zhang and Q. Yi. AUGEM: automatically generate high \
        performance dense linear algebra kernels on x86 CPUs. SC 2013, doi:10.1145/2503210.2503219; Z. Xianyi, W. Qian \
        and Z. Yunquan. Model-driven level 3 BLAS performance optimization on Loongson 3A processor. ICPADS 2012, \
        doi:10.1109/ICPADS.2012.97.
        * Open MPI v4.1.4, for messages: E. Gabriel et al. Open MPI: goals, concept, and design of a next generation MPI \
        implementation. EuroPVM/MPI 2004, doi:10.1007/978-3-540-30218-6_19.
        * HDF5 1.10.8, for the results file: The HDF Group. Hierarchical Data Format, version 5. \
        https://github.com/HDFGroup/hdf5.

        """)
  }

  @Test func `of one there is no plural, and of what is not told no word`() throws {
    let example = PublishedExample.single
    #expect(
      try paragraph(example) == """
        The sweep *one* has 1 trial. No setting varies. All random numbers come from the seed 101. The trial is complete. \
        Of the trial 1 quantity was recorded, at 1 checkpoint. The trial was trained in one process on AMD EPYC 9R14, with \
        the Cooperlake kernel of OpenBLAS 0.3.21 for linear algebra. The last attempt at the trial took 10 s. The results \
        were recorded by dynsweep 0.1.0 (commit 3f3ce70), from 2026-01-02T03:04:05Z on.
        """)
    let whole = try text(example)
    // One process passes no messages; another version's defaults are not known.
    #expect(!whole.contains("for messages") && !whole.contains("precision"))
    #expect(whole.contains("| workers | none: one process trained all |\n"))
    #expect(whole.contains("(wall clock, 1 trial) |\n"))
  }

  @Test func `defaults are told where this very program has recorded the file`() throws {
    var example = PublishedExample.single
    example.software = ProgramVersion.software
    let whole = try text(example)
    #expect(whole.contains("Training computes in single precision."))
    #expect(whole.contains("| `training.precision` | float32, the default |\n"))
    example.settings = "theory: {name: two_features}"
    #expect(!(try text(example).contains("precision")))
  }

  @Test func `a precision that varies is told as an axis`() throws {
    var example = PublishedExample.single
    example.settings = "task: {name: lag-echo}\ntraining: {precision: {grid: [float32, float64]}}"
    example.statuses = [.running, .pending]
    let told = try paragraph(example)
    #expect(told.contains("It varies `training.precision` (float32 and float64)."))
    #expect(!told.contains("computes in"))
    #expect(told.contains("Of the 2 trials, 1 is unfinished and 1 has not begun."))
    // Nothing was timed.
    #expect(!told.contains("took"))
  }

  @Test(arguments: [
    ([TrialStatus.complete, .complete], "Both trials are complete."),
    ([.failed, .failed], "Both trials have failed."),
    ([.pruned, .diverged], "Of the 2 trials, 1 has diverged and 1 was ended early by a rule."),
    ([.pending, .pending], "No trial has begun."),
  ])
  func `what became of trials is one sentence`(statuses: [TrialStatus], sentence: String) throws {
    var example = PublishedExample.single
    example.settings = "task: {name: lag-echo}\nreplicates: 2"
    example.statuses = statuses
    let told = try paragraph(example)
    #expect(told.contains(" \(sentence) "), "\(told)")
    #expect(told.contains("The sweep *one* has 2 trials: 1 configuration, with 2 replicates."))
  }

  @Test func `of an axis of many values the range is told, and how they lie`() throws {
    var example = PublishedExample.single
    example.settings = """
      task: {name: lag-echo}
      training: {learning_rate: {log: [0.001, 0.1, 9]}}
      """
    example.statuses = Array(repeating: .complete, count: 9)
    let told = try paragraph(example)
    #expect(told.contains("has 9 trials, each of another configuration."))
    #expect(told.contains("(9 values from 0.001 to 0.1 in equal ratios)"))
    #expect(told.contains("All 9 trials are complete."))
  }

  @Test func `signs that mean something in Markdown mean nothing in names`() throws {
    var example = PublishedExample.single
    example.name = "\"a|b *c* <d>\""
    #expect(try paragraph(example).hasPrefix("The sweep *a\\|b \\*c\\* \\<d>* has 1 trial."))
  }

  @Test func `a machine that cannot be told is left out`() throws {
    var example = PublishedExample.single
    example.machine.mpi = "none"
    example.machine.blas.configuration = ""
    let whole = try text(example)
    #expect(whole.contains("the Cooperlake kernel of an unnamed library for linear algebra."))
    #expect(!whole.contains("MPI library"))
  }
}
