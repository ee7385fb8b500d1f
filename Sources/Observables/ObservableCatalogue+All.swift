import DynamicsObservables
import FunctionObservables
package import Observing
import RepresentationObservables
package import Schema

extension ObservableCatalogue {
  /// The observables of training itself. A new observable is a new file and a line here.
  static let training: [any Observable.Type] = [
    ChangeObservable.self,
    ActivationShapeObservable.self,
    TrainingAccuracyObservable.self,
    StartChangeObservable.self,
    GradientParticipationObservable.self,
    PerturbationObservable.self,
    CanonicalCorrelationsObservable.self,
    ModuleUseObservable.self,
    GoalObservable.self,
  ]

  /// All observables a sweep file can ask for, in the order in which the documentation lists them.
  package static let all = Catalogue<any Observable.Type>(
    of: "observable", key: "observe", variant: { Variant($0.key, $0.summary, $0.entries) },
    dynamics + representation + function + training)

  /// The settings under `observe` in a sweep file; each observable is an optional section.
  package static let section = Section(
    all.variants.map {
      Entry($0.name, .optional(Section($0.entries + [CheckpointSelection.entry])), $0.summary)
    })

  /// Keys in the order of their numbers in a record, which is the order in which observables were added: snapshots of
  /// the format's first version hold records in this order, without names. Observables that are not named here were
  /// added later.
  private static let firstInRows = [
    "lyapunov", "effective_rank", "gram_rank", "participation_ratio", "spectral_radius", "geometry",
    "under_change", "activation_shape", "autonomous_lyapunov", "jacobian_norm", "layer_dimension",
    "epsilon_rank", "balance", "train_accuracy", "feature_response", "decision_boundary",
    "tangent_kernel", "change_from_start", "gradient_norm_by_lag",
  ]

  private static let inRows =
    firstInRows.compactMap { all[$0] } + all.all.filter { !firstInRows.contains($0.key) }

  /// The observables of a trial in the order of their numbers in a record: the one that is always recorded, then those
  /// that a decoded `observe` section asks for.
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
