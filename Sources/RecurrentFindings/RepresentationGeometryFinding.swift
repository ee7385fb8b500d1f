import Figures
import Judging

/// A recurrent net's state holds the answer long before its read-out can say it (arXiv:2001.03255).
///
/// It is judged on the nets of gain 1 on stimuli of noise 1 with 10 or 20 blanks. Criteria and pilot figures are the
/// specification's, without two that follow from others: the gap k(Ts−1) − r(Ts−1), and the read-out with the blanks
/// left out, which is r(Ts−1). Here t counts from 0, Ts is the length of a stimulus, and T that of a sequence.
enum RepresentationGeometryFinding: Finding {
  static let name = "representation-geometry"
  static let title = "classes are in the state early, but not for the read-out"
  static let reference = "Horoi, Lajoie and Wolf 2020, arXiv:2001.03255"
  static let needs = [
    "readout_accuracy", "neighbour_accuracy", "linear_accuracy", "class_separation",
    "state_participation_ratio",
  ]

  static func statistics(of table: FindingTable) -> [Statistic] {
    let groups = [10, 20].map { GeometryGroup(table, blanks: $0) }
    return groups.flatMap(accuracies) + length(groups[0]) + groups.flatMap(geometry)
  }

  private static func accuracies(_ group: GeometryGroup) -> [Statistic] {
    let at = "\(group.blanks) blanks: "
    return [
      Statistic(
        at + "neighbours k(Ts−1)", group.mean { $0.neighbors[$0.stimulus - 1] }, .atLeast(0.85),
        reported: "pilot 0.94 to 0.98", of: [group.ensemble]),
      Statistic(
        at + "neighbours k(2)", group.mean { $0.neighbors[2] }, .atLeast(0.75),
        reported: "pilot 0.87, 0.88", of: [group.ensemble]),
      Statistic(
        at + "read-out r(Ts−1)", group.mean { $0.readout[$0.stimulus - 1] }, .atMost(0.35),
        reported: group.blanks == 10 ? "pilot 0.06, 0.09" : "pilot 0.09, 0.26", of: [group.ensemble]
      ),
      Statistic(
        at + "read-out r(T−1)", group.mean { $0.readout[$0.length - 1] }, .atLeast(0.75),
        reported: group.blanks == 10 ? "pilot 0.94, 0.94" : "pilot 0.83, 0.88", of: [group.ensemble]
      ),
      Statistic(
        at + "|G(T−1)|", group.mean { abs($0.gap($0.length - 1)) }, .atMost(0.12),
        of: [group.ensemble]),
    ]
  }

  /// The accuracy of nets trained on 10 blanks, at one blank less and one more.
  private static func length(_ group: GeometryGroup) -> [Statistic] {
    func changed(_ blanks: Int) -> Double { group.mean { $0.changed["blanks=\(blanks)"] ?? .nan } }
    return [
      Statistic(
        "10 blanks: accuracy at 9", changed(9), .atMost(0.35), reported: "pilot 0.07, 0.10",
        of: [group.ensemble]),
      Statistic(
        "10 blanks: accuracy at 11", changed(11), .atMost(0.35), reported: "pilot 0.07, 0.08",
        of: [group.ensemble]),
      Statistic(
        "10 blanks: accuracy at 10", changed(10), .atLeast(0.8), reported: "pilot 0.94",
        of: [group.ensemble]),
    ]
  }

  private static func geometry(_ group: GeometryGroup) -> [Statistic] {
    let at = "\(group.blanks) blanks: "
    func ratio(_ series: (GeometryNet) -> [Double]) -> Double {
      group.mean { series($0)[$0.length - 1] / series($0)[$0.stimulus - 1] }
    }
    return [
      Statistic(
        at + "separation S(T−1)/S(Ts−1), trained", ratio(\.separation), .atLeast(2),
        reported: "pilot 3 to 5", of: [group.ensemble]),
      Statistic(
        at + "separation S(T−1)/S(Ts−1), untrained", ratio(\.untrainedSeparation), .atMost(1.3),
        of: [group.ensemble]),
      Statistic(
        at + "participation ratio PR(T−1)/PR(Ts−1), trained", ratio(\.ratio), .atMost(0.8),
        reported: "pilot 0.59, 0.43", of: [group.ensemble]),
      Statistic(
        at + "participation ratio PR(T−1), trained", group.mean { $0.ratio[$0.length - 1] },
        .atLeast(4), reported: "pilot 8.7, 6.2", of: [group.ensemble]),
      Statistic(
        at + "participation ratio PR(T−1), untrained",
        group.mean { $0.untrainedRatio[$0.length - 1] }, .atMost(5.5),
        reported: "pilot 3.3 to 4.2", of: [group.ensemble]),
    ]
  }

  static func figures(of table: FindingTable) -> [Figure] {
    let groups = [10, 20].map { GeometryGroup(table, blanks: $0) }.filter { !$0.nets.isEmpty }
    var figures = groups.map { GeometryFigures.course(of: $0) }
    if let first = groups.first, let length = GeometryFigures.length(of: first) {
      figures.append(length)
    }
    return figures
  }
}
