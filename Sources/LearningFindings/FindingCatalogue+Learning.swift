package import Judging

extension FindingCatalogue {
  /// The findings of papers about learning: that of nets, of theories of nets, and of players of games. A new finding
  /// is a new file and a line here.
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
    KernelRichnessAligned.self,
  ]
}
