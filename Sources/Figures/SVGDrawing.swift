import Foundation

/// An SVG that gnuplot wrote, made fit for a page with several: small, with element names that no other has, without
/// fonts and backgrounds, and with colours as `#rrggbb`, so that a style sheet can find them.
struct SVGDrawing {
  /// The drawing as `<svg …>…</svg>`.
  let element: String

  /// - Parameters:
  ///   - name: The beginning of its elements' names.
  ///   - title: The description for people who cannot see the drawing.
  init(_ text: String, name: String, title: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
    if let start = lines.firstIndex(where: { $0.hasPrefix("<svg") }) { lines.removeFirst(start) }
    var body = lines.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n")
    body = Self.withoutDefinitions(body)
    body = Self.withHexColors(body)
    for (old, new) in Self.replacements { body = body.replacing(old, with: new) }
    body = Self.withoutEmptyGroups(body)
    body = body.replacing("gpPt6'", with: "\(name)dot'").replacing("gpPt6\"", with: "\(name)dot\"")
    let head = "<svg role=\"img\" aria-label=\"\(xmlEscaped(title))\""
    body = body.replacing("<svg", with: head, maxReplacements: 1)
    // The only symbol in use is a disc.
    let dot = "<defs><circle id='\(name)dot' r='1' fill='currentColor' stroke='none'/></defs>"
    if body.contains("#\(name)dot"), let end = body.range(of: ">\n<title>") {
      body.insert(contentsOf: dot, at: body.index(after: end.lowerBound))
    }
    element = body
  }

  private static let replacements = [
    (" font-family=\"sans-serif\"", ""), (" stroke-linecap=\"butt\"", ""),
    (" stroke-linejoin=\"miter\"", " stroke-linejoin=\"round\""),
    (" xmlns:xlink=\"http://www.w3.org/1999/xlink\"", ""), ("xlink:href", "href"),
    ("xmlns:xlink=\"http://www.w3.org/1999/xlink\"\n", ""),
    (" class=\"gridline\"", ""), (" id=\"gnuplot_canvas\"", ""), ("<tspan >", "<tspan>"),
    ("preserveAspectRatio='none'", "preserveAspectRatio='none' style='image-rendering:pixelated'"),
  ]

  private static func withoutDefinitions(_ text: String) -> String {
    guard let start = text.range(of: "<defs>"), let end = text.range(of: "</defs>") else {
      return text
    }
    return text.replacingCharacters(in: start.lowerBound..<end.upperBound, with: "")
  }

  /// `rgb(  0, 114, 178)` becomes `#0072b2`.
  private static func withHexColors(_ text: String) -> String {
    let parts = text.split(separator: "rgb(", omittingEmptySubsequences: false)
    var result = String(parts.first ?? "")
    for part in parts.dropFirst() {
      let inner = part.prefix { $0 != ")" }
      let numbers = inner.split(separator: ",").compactMap {
        Int($0.trimmingCharacters(in: .whitespaces))
      }
      if numbers.count == 3, inner.endIndex < part.endIndex {
        result += String(format: "#%02x%02x%02x", numbers[0], numbers[1], numbers[2])
        result += part[part.index(after: inner.endIndex)...]
      } else {
        result += "rgb(" + part
      }
    }
    return result
  }

  /// `text` without empty groups, `<g …>` directly followed by `</g>`, of which gnuplot leaves many.
  private static func withoutEmptyGroups(_ text: String) -> String {
    var kept: [Substring] = []
    for line in text.split(separator: "\n") {
      if line == "</g>", let last = kept.last, last.hasPrefix("<g fill=\"none\""),
        last.hasSuffix(">"),
        !last.contains("</"), last.count(where: { $0 == "<" }) == 1
      {
        kept.removeLast()
      } else {
        kept.append(line)
      }
    }
    return kept.joined(separator: "\n")
  }
}

/// `text` with spaces in place of the characters that XML cannot hold and no drawing shows.
func drawable(_ text: String) -> String {
  let scalars = text.unicodeScalars.map { scalar -> UnicodeScalar in
    let isNoncharacter = scalar.value & 0xFFFE == 0xFFFE
    return scalar.properties.generalCategory == .control || isNoncharacter ? " " : scalar
  }
  return String(String.UnicodeScalarView(scalars))
}

/// `text` escaped for XML and HTML, between tags and in attributes; line breaks stay.
package func xmlEscaped(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false).map { drawable(String($0)) }
    .joined(separator: "\n")
    .replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
}

/// An element of `Gnuplot.panels` as the content of an SVG file, with a style sheet that exchanges its colours on dark
/// screens.
package func standaloneSVG(_ element: String) -> String {
  let style =
    "<style>text{font-family:system-ui,Helvetica,Arial,sans-serif}\n"
    + "@media (prefers-color-scheme:dark){\(Palette.darkRules)}</style>"
  guard let end = element.firstIndex(of: ">") else { return element }
  var text = element
  text.insert(contentsOf: style, at: text.index(after: end))
  return text.replacing(
    "<svg", with: "<svg xmlns:xlink=\"http://www.w3.org/1999/xlink\"", maxReplacements: 1
  )
  .replacing(" href='#", with: " xlink:href='#")
}
