/// A picture of results, said in values: panels from left to right, each with axes and curves or a map.
public struct Figure: Hashable, Sendable {
  public var title: String
  public var panels: [Panel]

  public init(_ title: String, _ panels: [Panel]) {
    (self.title, self.panels) = (title, panels)
  }
}

/// One pair of axes and what is drawn between them.
public struct Panel: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    case series([Series])
    case map(HeatMap)
  }

  public var title: String
  public var x: FigureAxis
  public var y: FigureAxis
  /// On the right; for the series that ask for it.
  public var secondY: FigureAxis?
  public var content: Content

  public init(
    _ title: String = "", x: FigureAxis, y: FigureAxis, secondY: FigureAxis? = nil,
    _ content: Content
  ) {
    (self.title, self.x, self.y, self.secondY, self.content) = (title, x, y, secondY, content)
  }
}

/// An axis: what it counts, and how.
public struct FigureAxis: Hashable, Sendable {
  /// With the unit: `time (steps)`.
  public var label: String
  public var isLogarithmic: Bool
  /// What is shown; what the data need where nil.
  public var range: ClosedRange<Double>?
  /// Words in place of numbers.
  public var ticks: [Tick]

  public struct Tick: Hashable, Sendable {
    public let place: Double
    public let label: String

    public init(_ place: Double, _ label: String) { (self.place, self.label) = (place, label) }
  }

  public init(
    _ label: String, isLogarithmic: Bool = false, range: ClosedRange<Double>? = nil,
    ticks: [Tick] = []
  ) {
    (self.label, self.isLogarithmic, self.range, self.ticks) = (label, isLogarithmic, range, ticks)
  }
}

/// Points that belong together, with a name.
public struct Series: Hashable, Sendable {
  public enum Style: Hashable, Sendable {
    case line, points, linePoints
    /// A thin line for theory or a pass mark.
    case reference
  }

  public struct Point: Hashable, Sendable {
    public var x: Double
    public var y: Double
    /// The band around it, such as quartiles.
    public var band: ClosedRange<Double>?

    public init(_ x: Double, _ y: Double, band: ClosedRange<Double>? = nil) {
      (self.x, self.y, self.band) = (x, y, band)
    }
  }

  public enum Hue: Hashable, Sendable {
    /// The n-th colour of a palette that colour-blind people can tell apart.
    case category(Int)
    /// From 0 to 1 along a palette that grows evenly in lightness.
    case along(Double)
    /// As text.
    case neutral
  }

  public var name: String
  public var points: [Point]
  public var style: Style
  public var hue: Hue
  public var isOnSecondY: Bool

  public init(
    _ name: String, _ points: [Point], style: Style = .linePoints, hue: Hue = .category(0),
    isOnSecondY: Bool = false
  ) {
    (self.name, self.points, self.style, self.hue) = (name, points, style, hue)
    self.isOnSecondY = isOnSecondY
  }
}

/// Numbers over a plane.
public struct HeatMap: Hashable, Sendable {
  /// Centres of the columns.
  public var x: [Double]
  /// Centres of the rows.
  public var y: [Double]
  /// A row for each of `y`; NaN is left empty.
  public var values: [[Double]]
  /// What the colours count, with the unit.
  public var label: String
  /// Whether colours diverge from zero.
  public var isDiverging: Bool
  /// What the colours span, for maps that are to be compared; what the values need where nil.
  public var range: ClosedRange<Double>?

  public init(
    x: [Double], y: [Double], values: [[Double]], label: String, isDiverging: Bool = false,
    range: ClosedRange<Double>? = nil
  ) {
    (self.x, self.y, self.values) = (x, y, values)
    (self.label, self.isDiverging, self.range) = (label, isDiverging, range)
  }
}
