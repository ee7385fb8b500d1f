import LinearAlgebra
import Networks
import Schema
import Tasks
import Training

/// The net on its own task with some of the task's settings changed: as it is, and after some of its parameters were
/// given time to adapt.
struct ChangeObservable: Observable {
  static let key = "under_change"
  static let summary = "loss and accuracy with settings of the task changed"
  static let entries: [Entry] = [
    Entry("changes", .changes(of: "task"), "settings of the task to evaluate under"),
    Entry(
      "adapt", .optional(TrainingSettings.adaptationSection),
      "also evaluate after training parameters of some groups, in a copy, under the change"),
  ]

  let taskChanges: [ChangedSettings]
  /// Nil where nothing adapts.
  private let adaptation: TrainingSettings?

  init(_ settings: Settings) {
    taskChanges = settings.changes("changes")
    adaptation = settings.optionalSection("adapt").map { TrainingSettings(adapting: $0) }
  }

  func quantities(of network: any Network) -> [Quantity] {
    let changes = [Quantity.Dimension("change", labels: taskChanges.map(\.label))]
    func trio(_ name: String, _ when: String) -> [Quantity] {
      [
        Quantity(
          name + "_loss", dimensions: changes,
          longName: "loss on the validation set under a change of the task\(when)"),
        Quantity(
          name + "_accuracy", dimensions: changes,
          longName:
            "share of right answers on the validation set under a change of the task\(when)"),
        Quantity(
          name + "_entropy", dimensions: changes, units: "nat",
          longName:
            "mean entropy of the predictions on the validation set under a change\(when)"),
      ]
    }
    guard adaptation != nil else { return trio("changed", "") }
    return trio("changed", "") + trio("adapted", ", after adaptation to it")
  }

  func flops(of network: any Network) -> Double { 0 }

  func flops(of network: any Network, on changed: any Task) -> Double {
    let forward = network.forwardFlops(
      length: changed.length, batch: changed.batchSize, scored: changed.scoredSteps.count)
    let evaluation = forward * Double(changed.validationBatches)
    guard let adaptation else { return evaluation }
    return 2 * evaluation + 3 * forward * Double(adaptation.steps)
  }

  func observer<Element: Scalar>(of subject: Subject<Element>) -> any Observer {
    ChangeObserver(
      tasks: taskChanges.map { subject.task(under: $0) }, adaptation: adaptation, subject)
  }
}

private final class ChangeObserver<Element: Scalar>: Observer {
  private let subject: Subject<Element>
  private let evaluators: [Evaluator<Element>]
  private let copies: [AdaptingCopy<Element>]
  private let adapts: Bool

  init(tasks: [any Task], adaptation: TrainingSettings?, _ subject: Subject<Element>) {
    self.subject = subject
    let trainer = subject.trainer
    evaluators = tasks.map {
      Evaluator(trainer.network, task: $0, parameters: trainer.parameters)
    }
    copies =
      adaptation.map { settings in
        tasks.map { AdaptingCopy(of: trainer, task: $0, settings: settings) }
      } ?? []
    adapts = adaptation != nil
  }

  func values() -> [Double] {
    let changed = evaluators.map { evaluator in
      subject.pulse()
      return evaluator.evaluate()
    }
    let adapted = copies.map { $0.evaluateAdapted { subject.pulse() } }
    let both = adapts ? [changed, adapted] : [changed]
    return both.flatMap { $0.map(\.loss) + $0.map(\.accuracy) + $0.map(\.entropy) }
  }
}

/// A copy of a net in training that learns a changed task with some of its parameters.
private final class AdaptingCopy<Element: Scalar> {
  private let original: Trainer<Element>
  private let trainer: Trainer<Element>
  private let evaluator: Evaluator<Element>

  init(of original: Trainer<Element>, task: any Task, settings: TrainingSettings) {
    self.original = original
    trainer = Trainer(original.network, task: task, settings: settings, seed: 0)
    evaluator = Evaluator(trainer)
  }

  /// Starts from the original's parameters as they are now.
  func evaluateAdapted(_ pulse: () -> Void) -> Evaluation {
    trainer.restart(from: original.parameters)
    while trainer.hasMovingParameters && trainer.step < trainer.settings.steps {
      pulse()
      trainer.computeGradient()
      trainer.update()
    }
    return evaluator.evaluate()
  }
}
