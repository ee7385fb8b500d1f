import Foundation

/// The colours of figures, each for light and for dark pages.
///
/// Figures are drawn in the light colours. Every colour is used for one purpose only, so that a style sheet can
/// exchange all elements of one colour on a dark page.
package enum Palette {
  /// A colour and its counterpart on dark pages.
  package struct Color: Hashable, Sendable {
    /// The colour on light pages, as `#rrggbb`.
    package let light: String
    /// The colour on dark pages, as `#rrggbb`.
    package let dark: String
  }

  /// The colour of text and frames.
  package static let ink = Color(light: "#1b1c1d", dark: "#e4e6e8")
  /// The colour of grid lines.
  package static let grid = Color(light: "#dcdfe1", dark: "#3a3f44")
  /// The colour of lines for theory and pass marks.
  package static let reference = Color(light: "#6c7074", dark: "#a3a8ad")

  /// Eight colours that colour-blind people can tell apart, those of Okabe and Ito among them, in an order in which
  /// neighbours differ in lightness too; they are lighter on dark pages.
  package static let categories: [Color] = [
    Color(light: "#0072b2", dark: "#4fa8e0"), Color(light: "#d55e00", dark: "#ff8340"),
    Color(light: "#009e73", dark: "#2bcb9c"), Color(light: "#cc79a7", dark: "#eba3c8"),
    Color(light: "#e69f00", dark: "#f7bd45"), Color(light: "#56b4e9", dark: "#9bd7f7"),
    Color(light: "#7a5195", dark: "#b592d3"), Color(light: "#7f7f80", dark: "#bcbcbd"),
  ]

  /// Even steps along viridis, without its palest end on light pages and its darkest end on dark ones.
  package static let sequence: [Color] = (0..<24).map { step in
    let place = Double(step) / 23
    return Color(light: viridis(0.84 * place), dark: viridis(0.36 + 0.64 * place))
  }

  /// The colour of `sequence` at a place from 0 to 1; that of the nearer end beyond.
  package static func along(_ place: Double) -> Color {
    let clamped = min(max(place.isNaN ? 0 : place, 0), 1)
    return sequence[Int((clamped * Double(sequence.count - 1)).rounded())]
  }

  static func color(of hue: Series.Hue) -> Color {
    switch hue {
    case .category(let number): categories[((number % 8) + 8) % 8]
    case .along(let place): along(place)
    case .neutral: reference
    }
  }

  /// Anchors of matplotlib's viridis (Smith and van der Walt, CC0) at 0, 1/8, …, 1.
  private static let anchors: [(Double, Double, Double)] = [
    (68, 1, 84), (71, 44, 122), (59, 81, 139), (44, 113, 142), (33, 144, 141), (39, 173, 129),
    (92, 200, 99), (170, 220, 50), (253, 231, 37),
  ]

  static func viridis(_ place: Double) -> String {
    let scaled = min(max(place, 0), 1) * Double(anchors.count - 1)
    let below = min(Int(scaled), anchors.count - 2)
    let share = scaled - Double(below)
    let (a, b) = (anchors[below], anchors[below + 1])
    func mixed(_ x: Double, _ y: Double) -> Int { Int((x + share * (y - x)).rounded()) }
    return String(
      format: "#%02x%02x%02x", mixed(a.0, b.0), mixed(a.1, b.1), mixed(a.2, b.2))
  }

  /// The colours between which gnuplot interpolates for a map of numbers.
  static func mapAnchors(isDiverging: Bool) -> [String] {
    isDiverging
      ? ["#2b5c9c", "#6f9fd0", "#b9d2e8", "#f4f4f2", "#f3c6a5", "#df8a55", "#a8481b"]
      : (0...8).map { viridis(Double($0) / 8) }
  }

  private static var all: [Color] { [ink, grid, reference] + categories + sequence }

  /// Rules of a style sheet that exchange the colours of figures on dark screens.
  package static let darkRules = all.map { color in
    "[stroke=\"\(color.light)\"]{stroke:\(color.dark)}[fill=\"\(color.light)\"]{fill:\(color.dark)}"
      + "[color=\"\(color.light)\"]{color:\(color.dark)}"
  }.joined(separator: "\n")
}
