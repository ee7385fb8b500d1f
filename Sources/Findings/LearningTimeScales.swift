public import Figures
import Foundation
import Schema
import Sweep

/// Wide two-layer nets learn a target's Hermite components one after another, each at a time scale of its own
/// (Berthier, Montanari and Zhou, arXiv:2303.00055).
public enum LearningTimeScales: Finding {
  public static let name = "learning-time-scales"
  public static let title =
    "components of rising degree are learnt in turn, at times that scale as theory says"
  public static let reference = "arXiv:2303.00055"
  public static let needs = ["flow_time", "risk", "learning_time"]

  public static func statistics(of table: FindingTable) -> [Statistic] {
    let courses = table.trials.filter { $0.status == .complete }.map(LearningCourse.init)
    let atoms = courses.filter { $0.law == "atoms" && !$0.isControl && $0.hasRoom }
    let asymptotic = atoms.filter { $0.timeScaleRatio < 3e-8 }
    return order(atoms) + slopes(asymptotic) + plateaus(atoms)
      + uniform(courses.filter { $0.law == "uniform" })
      + control(courses.filter(\.isControl))
  }

  private static func order(_ courses: [LearningCourse]) -> [Statistic] {
    let small = courses.filter { $0.timeScaleRatio < 3e-5 }
    let share = Regression.mean(small.map { $0.isInOrder ? 1 : 0 })
    return [
      Statistic(
        "share of ε ≤ 1e-5 with t0 < t1 < t2 < t3", share, .atLeast(1), reported: "all")
    ]
  }

  /// Over the smallest four ε, 1e-8 to 1e-11.
  private static func slopes(_ courses: [LearningCourse]) -> [Statistic] {
    func slope(_ degree: Int) -> Double {
      Regression.slope(courses.map { (log($0.timeScaleRatio), log($0.learningTime(degree))) })
    }
    let scaled = courses.map {
      (-log($0.timeScaleRatio), $0.learningTime(1) / $0.timeScaleRatio.squareRoot())
    }
    let rate = courses.first?.linearRate ?? .nan
    return [
      Statistic("slope of ln t0 on ln ε", slope(0), .within(0.99...1.01), reported: "1.000"),
      Statistic(
        "4κ × slope of t1/√ε on ln 1/ε", 4 * rate * Regression.slope(scaled),
        .within(0.97...1.06), reported: "1.002"),
      Statistic("slope of ln t2 on ln ε", slope(2), .within(0.240...0.255), reported: "0.2472"),
      Statistic("slope of ln t3 on ln ε", slope(3), .within(0.155...0.178), reported: "0.1658"),
    ]
  }

  private static func plateaus(_ courses: [LearningCourse]) -> [Statistic] {
    func worst(_ degree: Int, below limit: Double) -> Double {
      Regression.largest(
        courses.filter { $0.timeScaleRatio < limit }.map { abs($0.plateauExcess(before: degree)) })
    }
    return [
      Statistic(
        "error of the plateau before t1, ε ≤ 1e-5", worst(1, below: 3e-5), .atMost(0.005),
        reported: "0.0004"),
      Statistic(
        "error of the plateau before t2, ε ≤ 1e-7", worst(2, below: 3e-7), .atMost(0.03),
        reported: "0.028"),
      Statistic(
        "error of the plateau before t3, ε ≤ 1e-10", worst(3, below: 3e-10), .atMost(0.15),
        reported: "0.12"),
    ]
  }

  /// Over the sets of coefficients, of each of which there is a slope.
  private static func uniform(_ courses: [LearningCourse]) -> [Statistic] {
    let slopes = Set(courses.map(\.target)).map { set in
      Regression.slope(
        courses.filter { $0.target == set }.map {
          (log($0.timeScaleRatio), log($0.learningTime(2)))
        })
    }
    return [
      Statistic(
        "least slope of ln t2 on ln ε over targets, weights uniform", least(slopes),
        .atLeast(0.23), reported: "0.245"),
      Statistic(
        "largest slope of ln t2 on ln ε over targets, weights uniform", worst(slopes),
        .atMost(0.26), reported: "0.249"),
    ]
  }

  /// Its alignment stays exactly zero by the equations' form, so that only the risk tells something.
  private static func control(_ courses: [LearningCourse]) -> [Statistic] {
    let stalls = courses.map { abs($0.finalRisk / $0.plateau(1) - 1) }
    return [
      Statistic(
        "error of the risk at the end without degree 1", Regression.largest(stalls), .atMost(1e-3),
        reported: "0")
    ]
  }

  public static func figures(of table: FindingTable) -> [Figure] {
    let courses = table.trials.map(LearningCourse.init)
      .filter { $0.law == "atoms" && !$0.isControl }
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
        "ε = \(scientific(course.timeScaleRatio))",
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

  /// ε, √ε ln(1/ε), and ε^(1/2l) for degree l.
  private static func scale(_ degree: Int, _ ratio: Double) -> Double {
    switch degree {
    case 0: ratio
    case 1: ratio.squareRoot() * log(1 / ratio)
    default: pow(ratio, 1 / (2 * Double(degree)))
    }
  }
}

/// One trial of the flow, as the finding sees it.
private struct LearningCourse {
  let law: String
  let timeScaleRatio: Double
  let target: [Double]
  let activation: [Double]
  let times: [Double]
  let risks: [Double]
  private let learned: [Double]

  init(_ trial: FindingTable.Trial) {
    law = trial.text("theory.readout.law")
    timeScaleRatio = trial.real("theory.time_scale_ratio")
    target = trial.settings["theory.target"].numbers
    activation = trial.settings["theory.activation"].numbers
    times = trial.course("flow_time")
    risks = trial.course("risk")
    learned = trial.last("learning_time")
  }

  /// Degree 1 is missing: nothing above degree 0 is learnt.
  var isControl: Bool { target.count > 1 && target[1] == 0 }
  /// All four degrees are there to be judged.
  var hasRoom: Bool { target.count >= 4 }
  /// κ.
  var linearRate: Double { abs(target[1] * activation[1]) }
  var finalRisk: Double { risks.last ?? .nan }

  func learningTime(_ degree: Int) -> Double {
    learned.indices.contains(degree) ? learned[degree] : .nan
  }

  var isInOrder: Bool {
    (1..<4).allSatisfy { learningTime($0 - 1) < learningTime($0) }
  }

  /// ½Σ_{j ≥ degree} φ_j².
  func plateau(_ degree: Int) -> Double {
    target.dropFirst(degree).reduce(0) { $0 + $1 * $1 } / 2
  }

  /// The risk at √(t_{k−1} t_k) against theory's, as a share of it.
  func plateauExcess(before degree: Int) -> Double {
    let middle = (learningTime(degree - 1) * learningTime(degree)).squareRoot()
    guard let after = times.firstIndex(where: { $0 >= middle }), after > 0, times[after - 1] > 0
    else { return .nan }
    let share = log(middle / times[after - 1]) / log(times[after] / times[after - 1])
    let risk = risks[after - 1] + share * (risks[after] - risks[after - 1])
    return risk / plateau(degree) - 1
  }
}

extension SettingValue? {
  fileprivate var numbers: [Double] {
    guard case .list(let values) = self else { return [] }
    return values.map { value in
      switch value {
      case .real(let number): number
      case .integer(let number): Double(number)
      default: .nan
      }
    }
  }
}

extension [Double] {
  fileprivate var short: String {
    "(" + map { String(format: "%g", $0) }.joined(separator: ", ") + ")"
  }
}

private func scientific(_ number: Double) -> String { String(format: "%.0e", number) }
