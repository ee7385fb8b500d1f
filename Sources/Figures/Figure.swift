/// The description of a picture of results: panels from left to right, each with axes and curves or a map.
package struct Figure: Hashable, Sendable {
  /// The title above all panels.
  package var title: String
  /// The panels from left to right.
  package var panels: [Panel]

  package init(_ title: String, _ panels: [Panel]) {
    (self.title, self.panels) = (title, panels)
  }
}

/// One pair of axes and what is drawn between them.
package struct Panel: Hashable, Sendable {
  /// What is drawn between the axes.
  package enum Content: Hashable, Sendable {
    case series([Series])
    case map(HeatMap)
  }

  /// The title above the panel; empty for none.
  package var title: String
  /// The horizontal axis, at the bottom.
  package var x: FigureAxis
  /// The vertical axis, on the left.
  package var y: FigureAxis
  /// A second vertical axis, on the right, for the series that ask for it.
  package var secondY: FigureAxis?
  /// What is drawn.
  package var content: Content

  package init(
    _ title: String = "", x: FigureAxis, y: FigureAxis, secondY: FigureAxis? = nil,
    _ content: Content
  ) {
    (self.title, self.x, self.y, self.secondY, self.content) = (title, x, y, secondY, content)
  }
}

/// An axis: its label, its scale, and the part of it that is shown.
package struct FigureAxis: Hashable, Sendable {
  /// The name of the quantity and its unit: `time (steps)`.
  package var label: String
  /// Whether the scale is logarithmic; numbers that are not positive are then not shown.
  package var isLogarithmic: Bool
  /// The part that is shown; as much as the data need where nil.
  package var range: ClosedRange<Double>?
  /// The ticks with their labels; gnuplot chooses ticks and writes numbers where empty.
  package var ticks: [Tick]

  /// A mark on an axis with words in place of its number.
  package struct Tick: Hashable, Sendable {
    /// The number at which the tick stands.
    package let place: Double
    /// The words at the tick.
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
  /// How points are drawn.
  package enum Style: Hashable, Sendable {
    case line, points, linePoints
    /// A thin line for theory or a pass mark.
    case reference
  }

  /// A point in the units of its axes; one with a number that is not finite is a gap in a line.
  package struct Point: Hashable, Sendable {
    /// The place along the horizontal axis.
    package var x: Double
    /// The place along the vertical axis.
    package var y: Double
    /// The range of y around the point, such as quartiles; nil for none.
    package var band: ClosedRange<Double>?

    package init(_ x: Double, _ y: Double, band: ClosedRange<Double>? = nil) {
      (self.x, self.y, self.band) = (x, y, band)
    }
  }

  /// A choice of colour from `Palette`.
  package enum Hue: Hashable, Sendable {
    /// The n-th colour, from 0, of a palette of eight that colour-blind people can tell apart.
    case category(Int)
    /// A place from 0 to 1 along a palette that grows evenly in lightness.
    case along(Double)
    /// The grey of references.
    case neutral
  }

  /// The name in the legend; empty for none.
  package var name: String
  /// The points in the order in which a line joins them.
  package var points: [Point]
  /// Whether the points are joined by lines, marked, or both.
  package var style: Style
  /// The colour of points, lines and band.
  package var hue: Hue
  /// Whether the panel's second vertical axis counts.
  package var isOnSecondY: Bool

  package init(
    _ name: String, _ points: [Point], style: Style = .linePoints, hue: Hue = .category(0),
    isOnSecondY: Bool = false
  ) {
    (self.name, self.points, self.style, self.hue) = (name, points, style, hue)
    self.isOnSecondY = isOnSecondY
  }
}

/// Numbers over a plane, drawn as colours.
package struct HeatMap: Hashable, Sendable {
  /// The centres of the columns, in the unit of the horizontal axis.
  package var x: [Double]
  /// The centres of the rows, in the unit of the vertical axis.
  package var y: [Double]
  /// The numbers, [y.count][x.count]; NaN leaves a cell empty.
  package var values: [[Double]]
  /// The quantity that the colours show, with its unit.
  package var label: String
  /// Whether colours diverge from zero.
  package var isDiverging: Bool
  /// The range of numbers that the colours span, for maps that are to be compared; as the values need where nil.
  package var range: ClosedRange<Double>?

  package init(
    x: [Double], y: [Double], values: [[Double]], label: String, isDiverging: Bool = false,
    range: ClosedRange<Double>? = nil
  ) {
    (self.x, self.y, self.values) = (x, y, values)
    (self.label, self.isDiverging, self.range) = (label, isDiverging, range)
  }
}
