import Foundation
import LinearAlgebra
import RandomStreams
import Records
import Schema

/// A linear model whose features adapt to what is still to be learnt after each step of gradient descent: the toy
/// learner "SuperNat" of arXiv:2008.00938.
///
/// n examples of d features, Φ ~ N(0, 1/d) = Σ √λ_j u_j v_jᵀ, are fitted by outputs f = Φw from w = 0 to targets y
/// under the loss ½‖f − y‖². A step of descent moves f_j = u_jᵀf by −η λ_j g_j with g_j = f_j − y_j. Features are then
/// rescaled so that the function stays the same and λ_j becomes λ_j |g_j|^p, while the kernel's trace is kept. Pace p =
/// 1 is the metric ν_j = κ/|g_j| that minimises the bound on the Rademacher complexity of a sequence of feature maps; p
/// = 0 is gradient descent. The paper leaves κ open; here the trace determines it. Everything is diagonal in the u_j,
/// so that only the λ_j are needed.
struct FeatureMetricDescent: Theory {
  static let variant = Variant(
    "feature_metric",
    "a linear model whose features adapt to what is left to learn (arXiv:2008.00938)",
    [
      .integer("examples", 100, in: 2...2000, "n, to train on"),
      .integer("features", 1000, in: 2...100_000, "d, at least as many as examples"),
      .integer("relevant", 5, in: 1...2000, "directions u_j that the truth is made of, equally"),
      .real(
        "noise", 0.3, in: .nonnegative, "deviation of the targets' noise; the truth's is 1"),
      .real("pace", 1, in: .unit, "p, how much the metric adapts: 0 not at all, 1 as SuperNat"),
      .real("learning_rate", 0.01, in: .positive, "η, of the loss summed over examples"),
      .integer("steps", 400, in: 1...1_000_000, "of descent"),
      .integer("checkpoints", 41, in: 2...100_000, "steps recorded, evenly spaced"),
    ])

  /// The eigenvalues λ_j at the start, descending.
  let strengths: [Double]
  /// The target along each u_j, without its noise.
  let truth: [Double]
  let targets: [Double]
  let features: Int
  let pace: Double
  let learningRate: Double
  let checkpoints: [Int]

  init(
    strengths: [Double], truth: [Double], targets: [Double], features: Int, pace: Double,
    learningRate: Double, checkpoints: [Int]
  ) {
    (self.strengths, self.truth, self.targets) = (strengths, truth, targets)
    (self.features, self.pace) = (features, pace)
    (self.learningRate, self.checkpoints) = (learningRate, checkpoints)
  }

  init(_ settings: Settings, seed: UInt64) throws(TheoryError) {
    let (examples, relevant) = (settings.integer("examples"), settings.integer("relevant"))
    features = settings.integer("features")
    guard examples <= features else {
      throw .unsuitable(
        setting: "features", found: "\(features)",
        expected: "at least as many as examples (\(examples))")
    }
    guard relevant <= examples else {
      throw .unsuitable(
        setting: "relevant", found: "\(relevant)",
        expected: "at most as many as examples (\(examples))")
    }
    guard countProduct(examples, features) <= 2e7 else {
      throw .unsuitable(
        setting: "features", found: "\(countProduct(examples, features)) numbers in all examples",
        expected: "at most 2e7")
    }
    var random = RandomStream(seed: seed, purpose: "feature metric")
    let deviation = 1 / Double(features).squareRoot()
    let matrix = Matrix<Double>(
      rows: examples, columns: features,
      elements: (0..<examples * features).map { _ in deviation * random.normal() })
    strengths = matrix.singularValues.map { $0 * $0 }
    let size = (Double(examples) / Double(relevant)).squareRoot()
    var truth = [Double](repeating: 0, count: examples)
    for place in random.permutation(examples).prefix(relevant) {
      truth[place] = random.uniform() < 0.5 ? -size : size
    }
    let noise = settings.real("noise")
    targets = truth.map { $0 + noise * random.normal() }
    self.truth = truth
    pace = settings.real("pace")
    learningRate = settings.real("learning_rate")
    checkpoints = CheckpointSchedule(count: settings.integer("checkpoints"), spacing: .linear)
      .steps(upTo: settings.integer("steps"))
  }

  var columns: [Column<FeatureMetricState>] {
    let paper = "arXiv:2008.00938"
    return [
      Column("train_loss", "mean square of the outputs less the targets") { $0.trainLoss },
      Column(
        "relative_risk",
        "mean square error on fresh examples without noise, as a share of that before training"
      ) { $0.risk },
      Column("kernel_target_alignment", "the tangent kernel's alignment to the targets", paper) {
        $0.alignment
      },
      Column(
        "kernel_effective_rank", "e to the entropy of the tangent kernel's eigenvalues", paper
      ) { $0.effectiveRank },
      Column(
        "sequence_complexity",
        "sum over steps of the weights' change in the step's metric times the root of the trace in it",
        paper
      ) { $0.complexity },
    ]
  }
  var checkpointCount: Int { checkpoints.count }
  var parameterCount: Int { features }
  var flops: Double {
    let examples = strengths.count
    return countProduct(checkpoints.last ?? 0, examples, 100)
      + 4 * countProduct(examples, examples, features)
  }
  var memory: Double { countProduct(strengths.count, features, 16) }

  func integrator() -> FeatureMetricState { FeatureMetricState(self) }
}

/// Integrates `FeatureMetricDescent`, one step of gradient descent after another.
final class FeatureMetricState: Integrator {
  let theory: FeatureMetricDescent
  private(set) var step = 0
  /// The outputs f_j along the u_j.
  private var outputs: [Double]
  /// The present eigenvalues λ_j.
  private var strengths: [Double]
  private(set) var complexity = 0.0

  init(_ theory: FeatureMetricDescent) {
    self.theory = theory
    outputs = theory.truth.map { _ in 0 }
    strengths = theory.strengths
  }

  var isFinite: Bool { outputs.allSatisfy(\.isFinite) && strengths.allSatisfy(\.isFinite) }
  func hasReached(checkpoint: Int) -> Bool { step >= theory.checkpoints[checkpoint] }

  private var slopes: [Double] { zip(outputs, theory.targets).map { $0 - $1 } }

  func advance() {
    let slopes = slopes
    // A direction that is learnt to the last digit keeps a little of its strength.
    let floor = 1e-8 * (slopes.map(abs).max() ?? 0)
    let metric = slopes.map { pow(max(abs($0), floor), -theory.pace) }
    let trace = strengths.reduce(0, +)
    var (change, width) = (0.0, 0.0)
    for (index, slope) in slopes.enumerated() {
      change += metric[index] * strengths[index] * slope * slope
      width += strengths[index] / metric[index]
      outputs[index] -= theory.learningRate * strengths[index] * slope
      strengths[index] /= metric[index]
    }
    complexity += theory.learningRate * change.squareRoot() * width.squareRoot()
    step += 1
    // Where every direction is learnt exactly, the features have nothing to adapt to.
    guard width > 0 else { return strengths = theory.strengths }
    for index in strengths.indices { strengths[index] *= trace / width }
  }

  private func meanSquare(_ numbers: [Double]) -> Double {
    numbers.reduce(0) { $0 + $1 * $1 } / Double(numbers.count)
  }

  var trainLoss: Double { meanSquare(slopes) }

  /// A fresh example's output is Σ_j (φᵀv_j) f_j/√λ_j with the λ_j of the start, and φᵀv_j ~ N(0, 1/d).
  var risk: Double {
    func risk(_ outputs: [Double]) -> Double {
      zip(zip(outputs, theory.truth), theory.strengths).reduce(0) { sum, entry in
        let error = entry.0.0 - entry.0.1
        return sum + error * error / entry.1
      }
    }
    return risk(outputs) / risk(outputs.map { _ in 0 })
  }

  var alignment: Double {
    let targets = theory.targets
    let product = zip(strengths, targets).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
    let norm = strengths.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return product / (norm * targets.reduce(0) { $0 + $1 * $1 })
  }

  var effectiveRank: Double {
    let trace = strengths.reduce(0, +)
    return exp(-strengths.filter { $0 > 0 }.reduce(0) { $0 + $1 / trace * log($1 / trace) })
  }

  var state: [Double] { [complexity] + outputs + strengths }
  func restore(from state: [Double], step: Int) {
    self.step = step
    let count = outputs.count
    complexity = state[0]
    outputs = Array(state[1...count])
    strengths = Array(state[(count + 1)...])
  }
}
