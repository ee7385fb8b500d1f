package import Judging

extension FindingCatalogue {
  /// Papers about what learning does to a net, to a theory of one, or to players. A new finding is a file of its own and a line here.
  package static let learning: [any Finding.Type] = [
    DimensionalityLayers.self,
    DimensionalityNoise.self,
    DimensionalityGeneralization.self,
    RankStaircase.self,
    LearningTimeScales.self,
    GradientStarvation.self,
    GradientStarvationToy.self,
    GradientStarvationColor.self,
    AdversarialGames.self,
    BilinearGame.self,
    LeastActionFlowFinding.self,
    FeatureAlignment.self,
    ExampleDifficulty.self,
    FeatureMetric.self,
    KernelRichness.self,
  ]
}
