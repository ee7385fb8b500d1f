package import LinearAlgebra

/// Hidden states of labelled sequences, all at one time step: a cloud of points in classes.
package struct LabeledStates {
  /// The states, [sequences × units].
  package let states: Matrix<Double>
  /// The class of each row, from 0.
  package let labels: [Int]
  /// The number of classes, with or without members.
  package let classes: Int

  /// States with the class of each; as many labels as rows.
  package init(_ states: Matrix<Double>, labels: [Int], classes: Int) {
    precondition(states.rows == labels.count, "\(labels.count) labels of \(states.shape)")
    self.states = states
    self.labels = labels
    self.classes = classes
  }

  /// The number of sequences.
  package var count: Int { labels.count }

  /// The means of the classes that have members, [classes with members × units], with each such class and its number of
  /// members.
  package var classMeans: (means: Matrix<Double>, classes: [Int], counts: [Int]) {
    let width = states.columns
    var sums = [Double](repeating: 0, count: classes * width)
    var counts = [Int](repeating: 0, count: classes)
    for (row, label) in labels.enumerated() {
      counts[label] += 1
      for i in 0..<width { sums[label * width + i] += states.elements[row * width + i] }
    }
    let present = (0..<classes).filter { counts[$0] > 0 }
    let means = present.flatMap { label in
      sums[(label * width)..<((label + 1) * width)].map { $0 / Double(counts[label]) }
    }
    return (
      Matrix(rows: present.count, columns: width, elements: means), present,
      present.map { counts[$0] }
    )
  }

  /// The scatter between classes over the scatter within, S = Σ n_c‖μ_c − μ‖² / Σ_c Σ_{i∈c}‖h_i − μ_c‖²; NaN where all
  /// states are equal.
  package var separation: Double {
    guard states.centered.frobeniusNorm > 0 else { return .nan }
    let (means, present, counts) = classMeans
    let overall = states.columnMeans
    var between = 0.0
    for (row, count) in counts.enumerated() {
      between += Double(count) * squaredDistance(means[row: row], overall[...])
    }
    let rowOfClass = Dictionary(uniqueKeysWithValues: zip(present, present.indices))
    var within = 0.0
    for (row, label) in labels.enumerated() {
      within += squaredDistance(states[row: row], means[row: rowOfClass[label, default: 0]])
    }
    return between / within
  }

  /// The participation ratio of all states' covariance.
  package var participationRatio: Double { states.centered.participationRatio }

  /// The participation ratio of the class means' covariance, each mean counted once.
  package var meansParticipationRatio: Double { classMeans.means.centered.participationRatio }

  /// The participation ratio within a class, averaged over classes of two members or more; NaN where there are none.
  package var withinParticipationRatio: Double {
    var rows = [[Double]](repeating: [], count: classes)
    for (row, label) in labels.enumerated() { rows[label] += states[row: row] }
    let ratios = rows.filter { $0.count > states.columns }.map { elements in
      Matrix(
        rows: elements.count / states.columns, columns: states.columns, elements: elements
      ).centered.participationRatio
    }
    return ratios.isEmpty ? .nan : ratios.reduce(0, +) / Double(ratios.count)
  }
}

private func squaredDistance(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double {
  zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
}

extension Matrix where Element == Double {
  /// The mean of each column.
  package var columnMeans: [Double] {
    var means = [Double](repeating: 0, count: columns)
    for row in 0..<rows { for i in 0..<columns { means[i] += elements[row * columns + i] } }
    return means.map { $0 / Double(rows) }
  }

  /// The participation ratio (Tr C)²/Tr(C²) of C = XᵀX, where X's columns are centred already; 0 where all elements are
  /// zero, NaN where one is NaN.
  package var participationRatio: Double {
    let norm = frobeniusNorm
    guard norm > 0 else { return norm == 0 ? 0 : .nan }
    // With ‖X‖ = 1 the trace is 1. The smaller of the two products has the same eigenvalues.
    let unit = (1 / norm) * self
    let product =
      rows < columns
      ? unit.times(unit, transposingOther: true)
      : unit.times(unit, transposingSelf: true)
    let size = product.frobeniusNorm
    return 1 / (size * size)
  }
}

/// A participation ratio corrected for the bias of a finite sample: 1/(1/PR − 1/P), since for isotropic data of D
/// dimensions E[PR] ≈ 1/(1/D + 1/P).
///
/// - Parameter samples: P.
package func correctedParticipationRatio(_ ratio: Double, samples: Int) -> Double {
  guard ratio > 0 else { return ratio }
  return 1 / (1 / ratio - 1 / Double(samples))
}
