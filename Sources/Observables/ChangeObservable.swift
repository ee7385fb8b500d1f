import LinearAlgebra
import Networks
import Records
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

  /// Of each shape of batch an evaluator, and a trainer of a copy where something adapts.
  func numberCount(of network: any Network, on task: any Task, changed: [any Task]) -> Double {
    let shapes = Dictionary(changed.map { (BatchShape($0), $0) }, uniquingKeysWith: { $1 })
    return shapes.values.reduce(0) { sum, task in
      let evaluation = network.evaluationCount(on: task)
      guard let adaptation, adaptation.steps > 0 else { return sum + evaluation }
      return sum + 2 * evaluation + adaptation.numberCount(of: network, on: task)
    }
  }

  func observer<Element: Scalar>(of subject: Subject<Element>) -> any Observer {
    ChangeObserver(
      tasks: taskChanges.map { subject.task(under: $0) }, adaptation: adaptation, subject)
  }
}

/// Tasks of one shape share their programs, whose states are most of what a recurrent net needs of memory.
private final class ChangeObserver<Element: Scalar>: Observer {
  private let subject: Subject<Element>
  private let tasks: [any Task]
  private var evaluators: [BatchShape: Evaluator<Element>] = [:]
  private var copies: [BatchShape: AdaptingCopy<Element>] = [:]
  private let adapts: Bool

  init(tasks: [any Task], adaptation: TrainingSettings?, _ subject: Subject<Element>) {
    self.subject = subject
    self.tasks = tasks
    adapts = adaptation != nil
    let trainer = subject.trainer
    for task in tasks where evaluators[BatchShape(task)] == nil {
      evaluators[BatchShape(task)] = Evaluator(
        trainer.network, task: task, parameters: trainer.parameters)
      // Without time there is nothing to learn.
      if let adaptation, adaptation.steps > 0 {
        copies[BatchShape(task)] = AdaptingCopy(of: trainer, task: task, settings: adaptation)
      }
    }
  }

  func values() -> [Double] {
    let changed = tasks.map { task in
      subject.heartbeat()
      guard let evaluator = evaluators[BatchShape(task)] else {
        preconditionFailure("no evaluator of the shape of \(task.name)")
      }
      evaluator.turn(to: task)
      return evaluator.evaluate()
    }
    let adapted = zip(tasks, changed).map { task, changed in
      copies[BatchShape(task)]?.evaluateAdapted(to: task) { subject.heartbeat() } ?? changed
    }
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

  /// Starts from the original's parameters as they are now; nil where nothing of the net moves.
  func evaluateAdapted(to task: any Task, _ heartbeat: () -> Void) -> Evaluation? {
    guard trainer.hasMovingParameters else { return nil }
    trainer.restart(from: original.parameters, on: task)
    evaluator.turn(to: task)
    while trainer.step < trainer.settings.steps {
      heartbeat()
      trainer.computeGradient()
      trainer.update()
    }
    return evaluator.evaluate()
  }
}
