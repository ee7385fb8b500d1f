import DynamicsObservables
import FunctionObservables
package import Observing
import RepresentationObservables
package import Schema

extension ObservableCatalogue {
  /// What is observed of training itself. A new observable is a file of its own and a line here.
  static let training: [any Observable.Type] = [
    ChangeObservable.self,
    ActivationShapeObservable.self,
    TrainingAccuracyObservable.self,
    StartChangeObservable.self,
  ]

  package static let all = Catalogue<any Observable.Type>(
    of: "observable", key: "observe", variant: { Variant($0.key, $0.summary, $0.entries) },
    dynamics + representation + function + training)

  /// What a sweep file may hold under `observe`: each key is there where it is to be taken.
  package static let section = Section(
    all.variants.map {
      Entry($0.name, .optional(Section($0.entries + [CheckpointSelection.entry])), $0.summary)
    })

  /// Keys in the order of their numbers in a row, which is that of their coming: snapshots of the format's first version hold
  /// rows without names. What is not named here has come later.
  private static let firstInRows = [
    "lyapunov", "effective_rank", "gram_rank", "participation_ratio", "spectral_radius", "geometry",
    "under_change", "activation_shape", "autonomous_lyapunov", "jacobian_norm", "layer_dimension",
    "epsilon_rank", "balance", "train_accuracy", "feature_response", "decision_boundary",
    "tangent_kernel", "change_from_start", "gradient_norm_by_lag",
  ]

  private static let inRows =
    firstInRows.compactMap { all[$0] } + all.all.filter { !firstInRows.contains($0.key) }

  /// What always is recorded, then what decoded settings ask for, in the order of rows.
  package static func chosen(_ settings: Settings) -> [ScheduledObservable] {
    [ScheduledObservable(ProgressObservable(Settings()))]
      + inRows.compactMap { type in
        settings.optionalSection(type.key).map { settings in
          ScheduledObservable(
            type.init(settings), at: CheckpointSelection(rawValue: settings.text("at")) ?? .all)
        }
      }
  }
}
