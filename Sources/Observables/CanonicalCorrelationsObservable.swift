import LinearAlgebra
import Networks
import Observing
import Records
import Schema
import Tasks
import Training

/// How many signals the tasks of a corpus have in common: the canonical correlations of their inputs and targets
/// (arXiv:2105.14108). They are the task's alone, whatever the net.
struct CanonicalCorrelationsObservable: Observable {
  static let key = "canonical_correlations"
  static let summary = "canonical correlations of the inputs and targets of a corpus of tasks"
  static let entries: [Entry] = [
    .integer("pairs", 6, in: 1...25, "pairs of variates, the most correlated first")
  ]

  let pairs: Int

  init(_ settings: Settings) { pairs = settings.integer("pairs") }

  func check(_ network: any Network, on task: any LearningTask) throws(ObservableError) {
    guard !task.canonicalCorrelations.isEmpty else {
      throw .needsCorpus(key: Self.key, task: task.name)
    }
  }

  func columns(of network: any Network, on task: any LearningTask) -> [Column<[Double]>] {
    let pairs = pairs
    return [
      Column(
        "canonical_correlation", over: [Quantity.Dimension("variate", size: pairs)],
        "correlation of a pair of canonical variates of inputs and targets; NaN beyond the last",
        "arXiv:2105.14108"
      ) { found in
        (0..<pairs).map { $0 < found.count ? found[$0] : .nan }
      }
    ]
  }

  func probe<Element: Scalar>(of context: ObservationContext<Element>) -> Probe<[Double]> {
    let correlations = context.trainer.task.canonicalCorrelations
    return { correlations }
  }
}
