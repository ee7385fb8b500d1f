package import Judging

extension FindingCatalogue {
  /// The findings of papers about nets with a memory. A new finding is a new file and a line here.
  package static let recurrent: [any Finding.Type] = [
    RepresentationGeometryFinding.self,
    LyapunovRandom.self,
    LyapunovEcho.self,
    LyapunovFlossing.self,
    AdaptiveActivation.self,
    LyapunovGated.self,
    LyapunovCharacters.self,
    RelevancyScreening.self,
    RelevancyGradient.self,
    RelevancyBudget.self,
    ModularPrimitives.self,
    AttentiveModules.self,
    SolutionDegeneracy.self,
  ]
}
