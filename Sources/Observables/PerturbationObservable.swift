import Layers
import LinearAlgebra
import Networks
import Observing
import Plans
import Records
import Schema
import Tasks
import Training

/// The net under random damage to the weights between its units: some of them cut, some units silenced, noise on all
/// (arXiv:2105.14108).
///
/// Each element, or unit, has its own random number in each draw, and is cut at all shares above that number: larger
/// shares cut what smaller ones do. Draws are the same at all checkpoints and for all nets of a seed.
struct PerturbationObservable: Observable {
  static let key = "perturbation"
  static let summary = "loss and accuracy with weights between units cut, units silenced, noise"
  static let entries: [Entry] = [
    Entry(
      "kinds",
      .list(
        Domain(words: Perturbation.allCases.map(\.rawValue)),
        default: Perturbation.allCases.map { .text($0.rawValue) }),
      "what is cut: any weights, those between or those within modules (one a draw), or units"),
    Entry(
      "shares",
      .list(.real(.unit), default: [0.005, 0.01, 0.02, 0.05].map { .real($0) }),
      "shares of the weights or units that are cut"),
    Entry(
      "deviations",
      .list(.real(.nonnegative), default: [0.003, 0.01, 0.02].map { .real($0) }),
      "standard deviations of the noise on all weights between units"),
    .integer("draws", 8, in: 1...100_000, "random perturbations that numbers are means over"),
  ]

  let kinds: [Perturbation]
  let shares: [Double]
  let deviations: [Double]
  let draws: Int

  init(_ settings: Settings) {
    kinds = settings.list("kinds").compactMap { value in
      if case .text(let word) = value { Perturbation(rawValue: word) } else { nil }
    }
    shares = Self.numbers(settings.list("shares"))
    deviations = Self.numbers(settings.list("deviations"))
    draws = settings.integer("draws")
  }

  private static func numbers(_ values: [SettingValue]) -> [Double] {
    values.compactMap { value in
      switch value {
      case .real(let number): number
      case .integer(let number): Double(number)
      default: nil
      }
    }
  }

  func check(_ network: any Network, on task: any LearningTask) throws(ObservableError) {
    try requireRecurrence(network)
  }

  func columns(of network: any Network, on task: any LearningTask) -> [Column<Perturbed>] {
    let paper = "arXiv:2105.14108"
    let cuts = [
      Quantity.Dimension("perturbation", labels: kinds.map(\.rawValue)),
      Quantity.Dimension("share", labels: shares.map { "\($0)" }),
    ]
    let noise = [Quantity.Dimension("deviation", labels: deviations.map { "\($0)" })]
    let cut: [Column<Perturbed>] = [
      Column(
        "perturbed_loss", over: cuts, "loss on the validation set with weights or units cut", paper
      ) { $0.cut.map(\.loss) },
      Column(
        "perturbed_accuracy", over: cuts,
        "share of right answers on the validation set with weights or units cut"
      ) { $0.cut.map(\.accuracy) },
    ]
    let noisy: [Column<Perturbed>] = [
      Column(
        "noisy_loss", over: noise, "loss on the validation set with noise on the weights", paper
      ) { $0.noisy.map(\.loss) },
      Column(
        "noisy_accuracy", over: noise,
        "share of right answers on the validation set with noise on the weights"
      ) { $0.noisy.map(\.accuracy) },
    ]
    let variance = Column<Perturbed>(
      "target_variance", "variance of the validation set's targets about their column's mean"
    ) { $0.targetVariance }
    return (kinds.isEmpty || shares.isEmpty ? [] : cut) + (deviations.isEmpty ? [] : noisy)
      + [variance]
  }

  private var looks: Int { (kinds.count * shares.count + deviations.count) * draws }

  /// Each look at the validation set gives a heartbeat.
  func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask]) -> Cost
  {
    let forward = network.forwardFlops(
      length: task.length, batch: task.batchSize, scored: task.scoredSteps.count)
    let look = forward * Double(task.validationBatches)
    return Cost(
      flops: Double(looks) * look,
      numbers: Double(network.layout.count) + network.evaluationCount(on: task), quietFlops: look)
  }

  func probe<Element: Scalar>(of context: ObservationContext<Element>) -> Probe<Perturbed> {
    PerturbationProbe(self, context).look
  }
}

/// What a net is worth under damage.
struct Perturbed {
  /// With weights or units cut, by kind and share, the share running fastest.
  let cut: [Score]
  /// With noise, by deviation.
  let noisy: [Score]
  let targetVariance: Double

  /// Means over draws.
  struct Score {
    var loss = 0.0
    var accuracy = 0.0
  }
}

/// Looks at a damaged copy of the net in training.
private final class PerturbationProbe<Element: Scalar> {
  private let observable: PerturbationObservable
  private let context: ObservationContext<Element>
  private let copy: Storage<Element>
  private let evaluator: Evaluator<Element>
  private let targetVariance: Double

  init(_ observable: PerturbationObservable, _ context: ObservationContext<Element>) {
    self.observable = observable
    self.context = context
    let trainer = context.trainer
    copy = Storage(count: trainer.network.layout.count)
    evaluator = Evaluator(trainer.network, task: trainer.task, parameters: copy)
    targetVariance = trainer.task.targetVariance
  }

  func look() -> Perturbed {
    let (layout, seed) = (context.trainer.network.layout, context.trainer.seed)
    let cut = observable.kinds.flatMap { kind in
      observable.shares.map { share in
        mean { numbers, draw in
          kind.cut(share, of: &numbers, layout, draw: draw, seed: seed)
        }
      }
    }
    let noisy = observable.deviations.map { deviation in
      mean { numbers, draw in
        addNoise(deviation, to: &numbers, layout, draw: draw, seed: seed)
      }
    }
    return Perturbed(cut: cut, noisy: noisy, targetVariance: targetVariance)
  }

  /// The mean scores over the draws, after `damage` has changed the parameters.
  private func mean(_ damage: (inout [Double], _ draw: Int) -> Void) -> Perturbed.Score {
    let whole = context.trainer.parameters.elements.map { Double($0) }
    var mean = Perturbed.Score()
    let share = 1 / Double(observable.draws)
    for draw in 0..<observable.draws {
      context.heartbeat()
      var numbers = whole
      damage(&numbers, draw)
      copy.elements = numbers.map { Element($0) }
      let evaluation = evaluator.evaluate()
      mean.loss += share * evaluation.loss
      mean.accuracy += share * evaluation.accuracy
    }
    return mean
  }
}

extension LearningTask {
  /// The variance of the validation set's targets about their column's mean, over all columns.
  fileprivate var targetVariance: Double {
    let (inputs, targets) = (
      Storage<Double>(count: inputCount), Storage<Double>(count: targetCount)
    )
    var sums = [Double](repeating: 0, count: outputSize)
    var squares = 0.0
    for batch in 0..<validationBatches {
      inputs.withMutableSpan { inputs in
        targets.withMutableSpan { targets in
          fillValidation(batch: batch, inputs: &inputs, targets: &targets)
        }
      }
      targets.withSpan { targets in
        for row in 0..<targets.count / targetSize {
          for column in 0..<outputSize {
            let number = targets[row * targetSize + column]
            sums[column] += number
            squares += number * number
          }
        }
      }
    }
    let rows = Double(validationBatches * scoredSteps.count * batchSize)
    let means = sums.reduce(0) { $0 + ($1 / rows) * ($1 / rows) }
    return (squares / rows - means) / Double(outputSize)
  }
}
