import LinearAlgebra
import RandomStreams

/// Trains the finite net of `SingleIndexDescent`. The target's direction is the first axis.
final class SingleIndexTraining: Integrator {
  let theory: SingleIndexDescent
  private var readout: [Double]
  /// The first layer's weights u_i, [neurons × dimension].
  private var rows: Matrix<Double>
  private var times: LearningTimes
  private var residuals: [Double]
  private(set) var step = 0

  // These two are overwritten at every step.
  private var samples: Matrix<Double>
  private var polynomials: [Double]

  private var neurons: Int { readout.count }
  private var time: Double { Double(step) * theory.duration }

  init(_ theory: SingleIndexDescent) {
    self.theory = theory
    readout = theory.readout
    rows = Matrix(rows: theory.readout.count, columns: theory.dimension)
    times = LearningTimes(target: theory.problem.target)
    residuals = theory.problem.target
    samples = Matrix(rows: theory.batch, columns: theory.dimension)
    polynomials = theory.problem.target.map { _ in 0 }
    var random = RandomStream(seed: theory.seed, purpose: "theory directions")
    random.fillNormal(&rows.elements)
    normalizeRows()
    residuals = presentResiduals
  }

  var isFinite: Bool { residuals.allSatisfy(\.isFinite) }

  func hasReached(checkpoint: Int) -> Bool {
    // Half a step is added since the last checkpoint is a whole number of steps only up to rounding.
    time + theory.duration / 2 >= theory.times.times[checkpoint]
  }

  func advance() {
    var random = RandomStream(seed: theory.seed, purpose: "theory samples", index: step)
    random.fillNormal(&samples.elements)
    // Both begin as the pre-activations ⟨u_i, x_b⟩, batch × m; `units` become σ, and `slopes` σ' times the sample's
    // error.
    var units = samples.times(rows, transposingOther: true)
    var slopes = units
    evaluate(&units, &slopes)
    let errors = weighted(&slopes, by: units)
    let pull = slopes.times(samples, transposingSelf: true)
    // The rows move by the weights before the step.
    moveRows(pull)
    moveReadout(units, errors)
    let before = residuals
    let start = time
    step += 1
    residuals = presentResiduals
    times.note(from: start, before, to: time, residuals)
  }

  /// Turns pre-activations into σ and, in `slopes`, σ' = Σ σ_k √k h_{k−1}.
  private func evaluate(_ units: inout Matrix<Double>, _ slopes: inout Matrix<Double>) {
    let activation = theory.problem.activation
    let roots = activation.indices.map { Double($0).squareRoot() }
    for index in units.elements.indices {
      HermiteTarget.polynomials(at: units.elements[index], into: &polynomials)
      var value = activation[0]
      var slope = 0.0
      for k in activation.indices.dropFirst() {
        value += activation[k] * polynomials[k]
        slope += activation[k] * roots[k] * polynomials[k - 1]
      }
      units.elements[index] = value
      slopes.elements[index] = slope
    }
  }

  /// Multiplies `slopes` by the samples' errors and returns these: (y − f)/batch.
  private func weighted(_ slopes: inout Matrix<Double>, by units: Matrix<Double>) -> [Double] {
    (0..<theory.batch).map { sample in
      let first = sample * neurons
      var output = 0.0
      for i in 0..<neurons { output += readout[i] * units.elements[first + i] }
      HermiteTarget.polynomials(at: samples[sample, 0], into: &polynomials)
      let wanted = zip(theory.problem.target, polynomials).reduce(0) { $0 + $1.0 * $1.1 }
      let error = (wanted - output / Double(neurons)) / Double(theory.batch)
      for i in 0..<neurons { slopes.elements[first + i] *= error }
      return error
    }
  }

  private func moveReadout(_ units: Matrix<Double>, _ errors: [Double]) {
    let rate = theory.duration / theory.timeScaleRatio
    for (sample, error) in errors.enumerated() {
      for i in 0..<neurons { readout[i] += rate * error * units.elements[sample * neurons + i] }
    }
  }

  private func moveRows(_ pull: Matrix<Double>) {
    let dimension = theory.dimension
    for i in 0..<neurons {
      let range = i * dimension..<(i + 1) * dimension
      var along = 0.0
      for j in range { along += pull.elements[j] * rows.elements[j] }
      let rate = theory.duration * readout[i]
      for j in range {
        rows.elements[j] += rate * (pull.elements[j] - along * rows.elements[j])
      }
    }
    normalizeRows()
  }

  private func normalizeRows() {
    let dimension = rows.columns
    for i in 0..<rows.rows {
      var square = 0.0
      for j in i * dimension..<(i + 1) * dimension { square += rows.elements[j] * rows.elements[j] }
      let scale = 1 / square.squareRoot()
      for j in i * dimension..<(i + 1) * dimension { rows.elements[j] *= scale }
    }
  }

  private var alignment: [Double] { (0..<neurons).map { rows[$0, 0] } }

  /// The residuals e_k = φ_k − σ_k (1/m)Σ a_i s_iᵏ, which are exact at any dimension.
  private var presentResiduals: [Double] {
    let problem = theory.problem
    var sums = problem.target.map { _ in 0.0 }
    for i in 0..<neurons {
      var term = readout[i]
      for k in sums.indices {
        sums[k] += term
        term *= rows[i, 0]
      }
    }
    return sums.indices.map {
      problem.target[$0] - problem.activation[$0] * sums[$0] / Double(neurons)
    }
  }

  /// The population risk ½Σ_k [φ_k² − 2φ_k c_k + σ_k² (1/m²)Σ_ij a_i a_j r_ijᵏ], where r_ij = ⟨u_i, u_j⟩.
  private var risk: Double {
    let overlaps = rows.times(rows, transposingOther: true)
    var risk = 0.0
    var powers = Matrix(rows: neurons, columns: neurons, repeating: 1.0)
    for (k, activation) in theory.problem.activation.enumerated() {
      let target = theory.problem.target[k]
      let square = zip(readout, powers * readout).reduce(0) { $0 + $1.0 * $1.1 }
      risk += target * (2 * residuals[k] - target) / 2
      risk += activation * activation * square / Double(neurons * neurons) / 2
      for index in powers.elements.indices { powers.elements[index] *= overlaps.elements[index] }
    }
    return risk
  }

  var found: SingleIndexReport {
    SingleIndexReport(
      time: time, risk: risk, residuals: residuals, target: theory.problem.target, times: times,
      readout: readout, alignment: alignment, timeScaleRatio: theory.timeScaleRatio
    )
  }

  var state: [Double] { times.state + readout + rows.elements }

  func restore(from state: [Double], step: Int) {
    let known = 2 * theory.problem.count
    self.step = step
    times.restore(from: state[..<known])
    readout = Array(state[known..<known + neurons])
    rows.elements = Array(state[(known + neurons)...])
    residuals = presentResiduals
  }
}
