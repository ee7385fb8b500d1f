import Judging
import LinearAlgebra
import Similarities
import Summaries

/// The nets of one condition, and how far they are from each other.
struct DegeneracyGroup {
  /// The nets, of any status.
  let nets: Ensemble
  private let similarity: GroupSimilarity

  /// Four coordinates hold what the task drives; eight some of the rest too.
  private static let settings = SimilaritySettings(ranks: [4, 8])

  init(_ nets: Ensemble) {
    self.nets = nets
    similarity = GroupSimilarity(nets.trials.map(Self.net), Self.settings)
  }

  /// A net from what its trial has kept; nil where that is not there, or not of its width.
  private static func net(_ trial: FindingTable.Trial) -> ComparedNet? {
    let (width, sequences) = (
      trial.real("model.width"), trial.real("keep.states.sequences")
    )
    let (weights, states) = (trial.last("weight_hh_l0"), trial.last("states.hidden"))
    guard width >= 1, sequences >= 1 else { return nil }
    let (units, count) = (Int(width), Int(sequences))
    guard weights.count == units * units, !states.isEmpty, states.count % (units * count) == 0
    else { return nil }
    return ComparedNet(
      recurrent: Matrix(rows: units, columns: units, elements: weights),
      courses: StateCourses(
        sequences: count, steps: states.count / (units * count), units: units, numbers: states),
      settings)
  }

  /// The mean over all pairs of nets; NaN where a net is not known.
  private func mean(_ name: String) -> Double { Statistics.mean(similarity[name]) }

  /// Of the eigenvalues of the dynamics' maps of eight coordinates.
  var spectral: Double { mean("spectral_distance_8") }
  /// Between the maps of four coordinates.
  var angular: Double { mean("angular_distance_4") }
  /// Between the maps of eight.
  var wideAngular: Double { mean("angular_distance_8") }
  var weights: Double { mean("weight_distance") }
  var relativeWeights: Double { mean("relative_weight_distance") }
  var alignment: Double { mean("alignment") }

  /// The deviation of the nets' losses on sequences twice as long as those that they learnt.
  var behavior: Double {
    Statistics.deviation(nets.trials.map { $0.last("changed_loss").first ?? .nan })
  }

  /// How far the weights between units have come from their start.
  var weightChange: Double {
    nets.mean { trial in
      let groups = trial.last("group_weight_change")
      return groups.count > 1 ? groups[1] : .nan
    }
  }
}
