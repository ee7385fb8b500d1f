import Judging

/// A sweep's trials over starting shapes (n, s) of γ and ways to adapt them; numbers are means over replicates.
struct ShapeGrid {
  struct Point: Hashable {
    let gain: Double
    let saturation: Double

    init(_ gain: Double, _ saturation: Double) {
      (self.gain, self.saturation) = (gain, saturation)
    }
  }

  private static let (gain, saturation) = ("model.activation.gain", "model.activation.saturation")

  /// How the shape adapts: the words of `model.activation.adapt`.
  enum Mode: String, CaseIterable {
    case fixed, shared
    case perUnit = "per_unit"

    static let adaptive = [Mode.shared, .perUnit]

    /// The paper's word for the mode.
    var word: String {
      switch self {
      case .fixed: "static"
      case .shared: "homogeneous"
      case .perUnit: "heterogeneous"
      }
    }
  }

  /// The length of training that selects nets; a sweep may train some of its nets for longer than others.
  enum Length {
    case shortest, longest
  }

  /// The trials of one length of training.
  private let nets: Ensemble

  init(_ table: FindingTable, _ length: Length = .shortest) {
    let all = Ensemble(table)
    let lengths = all.values(of: "training.steps")
    let steps = length == .shortest ? lengths.first : lengths.last
    nets = steps.map { all.with("training.steps", $0) } ?? all
  }

  /// The starting shapes of all trials, by saturation, then gain.
  var points: [Point] {
    Set(nets.trials.map { Point($0.real(Self.gain), $0.real(Self.saturation)) })
      .filter { !$0.gain.isNaN && !$0.saturation.isNaN }
      .sorted { ($0.saturation, $0.gain) < ($1.saturation, $1.gain) }
  }

  func points(saturation: Double) -> [Point] { points.filter { $0.saturation == saturation } }

  var gains: [Double] { Set(points.map(\.gain)).sorted() }
  var saturations: [Double] { Set(points.map(\.saturation)).sorted() }

  /// The nets of one start and one mode.
  func nets(_ point: Point, _ mode: Mode) -> Ensemble {
    nets.with(Self.gain, point.gain).with(Self.saturation, point.saturation)
      .with("model.activation.adapt", mode.rawValue)
  }

  /// The mean of a scalar variable after training; NaN where no trial has it.
  func mean(_ variable: String, _ point: Point, _ mode: Mode) -> Double {
    nets(point, mode).mean { $0.final(variable) }
  }

  func accuracy(_ point: Point, _ mode: Mode) -> Double {
    mean("validation_accuracy", point, mode)
  }

  /// The mean of an array variable after training; empty where no trial has it.
  func means(_ variable: String, _ point: Point, _ mode: Mode) -> [Double] {
    nets(point, mode).means { $0.last(variable) }
  }

  /// The names of the changes of the input, in the order of their variables.
  func changes(_ point: Point) -> [String] { nets(point, .perUnit).trials.first?.changes ?? [] }

  /// The mean of a scalar variable at each checkpoint; empty where no trial has it.
  func course(_ variable: String, _ point: Point, _ mode: Mode) -> [Double] {
    nets(point, mode).means { $0.course(variable) }
  }
}
