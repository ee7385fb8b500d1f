import Foundation
import TestSupport
import Testing

@testable import Figures

/// What is made of gnuplot's SVG.
@Suite struct SVGDrawingTests {
  @Test(arguments: [
    ("fill='rgb(  0, 114, 178)'", "fill='#0072b2'"), ("rgb(1,2)", "rgb(1,2)"),
    ("rgb(1,2,3", "rgb(1,2,3"), ("a rgb(", "a rgb("),
    ("rgb(255,255,255)rgb(0,0,0) b", "#ffffff#000000 b"), ("none", "none"),
  ])
  func `colours are written in hexadecimal digits`(text: String, expected: String) {
    #expect(SVGDrawing(text, name: "a", title: "t").element == expected)
  }

  @Test func `a drawing of very many points takes time in proportion to them`() {
    let point = "<use xlink:href='#gpPt6' color='rgb(  0, 114, 178)'/>\n"
    let text = "<svg>\n" + String(repeating: point, count: 200_000) + "</svg>\n"
    let begin = threadSeconds()
    let drawing = SVGDrawing(text, name: "a", title: "many")
    // It took minutes where each colour copied the rest.
    #expect(threadSeconds() - begin < 20)
    #expect(drawing.element.hasSuffix("color='#0072b2'/>\n</svg>"))
  }
}
