import Foundation
import Figures
import Judging
import Summaries
import Wording

/// Wide two-layer nets learn a target's Hermite components in sequence, each at a different time scale
/// (Berthier, Montanari and Zhou, arXiv:2303.00055).
enum LearningTimeScales: Finding {
  static let name = "learning-time-scales"
  static let title =
    "components of rising degree are learnt in turn, at times that scale as theory says"
  static let reference = "arXiv:2303.00055"
  static let needs = ["flow_time", "risk", "learning_time"]

  /// The sets of the target's coefficients, by the specification's names.
  private enum Coefficients {
    static let f = [0.3, 1, 0.5, 0.25]
    static let c = [1, 1, 0.5, 0.25]
    static let b = [1.0, 1, 1, 1]
    /// The set F without degree 1, of which nothing above degree 0 is learnt.
    static let control = [0.3, 0, 0.5, 0.25]
  }

  /// The trials of one law and one target, one for each ε = 10⁻ᵖ.
  private static func arms(
    _ table: FindingTable, law: String, target: [Double], powers: ClosedRange<Int>
  ) -> [Ensemble] {
    let trials = Ensemble(table).with("theory.readout.law", law)
      .with("target \(target.map(NumberFormat.exact).joined(separator: " "))") {
        $0.numbers("theory.target") == target
      }
    return powers.map { power in
      trials.with("ε 1e-\(power)") { trial in
        abs(trial.real("theory.time_scale_ratio") * pow(10, Double(power)) - 1) < 1e-6
      }
    }
  }

  private static func courses(_ arms: [Ensemble]) -> [LearningCourse] {
    arms.flatMap { $0.trials.map(LearningCourse.init) }
  }

  static func statistics(of table: FindingTable) -> [Statistic] {
    func atoms(_ powers: ClosedRange<Int>) -> [Ensemble] {
      arms(table, law: "atoms", target: Coefficients.f, powers: powers)
    }
    return [order(atoms(5...11))] + slopes(atoms(8...11))
      + [(1, 5, 0.005, "0.0004"), (2, 7, 0.03, "0.028"), (3, 10, 0.15, "0.12")].map {
        degree, power, limit, reported in
        plateau(atoms(power...11), before: degree, "1e-\(power)", limit, reported)
      }
      + uniform(
        [Coefficients.c, Coefficients.b].map {
          arms(table, law: "uniform", target: $0, powers: 4...10)
        })
      + [control(arms(table, law: "atoms", target: Coefficients.control, powers: 5...5)[0])]
  }

  private static func order(_ arms: [Ensemble]) -> Statistic {
    Statistic(
      "share of ε ≤ 1e-5 with t0 < t1 < t2 < t3", Statistics.mean(courses(arms).map(\.order)),
      .atLeast(1),
      reported: "all", of: arms)
  }

  /// The slopes of learning times over the smallest four ε, 1e-8 to 1e-11.
  private static func slopes(_ arms: [Ensemble]) -> [Statistic] {
    let courses = courses(arms)
    func slope(_ degree: Int) -> Double {
      Statistics.slope(courses.map { (log($0.timeScaleRatio), log($0.learningTime(degree))) })
    }
    let scaled = courses.map {
      (-log($0.timeScaleRatio), $0.learningTime(1) / $0.timeScaleRatio.squareRoot())
    }
    let rate = courses.first?.linearRate ?? .nan
    return [
      Statistic(
        "slope of ln t0 on ln ε", slope(0), .within(0.99...1.01), reported: "1.000", of: arms),
      Statistic(
        "4κ × slope of t1/√ε on ln 1/ε", 4 * rate * Statistics.slope(scaled),
        .within(0.97...1.06), reported: "1.002", of: arms),
      Statistic(
        "slope of ln t2 on ln ε", slope(2), .within(0.240...0.255), reported: "0.2472", of: arms),
      Statistic(
        "slope of ln t3 on ln ε", slope(3), .within(0.155...0.178), reported: "0.1658", of: arms),
    ]
  }

  private static func plateau(
    _ arms: [Ensemble], before degree: Int, _ ratio: String, _ limit: Double, _ reported: String
  ) -> Statistic {
    Statistic(
      "error of the plateau before t\(degree), ε ≤ \(ratio)",
      Statistics.largest(courses(arms).map { abs($0.plateauExcess(before: degree)) }),
      .atMost(limit),
      reported: reported, of: arms)
  }

  /// The least and the largest slope over the sets of coefficients, with uniform weights.
  private static func uniform(_ targets: [[Ensemble]]) -> [Statistic] {
    let slopes = targets.map { arms in
      Statistics.slope(courses(arms).map { (log($0.timeScaleRatio), log($0.learningTime(2))) })
    }
    let arms = targets.flatMap(\.self)
    return [
      Statistic(
        "least slope of ln t2 on ln ε over targets, weights uniform", Statistics.least(slopes),
        .atLeast(0.23), reported: "0.245", of: arms),
      Statistic(
        "largest slope of ln t2 on ln ε over targets, weights uniform", Statistics.largest(slopes),
        .atMost(0.26), reported: "0.249", of: arms),
    ]
  }

  /// The stall without degree 1. The alignment stays exactly zero by the equations' form, so that only the risk is a
  /// test.
  private static func control(_ nets: Ensemble) -> Statistic {
    let stalls = courses([nets]).map { abs($0.finalRisk / $0.plateau(1) - 1) }
    return Statistic(
      "error of the risk at the end without degree 1", Statistics.largest(stalls), .atMost(1e-3),
      reported: "0", of: [nets])
  }

  static func figures(of table: FindingTable) -> [Figure] {
    let courses = table.trials.filter { $0.text("theory.readout.law") == "atoms" }
      .map(LearningCourse.init).filter { !$0.isControl }
      .sorted { $0.timeScaleRatio > $1.timeScaleRatio }
    guard let last = courses.last else { return [] }
    return [
      Figure(title, [risks(courses, last), scales(courses, last)])
    ]
  }

  private static func risks(_ courses: [LearningCourse], _ last: LearningCourse) -> Panel {
    let curves = courses.enumerated().map { index, course in
      let share = courses.count > 1 ? Double(index) / Double(courses.count - 1) : 0
      return Series(
        "ε = \(NumberFormat.figure(course.timeScaleRatio))",
        zip(course.times, course.risks).filter { $0.0 > 0 }.map { .init($0, $1) },
        style: .line, hue: .along(share))
    }
    let ends = [last.times.first { $0 > 0 } ?? 1e-12, last.times.last ?? 1]
    let levels = (1..<last.target.count).map { degree in
      Series(
        degree == 1 ? "theory's plateaus" : "",
        ends.map { .init($0, last.plateau(degree)) }, style: .reference, hue: .neutral)
    }
    return Panel(
      "Risk falls in steps", x: FigureAxis("flow time", isLogarithmic: true),
      y: FigureAxis("population risk"), .series(curves + levels))
  }

  private static func scales(_ courses: [LearningCourse], _ last: LearningCourse) -> Panel {
    let measured = last.target.indices.map { degree in
      Series(
        "degree \(degree)",
        courses.map { .init($0.timeScaleRatio, $0.learningTime(degree)) }
          .filter { !$0.y.isNaN },
        style: .points, hue: .category(degree))
    }
    let theory = last.target.indices.map { degree in
      let anchor = last.learningTime(degree) / scale(degree, last.timeScaleRatio)
      return Series(
        degree == 0 ? "theory" : "",
        courses.map { .init($0.timeScaleRatio, anchor * scale(degree, $0.timeScaleRatio)) }
          .filter { !$0.y.isNaN },
        style: .reference, hue: .neutral)
    }
    return Panel(
      "Each degree has its time scale",
      x: FigureAxis("ε, time scale of the second layer", isLogarithmic: true),
      y: FigureAxis("flow time until learnt", isLogarithmic: true), .series(measured + theory))
  }

  /// The theory's time scale: ε for degree 0, √ε ln(1/ε) for degree 1, and ε^(1/2l) for degree l.
  private static func scale(_ degree: Int, _ ratio: Double) -> Double {
    switch degree {
    case 0: ratio
    case 1: ratio.squareRoot() * log(1 / ratio)
    default: pow(ratio, 1 / (2 * Double(degree)))
    }
  }
}

/// The numbers of one trial of the flow that the finding reads.
private struct LearningCourse {
  let timeScaleRatio: Double
  let target: [Double]
  let activation: [Double]
  let times: [Double]
  let risks: [Double]
  private let learned: [Double]

  init(_ trial: FindingTable.Trial) {
    timeScaleRatio = trial.real("theory.time_scale_ratio")
    target = trial.numbers("theory.target")
    activation = trial.numbers("theory.activation")
    times = trial.course("flow_time")
    risks = trial.course("risk")
    learned = trial.last("learning_time")
  }

  /// Whether degree 1 is missing, so that nothing above degree 0 is learnt.
  var isControl: Bool { target.count > 1 && target[1] == 0 }
  /// The rate κ at which degree 1 is learnt, |φ₁σ₁|.
  var linearRate: Double {
    target.count > 1 && activation.count > 1 ? abs(target[1] * activation[1]) : .nan
  }
  var finalRisk: Double { risks.last ?? .nan }

  func learningTime(_ degree: Int) -> Double {
    learned.indices.contains(degree) ? learned[degree] : .nan
  }

  /// 1 where the degrees are learnt in ascending order, 0 where they are not, NaN where one is never learnt.
  var order: Double {
    let times = (0..<4).map(learningTime)
    guard !times.contains(where: \.isNaN) else { return .nan }
    return zip(times, times.dropFirst()).allSatisfy { $0 < $1 } ? 1 : 0
  }

  /// The theory's risk before `degree` is learnt, ½Σ_{j ≥ degree} φ_j².
  func plateau(_ degree: Int) -> Double {
    target.dropFirst(degree).reduce(0) { $0 + $1 * $1 } / 2
  }

  /// The excess of the risk at √(t_{k−1} t_k) over the theory's, as a share of the latter.
  func plateauExcess(before degree: Int) -> Double {
    let middle = (learningTime(degree - 1) * learningTime(degree)).squareRoot()
    guard let after = times.firstIndex(where: { $0 >= middle }), after > 0, times[after - 1] > 0
    else { return .nan }
    let share = log(middle / times[after - 1]) / log(times[after] / times[after - 1])
    let risk = risks[after - 1] + share * (risks[after] - risks[after - 1])
    return risk / plateau(degree) - 1
  }
}
