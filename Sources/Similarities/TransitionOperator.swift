package import LinearAlgebra
import Representations

/// The states of a net along several sequences, [sequence][step][unit].
package struct StateCourses: Sendable {
  /// Sequences.
  package let sequences: Int
  /// Steps of each.
  package let steps: Int
  /// The states, a row for each step of the first sequence, then of the next, and so on.
  package let states: Matrix<Double>

  /// - Parameter numbers: sequences × steps × units, row-major.
  package init(sequences: Int, steps: Int, units: Int, numbers: [Double]) {
    (self.sequences, self.steps) = (sequences, steps)
    states = Matrix(rows: sequences * steps, columns: units, elements: numbers)
  }

  /// Each state beside those of earlier steps, the newest first: (x_t, x_{t−τ}, …), from the first step on that has them
  /// all.
  func embedded(delays: Int, lag: Int) -> StateCourses {
    guard delays > 1 else { return self }
    let (units, first) = (states.columns, (delays - 1) * lag)
    let kept = max(0, steps - first)
    var numbers: [Double] = []
    numbers.reserveCapacity(sequences * kept * delays * units)
    for sequence in 0..<sequences {
      for step in first..<first + kept {
        for delay in 0..<delays {
          numbers += states[row: sequence * steps + step - delay * lag]
        }
      }
    }
    return StateCourses(
      sequences: sequences, steps: kept, units: delays * units, numbers: numbers)
  }

  /// The states with their mean over sequences and steps taken off.
  var centered: StateCourses {
    StateCourses(
      sequences: sequences, steps: steps, units: states.columns, numbers: states.centered.elements)
  }
}

/// The dynamics of a net as linear maps of a few coordinates: dynamic mode decomposition with a reduced rank, of states
/// with delays (HAVOK), as Dynamical Similarity Analysis has it (arXiv:2306.10168).
///
/// The coordinates are the leading left singular vectors of the centred states, all of one scale (whitened).
package struct TransitionOperators: Sendable {
  private let courses: StateCourses
  /// Samples × coordinates, the leading first.
  private let coordinates: Matrix<Double>
  private let ridge: Double

  /// - Parameters:
  ///   - most: How many coordinates are wanted at most.
  ///   - ridge: λ, which is added to the diagonal of the coordinates' products.
  package init(_ courses: StateCourses, delays: Int = 1, lag: Int = 1, most: Int, ridge: Double) {
    let embedded = courses.centered.embedded(delays: delays, lag: lag)
    let system = embedded.states.singularSystem
    // Directions without variance have no coordinates of their own. Where values are NaN, so are all coordinates.
    let limit = 1e-12 * (system.values.first ?? 0)
    let rank = min(most, system.values.prefix { !($0 <= limit) }.count)
    var coordinates = Matrix<Double>(rows: embedded.states.rows, columns: rank)
    for row in 0..<coordinates.rows {
      for column in 0..<rank { coordinates[row, column] = system.left[row, column] }
    }
    (self.courses, self.coordinates, self.ridge) = (embedded, coordinates, ridge)
  }

  /// The map of the first `rank` coordinates from one step to the next, v_{t+1} ≈ A v_t, fitted by ridge regression:
  /// A = [(V₋ᵀV₋ + λI)⁻¹ V₋ᵀV₊]ᵀ. It has fewer coordinates where the states have fewer directions.
  package func map(rank: Int) -> Matrix<Double> {
    let rank = min(rank, coordinates.columns)
    let (sequences, steps) = (courses.sequences, courses.steps)
    let pairs = sequences * max(0, steps - 1)
    var before = Matrix<Double>(rows: pairs, columns: rank)
    var after = before
    for sequence in 0..<sequences {
      for step in 0..<max(0, steps - 1) {
        let (row, source) = (sequence * (steps - 1) + step, sequence * steps + step)
        for column in 0..<rank {
          before[row, column] = coordinates[source, column]
          after[row, column] = coordinates[source + 1, column]
        }
      }
    }
    let system = before.times(before, transposingSelf: true).symmetricEigensystem
    // Rows of `vectors` are the eigenvectors: (G + λ)⁻¹ = Vᵀ (Λ + λ)⁻¹ V.
    var solution = system.vectors * before.times(after, transposingSelf: true)
    for row in 0..<rank {
      let factor = 1 / (max(system.values[row], 0) + ridge)
      for column in 0..<rank { solution[row, column] *= factor }
    }
    return system.vectors.times(solution, transposingSelf: true).transposed
  }
}
