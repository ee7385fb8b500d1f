import CognitiveTasks
@testable import FunctionObservables
import Layers
import LinearAlgebra
import Networks
import Observing
import Plans
import Programs
import Schema
import Tasks
import TestSupport
import Testing

@Suite struct RecurrentKernelTests {
  private func network(_ cell: String) throws -> any Network {
    let settings = Settings(
      defaultsOf: NetworkCatalogue.section.entries,
      with: ["cell": .text(cell), "width": .integer(4)])
    return try NetworkCatalogue.make(settings: settings, inputSize: 3, outputSize: 3)
  }

  private func task() throws -> any LearningTask {
    let settings = Settings(
      defaultsOf: TaskCatalogue.section.entries,
      with: [
        "name": .text("two-alternative"), "batch": .integer(3), "validation_samples": .integer(6),
      ])
    return try TaskCatalogue.make(settings, seed: 5)
  }

  /// All outputs of the first sequences of the validation set, sequence by sequence, with other parameters.
  private func outputs(
    _ network: any Network, _ task: any LearningTask, sequences: Int
  ) -> ([Double]) -> [Double] {
    let program = Program()
    let values = network.layout.values(in: program)
    let drive = program.input(8 * 3, 3)
    let answers = network.forward(
      in: program, parameters: values, inputs: drive, length: 8, batch: 3, scored: 0..<8
    ).outputs
    let parameters = Storage<Double>(count: network.layout.count)
    let plan = Plan<Double>(
      outputs: [answers], bindings: network.layout.bindings(of: values, to: parameters))
    let (inputs, targets) = (plan.storage(of: drive), Storage<Double>(count: task.targetCount))
    return { numbers in
      parameters.elements = numbers
      return (0..<sequences).flatMap { sequence in
        inputs.withMutableSpan { inputs in
          targets.withMutableSpan { targets in
            task.fillValidation(batch: sequence / 3, inputs: &inputs, targets: &targets)
          }
        }
        plan.run()
        let found = plan.storage(of: answers).elements
        return (0..<8).flatMap { step in
          let row = step * 3 + sequence % 3
          return found[3 * row..<3 * row + 3]
        }
      }
    }
  }

  @Test(arguments: ["rnn", "gru"])
  func `it is the product of Jacobians by finite differences`(_ cell: String) throws {
    let (network, task) = (try network(cell), try task())
    let start: [Double] = network.layout.initialValues(seed: 2)
    let found = RecurrentKernel(
      network, task, HeldOutSequences(of: task, count: 4).inputs
    ).matrix(start) {}
    let outputs = outputs(network, task, sequences: 4)
    let step = 1e-5
    let columns = network.layout.trained(in: .recurrent).flatMap(\.range).map { index in
      var (up, down) = (start, start)
      up[index] += step
      down[index] -= step
      return zip(outputs(up), outputs(down)).map { ($0 - $1) / (2 * step) }
    }
    let transposed = Matrix(
      rows: columns.count, columns: 4 * 24, elements: columns.flatMap(\.self))
    let expected = transposed.times(transposed, transposingSelf: true)
    let largest = expected.elements.map(abs).max() ?? 0
    // Differences of outputs of order one over 1e-5, squared steps beside them.
    let error = zip(found.elements, expected.elements).map { abs($0 - $1) }.max() ?? .nan
    #expect(found.rows == 96 && error < 1e-8 * max(1, largest), "\(error)")
  }

  @Test func `where the backward pass computes factors again there is no closed form`() throws {
    let (network, task) = (try smallNetwork("rate", inputSize: 3, outputSize: 3), try task())
    #expect(ClosedKernel(network, task, HeldOutSequences(of: task, count: 4).inputs) == nil)
  }

  @Test(arguments: ["rnn", "gru", "lstm"])
  func `its closed form is that of dense Jacobians`(_ cell: String) throws {
    let task = try task()
    let network = try smallNetwork(cell, inputSize: 3, outputSize: 3)
    let sequences = HeldOutSequences(of: task, count: 4).inputs
    let values: [Double] = network.layout.initialValues(seed: 2)
    let dense = RecurrentKernel(network, task, sequences).matrix(values) {}
    let closed = try #require(ClosedKernel(network, task, sequences)).matrix(values) {}
    let scale = dense.largestMagnitude
    #expect(scale > 0 && closed.rows == dense.rows)
    #expect((closed - dense).largestMagnitude < 1e-12 * scale)
  }

  @Test func `the closed form is taken where it costs less, which is in wide nets`() throws {
    let task = try task()
    func isCheaper(_ width: Int, _ model: Written = [:]) throws -> Bool {
      let settings = NetworkCatalogue.section.settings([
        "cell": "rnn", "width": .value(.integer(width)), "attention": model,
      ])
      let network = try NetworkCatalogue.make(settings: settings, inputSize: 3, outputSize: 3)
      return ClosedKernel.isCheaper(for: network, task)
    }
    // Eight steps: 64 pairs.
    #expect(try !isCheaper(60) && isCheaper(65))
    #expect(try !isCheaper(65, ["memory": "full"]))
    let attentive = try smallNetwork("rnn", memory: "full", inputSize: 3, outputSize: 3)
    let found = ClosedKernel(attentive, task, HeldOutSequences(of: task, count: 2).inputs)
    #expect(found == nil)
  }

  @Test func `it is as aligned to itself as can be, and a feed-forward net has none`() throws {
    let (network, task) = (try network("rnn"), try task())
    let kernel = RecurrentKernel(
      network, task, HeldOutSequences(of: task, count: 2).inputs)
    let start = kernel.matrix(network.layout.initialValues(seed: 2)) {}
    let findings = RecurrentKernelFindings(3 * start, start: start)
    #expect(abs(findings.startAlignment - 1) < 1e-12)
    #expect(abs(findings.trace / start.diagonal.reduce(0, +) - 3) < 1e-12)
    let observable = RecurrentKernelObservable(
      Settings(defaultsOf: RecurrentKernelObservable.entries))
    let flat = Settings(
      defaultsOf: NetworkCatalogue.section.entries, with: ["cell": .text("feed_forward")])
    let plain = try NetworkCatalogue.make(settings: flat, inputSize: 3, outputSize: 3)
    #expect(throws: ObservableError.self) { try observable.check(plain, on: task) }
  }
}
