package import Observing

extension ObservableCatalogue {
  /// What is observed of the activity of a net's layers: its rank, dimension and geometry. A new observable is a file of its own and a line here.
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
