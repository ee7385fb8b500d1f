package import Schema

/// Every observable there is. A new one is a file of its own and a line here.
package enum ObservableCatalogue {
  package static let all = Catalogue<any Observable.Type>(
    of: "observable", key: "observe", variant: { Variant($0.key, $0.summary, $0.entries) },
    [
      LyapunovObservable.self,
      EffectiveRankObservable.self,
      GramRankObservable.self,
      ParticipationRatioObservable.self,
      SpectralRadiusObservable.self,
      GeometryObservable.self,
      ChangeObservable.self,
      ActivationShapeObservable.self,
      AutonomousLyapunovObservable.self,
      JacobianNormObservable.self,
      LayerDimensionObservable.self,
      EpsilonRankObservable.self,
      BalanceObservable.self,
      TrainingAccuracyObservable.self,
      FeatureResponseObservable.self,
      DecisionBoundaryObservable.self,
      TangentKernelObservable.self,
      KernelEigenfunctionObservable.self,
      RecurrentKernelObservable.self,
      StartChangeObservable.self,
      LagGradientObservable.self,
    ])

  /// What a sweep file may hold under `observe`: each key is there where it is to be taken.
  package static let section = Section(
    all.variants.map {
      Entry($0.name, .optional(Section($0.entries + [CheckpointSelection.entry])), $0.summary)
    })

  /// What always is recorded, then what decoded settings ask for, in the catalogue's order.
  package static func chosen(_ settings: Settings) -> [ScheduledObservable] {
    [ScheduledObservable(ProgressObservable(Settings()))]
      + all.all.compactMap { type in
        settings.optionalSection(type.key).map { settings in
          ScheduledObservable(
            type.init(settings), at: CheckpointSelection(rawValue: settings.text("at")) ?? .all)
        }
      }
  }
}
