import Sweep

/// A sweep's trials over starting shapes (n, s) of γ and ways to adapt them; numbers are means over replicates.
struct ShapeGrid {
  struct Point: Hashable {
    let gain: Double
    let saturation: Double

    init(_ gain: Double, _ saturation: Double) {
      (self.gain, self.saturation) = (gain, saturation)
    }
  }

  /// As `model.activation.adapt` says it.
  enum Mode: String, CaseIterable {
    case fixed, shared
    case perUnit = "per_unit"

    static let adaptive = [Mode.shared, .perUnit]

    /// The paper's word.
    var word: String {
      switch self {
      case .fixed: "static"
      case .shared: "homogeneous"
      case .perUnit: "heterogeneous"
      }
    }
  }

  private struct Key: Hashable {
    let point: Point
    let mode: Mode
  }

  private var trials: [Key: [FindingTable.Trial]] = [:]

  /// A sweep may train some of its nets for longer than the others.
  enum Length {
    case shortest, longest
  }

  /// Trials of one length that came to an end; a diverged one is a result too.
  init(_ table: FindingTable, _ length: Length = .shortest) {
    let lengths = table.trials.map { $0.real("training.steps") }.filter(\.isFinite)
    let steps = length == .shortest ? lengths.min() : lengths.max()
    for trial in table.trials where trial.status == .complete || trial.status == .diverged {
      guard steps.map({ $0 == trial.real("training.steps") }) ?? true else { continue }
      guard let mode = Mode(rawValue: trial.text("model.activation.adapt")) else { continue }
      let point = Point(
        trial.real("model.activation.gain"), trial.real("model.activation.saturation"))
      trials[Key(point: point, mode: mode), default: []].append(trial)
    }
  }

  /// The starting shapes of all trials, by saturation, then gain.
  var points: [Point] {
    Set(trials.keys.map(\.point)).sorted {
      ($0.saturation, $0.gain) < ($1.saturation, $1.gain)
    }
  }

  func points(saturation: Double) -> [Point] { points.filter { $0.saturation == saturation } }

  var gains: [Double] { Set(points.map(\.gain)).sorted() }
  var saturations: [Double] { Set(points.map(\.saturation)).sorted() }

  private func trials(_ point: Point, _ mode: Mode) -> [FindingTable.Trial] {
    trials[Key(point: point, mode: mode)] ?? []
  }

  /// A scalar variable after training; NaN where no trial has it.
  func mean(_ variable: String, _ point: Point, _ mode: Mode) -> Double {
    AdaptiveActivation.mean(trials(point, mode).map { $0.final(variable) })
  }

  /// A scalar variable before training.
  func initialMean(_ variable: String, _ point: Point, _ mode: Mode) -> Double {
    AdaptiveActivation.mean(trials(point, mode).map { $0.initial(variable) })
  }

  func accuracy(_ point: Point, _ mode: Mode) -> Double {
    mean("validation_accuracy", point, mode)
  }

  /// An array variable after training; empty where no trial has it.
  func means(_ variable: String, _ point: Point, _ mode: Mode) -> [Double] {
    means(trials(point, mode).map { $0.last(variable) })
  }

  /// The names of the changes of the input, in the order of their variables.
  func changes(_ point: Point) -> [String] { trials(point, .perUnit).first?.changes ?? [] }

  /// A scalar variable at each checkpoint; empty where no trial has it.
  func course(_ variable: String, _ point: Point, _ mode: Mode) -> [Double] {
    means(trials(point, mode).map { $0.course(variable) })
  }

  private func means(_ rows: [[Double]]) -> [Double] {
    guard let length = rows.map(\.count).min() else { return [] }
    return (0..<length).map { i in AdaptiveActivation.mean(rows.map { $0[i] }) }
  }
}
