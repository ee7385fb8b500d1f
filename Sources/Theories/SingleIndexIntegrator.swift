/// Integrates the flow by a semi-implicit Euler method: implicit in the weights a, where the equations are stiff.
///
/// With F_ik = σ_k s_iᵏ a step is a += (Δt/ε) F e⁺, where e⁺ = [1 + Δt/(mε) FᵀF]⁻¹ e are the residuals after it: the
/// implicit equation is solved for the residuals, in which nothing cancels. Then s moves with the new a and e⁺.
final class SingleIndexIntegrator: Integrator {
  let theory: SingleIndexFlow
  private var readout: [Double]
  private var alignment: [Double]
  private var times: LearningTimes
  private(set) var step = 0
  private var time = 0.0

  // What follows are functions of the numbers above; `refresh` keeps them up to date.
  /// The residuals e_k.
  private var residuals: [Double]
  /// The moments (1/m)Σ s_iʲ for j ≤ 2K.
  private var moments: [Double]
  private var largestReadout = 0.0
  private var system: PositiveSystem

  init(_ theory: SingleIndexFlow) {
    self.theory = theory
    readout = theory.readout
    alignment = theory.readout.map { _ in 0 }
    times = LearningTimes(target: theory.problem.target)
    residuals = theory.problem.target
    moments = [Double](repeating: 0, count: 2 * theory.problem.count - 1)
    system = PositiveSystem(size: theory.problem.count)
    refresh()
    times.note(from: 0, theory.problem.target, to: 0, residuals)
  }

  var isFinite: Bool { residuals.allSatisfy(\.isFinite) && time.isFinite }

  func hasReached(checkpoint: Int) -> Bool { time >= theory.times.times[checkpoint] }

  func advance() {
    let duration = self.duration
    let before = residuals
    let fast = duration / theory.timeScaleRatio
    let activation = theory.problem.activation
    system.solve(residuals) { k, l in
      (k == l ? 1 : 0) + fast * activation[k] * activation[l] * moments[k + l]
    }
    move(residuals: system.solution, fast: fast)
    let start = time
    time += duration
    step += 1
    refresh()
    // Steps too small to advance the time would go on without end.
    if time == start { time = .nan }
    times.note(from: start, before, to: time, residuals)
  }

  /// The duration of the next step, Δt = c·min(t + ε, 1/(max|a| Σ kσ_k|e_k|)).
  private var duration: Double {
    var slope = 0.0
    for k in residuals.indices {
      slope += Double(k) * abs(theory.problem.activation[k] * residuals[k])
    }
    return theory.stepSize * min(time + theory.timeScaleRatio, 1 / (largestReadout * slope))
  }

  /// Moves weights and alignments by one step.
  ///
  /// - Parameter fast: Δt/ε.
  private func move(residuals: [Double], fast: Double) {
    let drive = zip(theory.problem.activation, residuals).map { fast * $0 * $1 }
    let slope = drive.indices.dropFirst().map { Double($0) * drive[$0] * theory.timeScaleRatio }
    for i in readout.indices {
      let s = alignment[i]
      readout[i] += polynomial(drive, at: s)
      let moved = s + readout[i] * (1 - s * s) * polynomial(slope, at: s)
      // The flow itself stays inside (−1, 1); only a step that is too long leaves it.
      alignment[i] = abs(moved) < 1 ? moved : s + (moved > 0 ? 1 - s : -1 - s) / 2
    }
  }

  private func refresh() {
    let target = theory.problem.target
    let share = 1 / Double(readout.count)
    var weighted = target.map { _ in 0.0 }
    for j in moments.indices { moments[j] = 0 }
    largestReadout = 0
    for (a, s) in zip(readout, alignment) {
      largestReadout = max(largestReadout, abs(a))
      var power = share
      for j in moments.indices {
        moments[j] += power
        if j < weighted.count { weighted[j] += a * power }
        power *= s
      }
    }
    for k in target.indices {
      residuals[k] = target[k] - theory.problem.activation[k] * weighted[k]
    }
  }

  var found: SingleIndexReport {
    SingleIndexReport(
      time: time, risk: residuals.reduce(0) { $0 + $1 * $1 } / 2, residuals: residuals,
      target: theory.problem.target, times: times, readout: readout, alignment: alignment,
      timeScaleRatio: theory.timeScaleRatio
    )
  }

  var state: [Double] { [time] + times.state + readout + alignment }

  func restore(from state: [Double], step: Int) {
    let count = readout.count
    self.step = step
    time = state[0]
    times.restore(from: state[1..<state.count - 2 * count])
    readout = Array(state[(state.count - 2 * count)..<(state.count - count)])
    alignment = Array(state.suffix(count))
    refresh()
  }
}

/// The polynomial Σ c_k xᵏ.
private func polynomial(_ coefficients: [Double], at x: Double) -> Double {
  var sum = 0.0
  for coefficient in coefficients.reversed() { sum = sum * x + coefficient }
  return sum
}
