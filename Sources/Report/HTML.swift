import Figures
import Foundation

/// The elements of which a page is made.
enum HTML {
  static func section(_ title: String, id: String, _ content: [String]) -> String {
    "<section id=\"\(id)\">\n<h2>\(xmlEscaped(title))</h2>\n\(content.joined(separator: "\n"))\n</section>"
  }

  static func paragraph(_ text: String, soft: Bool = false) -> String {
    "<p\(soft ? " class=\"soft\"" : "")>\(xmlEscaped(text))</p>"
  }

  static func figure(_ panels: [String], caption: String) -> String {
    "<figure>\n<div class=\"panels\">\n"
      + panels.map { "<div>\($0)</div>" }.joined(separator: "\n")
      + "\n</div>\n"
      + (caption.isEmpty ? "" : "<figcaption>\(xmlEscaped(caption))</figcaption>\n") + "</figure>"
  }

  /// A table.
  ///
  /// - Parameters:
  ///   - titles: The heads of the columns as plain text.
  ///   - kind: A class of the style sheet; empty for none.
  ///   - rows: The cells as HTML, each with a class of the style sheet; empty for none.
  static func table(
    _ titles: [String], kind: String = "", rows: [[(text: String, kind: String)]]
  ) -> String {
    let head = titles.map { "<th>\(xmlEscaped($0))</th>" }.joined()
    let body = rows.map { row in
      "<tr>"
        + zip(titles, row).map { title, cell in
          let marked = cell.kind.isEmpty ? "" : " class=\"\(cell.kind)\""
          let named = title.isEmpty ? "" : " data-name=\"\(xmlEscaped(title))\""
          return "<td\(marked)\(named)>\(cell.text)</td>"
        }.joined() + "</tr>"
    }.joined(separator: "\n")
    return
      "<div class=\"table \(kind)\"><table>\n<thead><tr>\(head)</tr></thead>\n<tbody>\n\(body)\n"
      + "</tbody></table></div>"
  }

  /// `text`, plain, as HTML in which the first arXiv number is a link to its page.
  static func reference(_ text: String) -> String {
    let escaped = xmlEscaped(text)
    guard let start = escaped.range(of: "arXiv:") else { return escaped }
    let number = escaped[start.upperBound...].prefix { $0.isNumber || $0 == "." }
      .trimmingCharacters(in: CharacterSet(charactersIn: "."))
    guard !number.isEmpty else { return escaped }
    return escaped.replacing(
      "arXiv:\(number)", with: "<a href=\"https://arxiv.org/abs/\(number)\">arXiv:\(number)</a>",
      maxReplacements: 1)
  }

  static func page(title: String, body: [String]) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <title>\(xmlEscaped(title))</title>
    <style>
    \(PageStyle.text)
    </style>
    </head>
    <body>
    \(body.joined(separator: "\n"))
    </body>
    </html>

    """
  }
}
