import Layers
import LinearAlgebra
import Networks
import Plans
import Programs
import Tasks

/// Where the parameters of a net with one plain recurrent layer lie: h' = φ(W z), z = [x; h; 1], and a read-out of
/// [h'; 1].
struct PlainRecurrentPlaces {
  let inputs: Int
  let units: Int
  let outputs: Int
  private let input: Range<Int>
  private let recurrent: Range<Int>
  private let bias: Range<Int>
  private let readout: Range<Int>
  private let readoutBias: Range<Int>

  /// - Returns: Nil for any other net, and for one that trains more.
  init?(_ network: any Network) {
    let layout = network.layout
    guard let cell = network.cell, !cell.looksBack, cell.timeStep == nil,
      layout.trained.count == 5,
      let input = layout["weight_ih_l0"], let recurrent = layout["weight_hh_l0"],
      let bias = layout["bias_ih_l0"], let readout = layout["readout.weight"],
      let readoutBias = layout["readout.bias"], recurrent.parameter.mask == nil,
      recurrent.shape == Shape(bias.shape.columns, bias.shape.columns)
    else { return nil }
    (inputs, units, outputs) = (
      input.shape.columns, recurrent.shape.rows, readout.shape.rows
    )
    (self.input, self.recurrent, self.bias) = (input.range, recurrent.range, bias.range)
    (self.readout, self.readoutBias) = (readout.range, readoutBias.range)
  }

  /// The size of z.
  var drive: Int { inputs + units + 1 }

  /// The sizes of the four covariances: of z, of W z, of [h; 1] and of the outputs.
  var orders: [Int] { [drive, units, units + 1, outputs] }

  /// How many numbers the covariances have.
  var count: Int { orders.reduce(0) { $0 + $1 * $1 } }

  /// W, units × drive, of a flat vector.
  func layer<S: Scalar>(of vector: [S]) -> Matrix<S> {
    var matrix = Matrix<S>(rows: units, columns: drive)
    for row in 0..<units {
      for j in 0..<inputs { matrix[row, j] = vector[input.lowerBound + row * inputs + j] }
      for j in 0..<units {
        matrix[row, inputs + j] = vector[recurrent.lowerBound + row * units + j]
      }
      matrix[row, drive - 1] = vector[bias.lowerBound + row]
    }
    return matrix
  }

  /// The read-out, outputs × units + 1, of a flat vector.
  func readout<S: Scalar>(of vector: [S]) -> Matrix<S> {
    var matrix = Matrix<S>(rows: outputs, columns: units + 1)
    for row in 0..<outputs {
      for j in 0..<units { matrix[row, j] = vector[readout.lowerBound + row * units + j] }
      matrix[row, units] = vector[readoutBias.lowerBound + row]
    }
    return matrix
  }

  /// Adds both to a flat vector.
  func add<S: Scalar>(_ layer: Matrix<S>, _ out: Matrix<S>, to vector: inout [S]) {
    for row in 0..<units {
      for j in 0..<inputs { vector[input.lowerBound + row * inputs + j] += layer[row, j] }
      for j in 0..<units {
        vector[recurrent.lowerBound + row * units + j] += layer[row, inputs + j]
      }
      vector[bias.lowerBound + row] += layer[row, drive - 1]
    }
    for row in 0..<outputs {
      for j in 0..<units { vector[readout.lowerBound + row * units + j] += out[row, j] }
      vector[readoutBias.lowerBound + row] += out[row, units]
    }
  }
}

/// Takes out of each step what would change a net's responses to the tasks of earlier phases (Duncker et al. 2020,
/// "Organizing recurrent network dynamics by task-computation to enable continual learning").
///
/// With C the mean covariance over these tasks, P = (C/α + 1)⁻¹ closes the directions that they use. A step ΔW becomes
/// P_Wz ΔW P_z, a step of the read-out P_y ΔV P_h.
///
/// It is the optimiser's step that is projected. To project the gradient would not do with Adam, which divides each
/// element by its own size and turns the step back.
final class StepProjection<Element: Scalar> {
  private let places: PlainRecurrentPlaces
  private let threshold: Double
  private let network: any Network
  private let parameters: Storage<Element>
  /// The four covariances one after another, in the trainer's state from `offset` on.
  private let state: Storage<Element>
  private let offset: Int
  private var projections: [Matrix<Element>] = []
  private var kept: [Element] = []

  /// - Parameter threshold: α.
  init(
    _ network: any Network, _ places: PlainRecurrentPlaces, threshold: Double,
    parameters: Storage<Element>, state: Storage<Element>, at offset: Int
  ) {
    (self.places, self.threshold, self.network) = (places, threshold, network)
    (self.parameters, self.state, self.offset) = (parameters, state, offset)
  }

  /// Counts the task that a phase has learnt among those to be left alone.
  ///
  /// - Parameter number: How many such tasks there are then.
  func add(_ task: any LearningTask, number: Int) {
    let found = TaskActivity(network, task, parameters: parameters).covariances(places)
    let share = 1 / Double(number)
    var place = offset
    for covariance in found {
      for element in covariance.elements {
        state[place] = Element((1 - share) * Double(state[place]) + share * element)
        place += 1
      }
    }
    prepare()
  }

  /// Works the projections out from the covariances.
  func prepare() {
    var place = offset
    projections = places.orders.map { order in
      let covariance = Matrix<Double>(
        rows: order, columns: order,
        elements: (place..<place + order * order).map { Double(state[$0]) })
      place += order * order
      let system = covariance.symmetricEigensystem
      let kept = system.values.map { 1 / (max($0, 0) / threshold + 1) }
      let scaled = Matrix(diagonal: kept) * system.vectors
      return Matrix<Element>(system.vectors.times(scaled, transposingSelf: true))
    }
  }

  /// Remembers the parameters before an update.
  func keep() { kept = parameters.elements }

  /// Projects the step that has led away from the parameters that `keep` remembers.
  func project() {
    guard projections.count == 4 else { return }
    let moved = parameters.elements
    let step = zip(moved, kept).map { $0 - $1 }
    let layer = projections[1] * places.layer(of: step) * projections[0]
    let out = projections[3] * places.readout(of: step) * projections[2]
    places.add(layer, out, to: &kept)
    parameters.elements = kept
  }
}

/// A net's activity on the validation set of a task.
private struct TaskActivity<Element: Scalar> {
  private let task: any LearningTask
  private let plan: Plan<Element>
  private let inputs: Storage<Element>
  private let states: Storage<Element>
  private let outputs: Storage<Element>
  private let parameters: [Double]

  init(_ network: any Network, _ task: any LearningTask, parameters: Storage<Element>) {
    self.task = task
    self.parameters = parameters.elements.map { Double($0) }
    let program = Program()
    let values = network.layout.values(in: program)
    let drive = program.input(task.length * task.batchSize, task.inputSize)
    let answers = network.forward(
      in: program, parameters: values, inputs: drive, length: task.length,
      batch: task.batchSize, scored: 0..<task.length)
    plan = Plan(
      outputs: [answers.outputs, answers.representation],
      bindings: network.layout.bindings(of: values, to: parameters))
    inputs = plan.storage(of: drive)
    states = plan.storage(of: answers.representation)
    outputs = plan.storage(of: answers.outputs)
  }

  /// The mean products of z, of W z, of [h; 1] and of the outputs, over all steps and sequences.
  func covariances(_ places: PlainRecurrentPlaces) -> [Matrix<Double>] {
    let orders = places.orders
    var sums = [orders[0], orders[2], orders[3]].map { Matrix<Double>(rows: $0, columns: $0) }
    let rows = task.length * task.batchSize
    let targets = Storage<Element>(count: task.targetCount)
    for batch in 0..<task.validationBatches {
      inputs.withMutableSpan { inputs in
        targets.withMutableSpan { targets in
          task.fillValidation(batch: batch, inputs: &inputs, targets: &targets)
        }
      }
      plan.run()
      let parts = [drive(places), read(places), matrix(outputs, rows, places.outputs)]
      for (index, part) in parts.enumerated() {
        sums[index] = sums[index] + part.times(part, transposingSelf: true)
      }
    }
    let share = 1 / Double(max(rows * task.validationBatches - 1, 1))
    let means = sums.map { share * $0 }
    let layer = places.layer(of: parameters)
    let driven = (layer * means[0]).times(layer, transposingOther: true)
    return [means[0], driven, means[1], means[2]]
  }

  private func matrix(_ storage: Storage<Element>, _ rows: Int, _ columns: Int) -> Matrix<Double> {
    Matrix(rows: rows, columns: columns, elements: storage.elements.map { Double($0) })
  }

  /// z at each step: the input, the state before it, which is zero at first, and 1.
  private func drive(_ places: PlainRecurrentPlaces) -> Matrix<Double> {
    let (rows, batch) = (task.length * task.batchSize, task.batchSize)
    let (x, h) = (inputs.elements, states.elements)
    var z = Matrix<Double>(rows: rows, columns: places.drive)
    for row in 0..<rows {
      for j in 0..<places.inputs { z[row, j] = Double(x[row * places.inputs + j]) }
      for j in 0..<places.units where row >= batch {
        z[row, places.inputs + j] = Double(h[(row - batch) * places.units + j])
      }
      z[row, places.drive - 1] = 1
    }
    return z
  }

  /// [h; 1] at each step, the state after it.
  private func read(_ places: PlainRecurrentPlaces) -> Matrix<Double> {
    let rows = task.length * task.batchSize
    let h = states.elements
    var z = Matrix<Double>(rows: rows, columns: places.units + 1)
    for row in 0..<rows {
      for j in 0..<places.units { z[row, j] = Double(h[row * places.units + j]) }
      z[row, places.units] = 1
    }
    return z
  }
}
