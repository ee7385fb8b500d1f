package import Observing

extension ObservableCatalogue {
  /// The observables of a recurrent net's dynamics: how its states and gradients grow from step to step. A new
  /// observable is a new file and a line here.
  package static let dynamics: [any Observable.Type] = [
    LyapunovObservable.self,
    SpectralRadiusObservable.self,
    AutonomousLyapunovObservable.self,
    JacobianNormObservable.self,
    LagGradientObservable.self,
  ]
}
