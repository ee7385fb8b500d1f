package import Observing

extension ObservableCatalogue {
  /// The observables of the activity of a net's layers: its rank, dimension and geometry. A new observable is a new
  /// file and a line here.
  package static let representation: [any Observable.Type] = [
    EffectiveRankObservable.self,
    GramRankObservable.self,
    ParticipationRatioObservable.self,
    GeometryObservable.self,
    LayerDimensionObservable.self,
    EpsilonRankObservable.self,
    BalanceObservable.self,
  ]
}
