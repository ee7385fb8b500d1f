package import Observing

extension ObservableCatalogue {
  /// What is observed of a recurrent net's dynamics: how its states and gradients grow from step to step. A new observable is a file of its own and a line here.
  package static let dynamics: [any Observable.Type] = [
    LyapunovObservable.self,
    SpectralRadiusObservable.self,
    AutonomousLyapunovObservable.self,
    JacobianNormObservable.self,
    LagGradientObservable.self,
  ]
}
