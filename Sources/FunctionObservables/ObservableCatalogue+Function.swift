package import Observing

extension ObservableCatalogue {
  /// The observables of a net as a function of its inputs and parameters: responses, boundaries, tangent kernels. A new
  /// observable is a new file and a line here.
  package static let function: [any Observable.Type] = [
    FeatureResponseObservable.self,
    DecisionBoundaryObservable.self,
    TangentKernelObservable.self,
    KernelEigenfunctionObservable.self,
    RecurrentKernelObservable.self,
    SharpnessObservable.self,
    KernelProbesObservable.self,
  ]
}
