import Experiment
import Foundation
import Testing

@Suite struct LayerObservableTests {
  @Test func `a linear net's layers have the input's dimension, or their width's`() throws {
    let found = try courses(
      """
      task: {name: noisy-linear-teacher, inputs: 12}
      model:
        cell: feed_forward
        widths: [40, 5]
        activation: identity
        bias: false
        initial: {hidden: {scheme: orthogonal}}
      training: {steps: 0, precision: float64}
      observe: {layer_dimension: {samples: 600}}
      """)
    let ratios = try #require(found["layer_participation_ratio"]?.first)
    // 12 normal inputs, kept by orthonormal columns, then 5 combinations of them; bias 1/(1/N + 1/P) and its scatter.
    #expect(ratios.count == 3)
    #expect(abs(ratios[0] - 11.76) < 0.15)
    #expect(abs(ratios[1] - ratios[0]) < 1e-9 && ratios[2] > 2 && ratios[2] < 5)
    // An isometry keeps distances, and so every local estimate.
    for name in ["two_nearest_neighbours", "maximum_likelihood", "local_participation_ratio"] {
      let layers = try #require(found["layer_\(name)"]?.first)
      #expect(abs(layers[1] / layers[0] - 1) < 1e-6, "\(name)")
      #expect(layers[2] < 0.75 * layers[0], "\(name)")
    }
    #expect(found["layer_rank_90"]?.first?.prefix(2) == [11, 11])
    // Not a classification.
    #expect(found["layer_class_participation_ratio"]?.first?.allSatisfy(\.isNaN) == true)
  }

  @Test(arguments: ["layer_dimension", "epsilon_rank"])
  func `points are as many as a task has held out, not those again`(observable: String) throws {
    func found(_ samples: Int) throws -> [String: [[Double]]] {
      try courses(
        """
        task: {name: two-moons, samples: 120, validation_samples: 120}
        model: {cell: feed_forward, widths: [30], activation: relu}
        training: {steps: 0, precision: float64}
        observe: {\(observable): {samples: \(samples)}}
        """)
    }
    let (all, more) = (try found(120), try found(5000))
    let fewer = try found(60)
    // A NaN equals none, but its text does.
    func text(_ found: [String: [[Double]]]) -> [String] { found.map { "\($0)" }.sorted() }
    #expect(text(all) == text(more) && text(all) != text(fewer))
  }

  @Test func `classes are taken apart where a task has them`() throws {
    let found = try courses(
      """
      task: {name: curved-clusters, batch: 50, train_samples: 100, validation_samples: 500}
      model: {cell: feed_forward, widths: [30], activation: relu}
      training: {optimizer: sgd, steps: 0}
      observe: {layer_dimension: {samples: 500}}
      """)
    let whole = try #require(found["layer_participation_ratio"]?.first)
    let within = try #require(found["layer_class_participation_ratio"]?.first)
    #expect(within.count == 2 && zip(within, whole).allSatisfy { $0 < $1 && $0 > 1 })
  }

  @Test func `energies of a linear net are those of its weights`() throws {
    let found = try courses(
      """
      task: {name: noisy-linear-teacher, train_samples: 4000, validation_samples: 4000}
      model:
        cell: feed_forward
        widths: [60]
        activation: identity
        bias: false
        initial: {hidden: {scheme: lecun_normal}, readout: {scheme: lecun_normal}}
      training: {steps: 0}
      observe: {balance: {samples: 4000}}
      """)
    // E‖h‖² = ‖W‖² ≈ 60, ‖V‖² ≈ 3 (60·3 draws of variance 1/60), E‖x‖² ≈ 40: five standard errors.
    let (hidden, readout) = (
      found["hidden_energy"]?[0][0] ?? 0, found["readout_energy"]?[0][0] ?? 0
    )
    #expect(abs(hidden - 60) < 10 && abs(readout - 3) < 1.6)
    #expect(abs((found["balance"]?[0][0] ?? 0) / (3 * hidden / (readout * 40)) - 1) < 0.03)
  }

  @Test func `ranks of prepared layers, and a bound that holds throughout training`() throws {
    let found = try courses(
      """
      task: {name: function-fit, points: 60}
      model:
        cell: feed_forward
        widths: [30, 30]
        activation: tanh
        initial: {hidden: {scheme: glorot_normal}, first: {scheme: udi, slope: 25}}
      training: {steps: 200, precision: float64, checkpoints: {count: 6, spacing: log}}
      observe: {epsilon_rank: {thresholds: [1e-2, 1e-4, 1e-6]}}
      """)
    let ranks = try #require(found["epsilon_rank"])
    // Layers input, first, second; thresholds falling. The input is one function.
    #expect(ranks.allSatisfy { $0.count == 9 && $0[0...2].allSatisfy { $0 == 1 } })
    #expect(ranks[0][5] >= 28)
    for layer in 0..<3 {
      #expect(ranks.allSatisfy { $0[3 * layer] <= $0[3 * layer + 1] })
      #expect(ranks.allSatisfy { $0[3 * layer + 1] <= $0[3 * layer + 2] })
    }
    let errors = try #require(found["approximation_error"])
    let bounds = try #require(found["loss_bound"])
    let distances = try #require(found["span_distance"])
    for (checkpoint, error) in errors.enumerated() {
      #expect(bounds[checkpoint].allSatisfy { $0 <= error[0] + 1e-12 })
      #expect(zip(distances[checkpoint], bounds[checkpoint]).allSatisfy { $0 >= $1 })
    }
    // The bound says something: with few directions the function is out of reach.
    #expect(distances[0][0] > distances[0][2])
    // ‖u − u*‖² on [−1, 1] is twice the mean over its points, but for the grid.
    let loss = try #require(found["validation_loss"]?.last?.first)
    #expect(abs(errors[5][0] * errors[5][0] / (2 * loss) - 1) < 0.05)
  }

  @Test func `a function of two variables is integrated over the square`() throws {
    let found = try courses(
      """
      task: {name: function-fit, function: waves_2d, points: 12}
      model: {cell: feed_forward, widths: [20], activation: tanh}
      training: {steps: 1, checkpoints: {count: 2, spacing: log}}
      observe: {epsilon_rank: {}}
      """)
    // Layer 0: x₁ and x₂, orthogonal, each of squared norm 4/3.
    #expect(found["epsilon_rank"]?[0][0] == 2)
    #expect(abs((found["gram_norm"]?[0][0] ?? 0) - 4.0 / 3) < 1e-12)
    // The error of the zero function would be √(1 + ¼): a small net's is about that.
    #expect(abs((found["approximation_error"]?[0][0] ?? 0) - 1.25.squareRoot()) < 1.5)
  }

  @Test(arguments: [2, 3])
  func `too few points for neighbours are refused`(count: Int) {
    #expect {
      try courses(
        """
        task: {name: two-moons, samples: 6, validation_samples: \(count)}
        model: {cell: feed_forward, widths: [4]}
        training: {steps: 1}
        observe: {layer_dimension: {}}
        """)
    } throws: {
      "\($0)".contains("observe.layer_dimension takes 4 validation sequences of \(count)")
    }
  }

  @Test func `activity too large to be squared has no dimension, and does not end the trial`()
    throws
  {
    let found = try courses(
      """
      task: {name: noisy-linear-teacher, inputs: 4}
      model:
        cell: feed_forward
        widths: [8]
        activation: identity
        initial: {hidden: {scheme: gaussian, gain: 1.0e+160}}
      training: {steps: 0, precision: float64}
      observe: {layer_dimension: {samples: 50}}
      """)
    let layers = try #require(found["layer_two_nearest_neighbours"]?.first)
    #expect(layers[0] > 1 && layers[1].isNaN)
  }
}
