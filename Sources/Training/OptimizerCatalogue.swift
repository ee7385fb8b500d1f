public import Schema

/// Every optimiser there is. A new one is a file of its own and a line here.
public enum OptimizerCatalogue {
  public static let all: [any Optimizer.Type] = [
    GradientDescent.self,
    Momentum.self,
    NesterovMomentum.self,
    RMSProp.self,
    Adam.self,
    AdamW.self,
  ]

  public static let variants = all.map { $0.variant }

  /// The optimiser `name`, which the schema has checked.
  public static func make(
    _ name: String, settings: Settings, weightDecay: Double
  ) -> any Optimizer {
    guard let type = all.first(where: { $0.variant.name == name }) else {
      preconditionFailure("optimiser \"\(name)\" passed the schema but is not in the catalogue")
    }
    return type.init(settings, weightDecay: weightDecay)
  }
}
