import Figures
import Judging
import Summaries

/// Nets of attentive modules that learnt to read images at one resolution read them at others, where LSTMs are at a loss
/// (arXiv:2006.16981).
enum AttentiveModules: Finding {
  static let name = "brims"
  static let title = "attentive modules read images at sizes that they were not trained on"
  static let reference = "arXiv:2006.16981"
  static let needs = ["changed_accuracy", "module_activity"]

  private typealias Kind = ResolutionNet.Kind

  /// The side of the images that nets are compared at, of 7 in training.
  private static let side = 11.0

  private static func arm(_ kind: Kind, _ table: FindingTable) -> Ensemble {
    Ensemble(table).with(kind.rawValue) { Kind($0) == kind }
  }

  private static func far(_ nets: Ensemble) -> Double {
    nets.mean { ResolutionNet($0).accuracy(at: side) }
  }

  static func statistics(of table: FindingTable) -> [Statistic] {
    let learnt = Kind.allCases.map { kind in
      let nets = arm(kind, table)
      return Statistic(
        "\(kind.rawValue): accuracy at the size of training",
        nets.mean { ResolutionNet($0).accuracies[0].accuracy },
        .atLeast(kind.isModular ? 0.55 : 0.7),
        reported: pilot(kind).near, of: [nets])
    }
    let carriedOver = [Kind.gated, .stacked, .single, .whole].map { kind in
      let nets = arm(kind, table)
      return Statistic(
        "\(kind.rawValue): accuracy at 11 × 11", far(nets),
        kind.isModular ? .atLeast(0.48) : .atMost(0.38), reported: pilot(kind).far, of: [nets])
    }
    let (modular, gated) = (
      [Kind.single, .whole].map { arm($0, table) }, [Kind.gated, .stacked].map { arm($0, table) }
    )
    let every = Kind.allCases.filter(\.isModular).map { arm($0, table) }
    return learnt + carriedOver + [
      Statistic(
        "accuracy of modules / of LSTMs at 11 × 11",
        Statistics.mean(modular.map(far)) / Statistics.mean(gated.map(far)), .atLeast(1.6),
        reported: "pilot 2.4", of: modular + gated),
      Statistic(
        "modules that act, less those that should",
        Statistics.largest(
          every.map { $0.largest(ResolutionNet.surplus) }), .atMost(1e-9), of: every),
    ]
  }

  /// The accuracies of the specification's pilot, of two seeds.
  private static func pilot(_ kind: Kind) -> (near: String, far: String) {
    let (near, far) =
      switch kind {
      case .gated: ("0.81, 0.82", "0.24, 0.30")
      case .stacked: ("0.86, 0.85", "0.26, 0.22")
      case .single: ("0.75, 0.79", "0.66, 0.57")
      case .upward: ("0.71, 0.62", "0.70, 0.63")
      case .whole: ("0.77, 0.64", "0.68, 0.65")
      }
    return ("pilot \(near)", "pilot \(far)")
  }

  static func figures(of table: FindingTable) -> [Figure] {
    guard !table.trials.isEmpty else { return [] }
    return [Figure(title, [sizes(table), course(table), attention(table)])]
  }

  private static func sizes(_ table: FindingTable) -> Panel {
    let curves = Kind.allCases.enumerated().compactMap { index, kind -> Series? in
      let nets = arm(kind, table)
      guard let first = nets.trials.first else { return nil }
      let points = ResolutionNet(first).accuracies.map { place in
        nets.point(place.size) { ResolutionNet($0).accuracy(at: place.size) }
      }
      return Series(kind.rawValue, points, hue: .category(index))
    }
    return Panel(
      "Trained at the smallest size", x: FigureAxis("side of the images (pixels)"),
      y: FigureAxis("accuracy", range: 0...1.05), .series(curves))
  }

  private static func course(_ table: FindingTable) -> Panel {
    let curves = Kind.allCases.enumerated().compactMap { index, kind -> Series? in
      let nets = arm(kind, table)
      guard let steps = nets.trials.first?.steps else { return nil }
      let points = zip(steps, nets.means { $0.course("validation_accuracy") })
        .map { Series.Point(Double($0), $1) }
      return Series(kind.rawValue, points, style: .line, hue: .category(index))
    }
    return Panel(
      "Learning", x: FigureAxis("updates"),
      y: FigureAxis("accuracy at the size of training", range: 0...1.05), .series(curves))
  }

  /// What the modules of the whole net's first layer attend to, in the mean over modules and nets.
  private static func attention(_ table: FindingTable) -> Panel {
    let nets = arm(.whole, table)
    let slots = ["nothing", "the pixel", "the layer above"]
    let curves = slots.enumerated().map { slot, name in
      let shares = nets.means { trial in
        let modules = Int(trial.numbers("model.modules").first ?? 0)
        return (trial.values["module_attention"] ?? []).map { row in
          let places = (0..<modules).map { slots.count * $0 + slot }
          return Statistics.mean(places.map { $0 < row.count ? row[$0] : .nan })
        }
      }
      let points = zip(nets.trials.first?.steps ?? [], shares)
        .map { Series.Point(Double($0), $1) }
      return Series(name, points, style: .line, hue: .category(slot))
    }
    return Panel(
      "The first layer of modules with top-down", x: FigureAxis("updates"),
      y: FigureAxis("attention", range: 0...1.05), .series(curves))
  }
}
