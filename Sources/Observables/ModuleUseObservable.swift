import Layers
import LinearAlgebra
import Networks
import Observing
import Plans
import Programs
import Records
import Schema
import Tasks
import Training

/// What attentive modules do: how often each acts and changes over, what it attends to, and what the net is worth where
/// nothing comes from above (arXiv:2006.16981).
struct ModuleUseObservable: Observable {
  static let key = "module_use"
  static let summary =
    "which attentive modules act, and on what; left out of nets without such modules"
  static let entries: [Entry] = [
    .integer("samples", 256, in: 1...1_000_000, "sequences that training does not see")
  ]

  /// What a module can attend to, in the order of `ModularLayer.Next.attention`.
  private static let slots = ["null", "below", "above"]
  private static let paper = "Mittal et al. 2020, arXiv:2006.16981"

  private let samples: Int

  init(_ settings: Settings) { samples = settings.integer("samples") }

  func check(_ network: any Network, on task: any LearningTask) throws(ObservableError) {
    try requireRecurrence(network)
  }

  func columns(of network: any Network, on task: any LearningTask) -> [Column<ModuleUse>] {
    let layers = network.cell?.moduleLayers ?? []
    guard let most = layers.map(\.choice.modules).max() else { return [] }
    let modules = [
      Quantity.Dimension("module_layer", size: layers.count),
      Quantity.Dimension("module", size: most),
    ]
    return course(over: modules) + (layers.contains { $0.above != nil } ? cut : [])
  }

  private func course(over modules: [Quantity.Dimension]) -> [Column<ModuleUse>] {
    let most = modules[1].size
    return [
      Column(
        "module_activity", over: modules, "share of all steps at which a module acts", Self.paper
      ) { $0.table(of: most, \.activity) },
      Column(
        "module_switching", over: modules,
        "share of all steps but the first at which a module begins or ceases to act", Self.paper
      ) { $0.table(of: most, \.switching) },
      Column(
        "module_attention", over: modules + [Quantity.Dimension("slot", labels: Self.slots)],
        "mean attention of a module to nothing, to the layer below and to the layer above",
        Self.paper
      ) { $0.table(of: Self.slots.count * most, \.attention) },
      Column(
        "module_attention_entropy", over: modules, units: "nat",
        "mean entropy of a module's attention to nothing and to the layers below and above",
        Self.paper
      ) { $0.table(of: most, \.entropy) },
    ]
  }

  private var cut: [Column<ModuleUse>] {
    [
      Column(
        "loss_without_above", "loss on the validation set where nothing comes from above",
        Self.paper
      ) { $0.withoutAbove?.loss ?? .nan },
      Column(
        "accuracy_without_above",
        "share of right answers on the validation set where nothing comes from above", Self.paper
      ) { $0.withoutAbove?.accuracy ?? .nan },
    ]
  }

  /// Two passes: one over the sequences, step by step in double precision, and one over the validation set. Memory holds
  /// the sequences, a step of the net, and an evaluation with its parameters.
  func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask]) -> Cost
  {
    let step = network.forwardFlops(length: 1, batch: samples, scored: 0)
    let look =
      network.forwardFlops(
        length: task.length, batch: task.batchSize, scored: task.scoredSteps.count)
      * Double(task.validationBatches)
    return Cost(
      flops: 2 * Double(task.length) * step + look,
      numbers: 3 * Double(network.layout.count) + network.evaluationCount(on: task)
        + 2 * network.activationCount(length: 1, batch: samples, scored: 0).forward
        + countProduct(2, samples, task.length, task.inputSize),
      quietFlops: max(2 * step, look))
  }

  func probe<Element: Scalar>(of context: ObservationContext<Element>) -> Probe<ModuleUse> {
    guard context.trainer.network.cell?.moduleLayers.isEmpty == false else {
      return { ModuleUse() }
    }
    return ModuleUseProbe(context, samples: samples).use
  }
}

/// What the modules of a net do, in the mean over sequences and steps.
struct ModuleUse {
  /// Each layer's modules, in the order of their units. An array that has several numbers for each module holds those of
  /// one module next to each other.
  struct Layer {
    var activity: [Double]
    var switching: [Double]
    var attention: [Double]
    var entropy: [Double]
  }

  /// From the lowest on.
  var layers: [Layer] = []
  /// The net on the validation set where nothing comes from above; nil where nothing does anyway.
  var withoutAbove: Evaluation?

  /// An array of all layers, filled up with NaN to so many numbers a layer.
  func table(of count: Int, _ numbers: (Layer) -> [Double]) -> [Double] {
    layers.flatMap { layer in
      let own = numbers(layer)
      return own + [Double](repeating: .nan, count: count - own.count)
    }
  }
}

/// Follows a net's modules over sequences, step by step, in double precision even where the net's is single.
private final class ModuleUseProbe<Element: Scalar> {
  private let context: ObservationContext<Element>
  private let samples: Int
  private let parameters: Storage<Double>
  private let plan: Plan<Double>
  private let inputs: Storage<Double>
  private let input: Storage<Double>
  private let states: [(before: Storage<Double>, after: Storage<Double>)]
  private let layers: [Counted]
  /// The net without what comes from above; nil where nothing does.
  private let cut: CutNet<Element>?

  /// Where a layer's step is found.
  private struct Counted {
    let modules: Int
    let isActive: Storage<Double>
    let attention: [Storage<Double>]
  }

  init(_ context: ObservationContext<Element>, samples: Int) {
    let (network, task) = (context.trainer.network, context.trainer.task)
    guard let cell = network.cell else { preconditionFailure("a net without a cell") }
    let program = Program()
    let values = network.layout.values(in: program)
    let before = cell.stateSizes.map { program.input(samples, $0) }
    let drive = program.input(samples, cell.inputSize)
    let steps = cell.moduleSteps(states: before, input: drive, parameters: values)
    let after = steps.flatMap { [$0.state, $0.memory] }
    let parameters = Storage<Double>(count: network.layout.count)
    let plan = Plan<Double>(
      outputs: after + steps.flatMap { [$0.isActive] + $0.attention },
      bindings: network.layout.bindings(of: values, to: parameters))
    states = zip(before, after).map { (plan.storage(of: $0), plan.storage(of: $1)) }
    layers = zip(cell.moduleLayers, steps).map { sizes, step in
      Counted(
        modules: sizes.choice.modules, isActive: plan.storage(of: step.isActive),
        attention: step.attention.map { plan.storage(of: $0) })
    }
    input = plan.storage(of: drive)
    inputs = Storage(count: samples * task.length * task.inputSize)
    inputs.withMutableSpan {
      task.fillProbe(trajectories: samples, steps: task.length, inputs: &$0)
    }
    let seesAbove = cell.moduleLayers.contains { $0.above != nil }
    cut = seesAbove ? CutNet(context.trainer) : nil
    (self.context, self.samples) = (context, samples)
    (self.parameters, self.plan) = (parameters, plan)
  }

  func use() -> ModuleUse {
    parameters.convert(context.trainer.parameters, from: 0)
    for state in states {
      state.before.elements = [Double](repeating: 0, count: state.before.count)
    }
    var counts = layers.map { ModuleCount(modules: $0.modules, samples: samples) }
    let length = context.trainer.task.length
    for step in 0..<length {
      context.heartbeat()
      input.copy(from: inputs, at: step * input.count)
      plan.run()
      for (index, layer) in layers.enumerated() {
        counts[index].add(
          isActive: layer.isActive.elements, attention: layer.attention.map(\.elements))
      }
      for state in states { state.before.copy(from: state.after) }
    }
    context.heartbeat()
    return ModuleUse(
      layers: counts.map { $0.means(steps: length) }, withoutAbove: cut?.evaluation)
  }
}

/// A copy of a net in training in which nothing comes from above.
private struct CutNet<Element: Scalar> {
  private let trainer: Trainer<Element>
  private let parameters: Storage<Element>
  private let evaluator: Evaluator<Element>
  private let places: [Range<Int>]

  init(_ trainer: Trainer<Element>) {
    let layout = trainer.network.layout
    places = layout.all.filter { ModularLayer.readsAbove($0.name) }.map(\.range)
    parameters = Storage(count: layout.count)
    evaluator = Evaluator(trainer.network, task: trainer.task, parameters: parameters)
    self.trainer = trainer
  }

  var evaluation: Evaluation {
    parameters.copy(from: trainer.parameters)
    for place in places.joined() { parameters[place] = 0 }
    return evaluator.evaluate()
  }
}
