package import Schema

/// Every finding there is. A new one is a file of its own and a line here.
package enum FindingCatalogue {
  package static let all = Catalogue<any Finding.Type>(
    of: "finding", key: "findings", variant: { Variant($0.name, $0.title) },
    [
      DimensionalityLayers.self,
      DimensionalityNoise.self,
      DimensionalityGeneralisation.self,
      RankStaircase.self,
      LearningTimeScales.self,
      GradientStarvation.self,
      GradientStarvationToy.self,
      GradientStarvationColor.self,
      RepresentationGeometryFinding.self,
      LyapunovRandom.self,
      LyapunovEcho.self,
      LyapunovFlossing.self,
      AdaptiveActivation.self,
      LyapunovGated.self,
      LyapunovCharacters.self,
      AdversarialGames.self,
      BilinearGame.self,
      LeastActionFlowFinding.self,
      RelevancyScreening.self,
      RelevancyGradient.self,
      RelevancyBudget.self,
      FeatureAlignment.self,
      ExampleDifficulty.self,
      FeatureMetric.self,
      KernelRichness.self,
    ])
}
