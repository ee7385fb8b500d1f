/// A picture of results, said in values: panels from left to right, each with axes and curves or a map.
package struct Figure: Hashable, Sendable {
  package var title: String
  package var panels: [Panel]

  package init(_ title: String, _ panels: [Panel]) {
    (self.title, self.panels) = (title, panels)
  }
}

/// One pair of axes and what is drawn between them.
package struct Panel: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    case series([Series])
    case map(HeatMap)
  }

  package var title: String
  package var x: FigureAxis
  package var y: FigureAxis
  /// On the right; for the series that ask for it.
  package var secondY: FigureAxis?
  package var content: Content

  package init(
    _ title: String = "", x: FigureAxis, y: FigureAxis, secondY: FigureAxis? = nil,
    _ content: Content
  ) {
    (self.title, self.x, self.y, self.secondY, self.content) = (title, x, y, secondY, content)
  }
}

/// An axis: what it counts, and how.
package struct FigureAxis: Hashable, Sendable {
  /// With the unit: `time (steps)`.
  package var label: String
  package var isLogarithmic: Bool
  /// What is shown; what the data need where nil.
  package var range: ClosedRange<Double>?
  /// Words in place of numbers.
  package var ticks: [Tick]

  package struct Tick: Hashable, Sendable {
    package let place: Double
    package let label: String

    package init(_ place: Double, _ label: String) { (self.place, self.label) = (place, label) }
  }

  package init(
    _ label: String, isLogarithmic: Bool = false, range: ClosedRange<Double>? = nil,
    ticks: [Tick] = []
  ) {
    (self.label, self.isLogarithmic, self.range, self.ticks) = (label, isLogarithmic, range, ticks)
  }
}

/// Points that belong together, with a name.
package struct Series: Hashable, Sendable {
  package enum Style: Hashable, Sendable {
    case line, points, linePoints
    /// A thin line for theory or a pass mark.
    case reference
  }

  package struct Point: Hashable, Sendable {
    package var x: Double
    package var y: Double
    /// The band around it, such as quartiles.
    package var band: ClosedRange<Double>?

    package init(_ x: Double, _ y: Double, band: ClosedRange<Double>? = nil) {
      (self.x, self.y, self.band) = (x, y, band)
    }
  }

  package enum Hue: Hashable, Sendable {
    /// The n-th colour of a palette that colour-blind people can tell apart.
    case category(Int)
    /// From 0 to 1 along a palette that grows evenly in lightness.
    case along(Double)
    /// As text.
    case neutral
  }

  package var name: String
  package var points: [Point]
  package var style: Style
  package var hue: Hue
  package var isOnSecondY: Bool

  package init(
    _ name: String, _ points: [Point], style: Style = .linePoints, hue: Hue = .category(0),
    isOnSecondY: Bool = false
  ) {
    (self.name, self.points, self.style, self.hue) = (name, points, style, hue)
    self.isOnSecondY = isOnSecondY
  }
}

/// Numbers over a plane.
package struct HeatMap: Hashable, Sendable {
  /// Centres of the columns.
  package var x: [Double]
  /// Centres of the rows.
  package var y: [Double]
  /// A row for each of `y`; NaN is left empty.
  package var values: [[Double]]
  /// What the colours count, with the unit.
  package var label: String
  /// Whether colours diverge from zero.
  package var isDiverging: Bool
  /// What the colours span, for maps that are to be compared; what the values need where nil.
  package var range: ClosedRange<Double>?

  package init(
    x: [Double], y: [Double], values: [[Double]], label: String, isDiverging: Bool = false,
    range: ClosedRange<Double>? = nil
  ) {
    (self.x, self.y, self.values) = (x, y, values)
    (self.label, self.isDiverging, self.range) = (label, isDiverging, range)
  }
}
