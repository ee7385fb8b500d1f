import Networks
import Tasks
import Training
import LinearAlgebra
import Observing
import Records
import Schema

/// The net on its task with some of the task's settings changed, before and after some of its parameters adapt to the
/// change.
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
  /// How the net adapts; nil where it does not.
  private let adaptation: TrainingSettings?

  init(_ settings: Settings) {
    taskChanges = settings.changes("changes")
    adaptation = settings.optionalSection("adapt").map { TrainingSettings(adapting: $0) }
  }

  func columns(of network: any Network, on task: any LearningTask) -> [Column<ChangeEvaluations>] {
    trio("changed", "") { $0.changed }
      + (adaptation == nil ? [] : trio("adapted", ", after adaptation to it") { $0.adapted })
  }

  private func trio(
    _ name: String, _ when: String,
    _ evaluations: @escaping @Sendable (ChangeEvaluations) -> [Evaluation]
  ) -> [Column<ChangeEvaluations>] {
    let changes = [Quantity.Dimension("change", labels: taskChanges.map(\.label))]
    return [
      Column<[Evaluation]>(
        name + "_loss", over: changes,
        "loss on the validation set under a change of the task\(when)"
      ) { $0.map(\.loss) },
      Column<[Evaluation]>(
        name + "_accuracy", over: changes,
        "share of right answers on the validation set under a change of the task\(when)"
      ) { $0.map(\.accuracy) },
      Column<[Evaluation]>(
        name + "_entropy", over: changes, units: "nat",
        "mean entropy of the predictions on the validation set under a change\(when)"
      ) { $0.map(\.entropy) },
    ].map { $0.of(evaluations) }
  }

  /// Each shape of batch has an evaluator, and a trainer of a copy where something adapts. Each change gives a
  /// heartbeat.
  func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask]) -> Cost
  {
    let shapes = Dictionary(changed.map { (BatchShape($0), $0) }, uniquingKeysWith: { $1 })
    let numbers = shapes.values.reduce(0.0) { sum, task in
      let evaluation = network.evaluationCount(on: task)
      guard let adaptation, adaptation.steps > 0 else { return sum + evaluation }
      return sum + 2 * evaluation + adaptation.numberCount(of: network, on: task)
    }
    return Cost(
      flops: changed.reduce(0) { $0 + flops(of: network, on: $1) }, numbers: numbers,
      quietFlops: 0)
  }

  private func flops(of network: any Network, on changed: any LearningTask) -> Double {
    let forward = network.forwardFlops(
      length: changed.length, batch: changed.batchSize, scored: changed.scoredSteps.count)
    let evaluation = forward * Double(changed.validationBatches)
    guard let adaptation else { return evaluation }
    return 2 * evaluation + 3 * forward * Double(adaptation.steps)
  }

  func probe<Element: Scalar>(
    of context: ObservationContext<Element>
  ) -> Probe<ChangeEvaluations> {
    ChangeProbe(
      tasks: taskChanges.map { context.task(under: $0) }, adaptation: adaptation, context
    ).evaluations
  }
}

/// The evaluations of a net under each change of its task.
struct ChangeEvaluations {
  /// The evaluations before any adaptation.
  let changed: [Evaluation]
  /// The evaluations after some parameters adapted; equal to `changed` where nothing moves.
  let adapted: [Evaluation]
}

/// Evaluates a net under changes of its task. Tasks of one shape share their programs, whose states are most of the
/// memory that a recurrent net needs.
private final class ChangeProbe<Element: Scalar> {
  private let context: ObservationContext<Element>
  private let tasks: [any LearningTask]
  private var evaluators: [BatchShape: Evaluator<Element>] = [:]
  private var copies: [BatchShape: AdaptingCopy<Element>] = [:]

  init(
    tasks: [any LearningTask], adaptation: TrainingSettings?, _ context: ObservationContext<Element>
  ) {
    self.context = context
    self.tasks = tasks
    let trainer = context.trainer
    for task in tasks where evaluators[BatchShape(task)] == nil {
      evaluators[BatchShape(task)] = Evaluator(
        trainer.network, task: task, parameters: trainer.parameters)
      // Without steps of adaptation no copy is needed.
      if let adaptation, adaptation.steps > 0 {
        copies[BatchShape(task)] = AdaptingCopy(of: trainer, task: task, settings: adaptation)
      }
    }
  }

  func evaluations() -> ChangeEvaluations {
    let changed = tasks.map { task in
      context.heartbeat()
      guard let evaluator = evaluators[BatchShape(task)] else {
        preconditionFailure("no evaluator of the shape of \(task.name)")
      }
      evaluator.turn(to: task)
      return evaluator.evaluate()
    }
    let adapted = zip(tasks, changed).map { task, changed in
      copies[BatchShape(task)]?.evaluateAdapted(to: task) { context.heartbeat() } ?? changed
    }
    return ChangeEvaluations(changed: changed, adapted: adapted)
  }
}

/// A copy of a net in training that learns a changed task with some of its parameters.
private final class AdaptingCopy<Element: Scalar> {
  private let original: Trainer<Element>
  private let trainer: Trainer<Element>
  private let evaluator: Evaluator<Element>

  init(of original: Trainer<Element>, task: any LearningTask, settings: TrainingSettings) {
    self.original = original
    trainer = Trainer(original.network, task: task, settings: settings, seed: 0)
    evaluator = Evaluator(trainer)
  }

  /// The evaluation after adaptation that starts from the original's present parameters; nil where no parameter moves.
  func evaluateAdapted(to task: any LearningTask, _ heartbeat: () -> Void) -> Evaluation? {
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
