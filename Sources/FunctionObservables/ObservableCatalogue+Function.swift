package import Observing

extension ObservableCatalogue {
  /// What is observed of a net as a function of its inputs and parameters: responses, boundaries, tangent kernels. A new observable is a file of its own and a line here.
  package static let function: [any Observable.Type] = [
    FeatureResponseObservable.self,
    DecisionBoundaryObservable.self,
    TangentKernelObservable.self,
    KernelEigenfunctionObservable.self,
    RecurrentKernelObservable.self,
  ]
}
