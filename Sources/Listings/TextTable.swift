/// A table of texts in columns, as it is printed on a terminal: numbers are aligned on the right, words on the left.
package struct TextTable: Equatable {
  package enum Alignment: Equatable {
    case left, right
  }

  package struct Column: Equatable {
    var title: String
    var alignment: Alignment
    var cells: [String]
    /// Whether the column stays where there is no room for all.
    var isEssential: Bool

    /// - Parameters:
    ///   - title: The title above the cells.
    ///   - alignment: Where the cells stand.
    ///   - cells: The texts, from the top.
    ///   - isEssential: Whether the column stays where there is no room for all.
    package init(
      title: String, alignment: Alignment = .right, cells: [String], isEssential: Bool = false
    ) {
      (self.title, self.alignment) = (title, alignment)
      (self.cells, self.isEssential) = (cells, isEssential)
    }
  }

  var columns: [Column]

  package init(columns: [Column]) { self.columns = columns }

  static let gap = 2

  /// The lines of the table, and the titles of the columns that were left out, for a terminal of `width` characters;
  /// nil stands for any width.
  ///
  /// If there is too little room, titles are first broken at underscores, and then columns are left out from the last
  /// on.
  package func lines(width: Int?) -> (lines: [String], omitted: [String]) {
    let whole = columns.map { [$0.title] }
    guard let width, totalWidth(columns, whole) > width else {
      return (rendered(columns, whole), [])
    }
    var kept = columns
    var omitted: [String] = []
    while totalWidth(kept, kept.map(\.brokenTitle)) > width,
      let last = kept.lastIndex(where: { !$0.isEssential })
    {
      omitted.insert(kept.remove(at: last).title, at: 0)
    }
    return (rendered(kept, kept.map(\.brokenTitle)), omitted)
  }

  private func totalWidth(_ columns: [Column], _ titles: [[String]]) -> Int {
    let widths = zip(columns, titles).map { $0.width(title: $1) }
    return widths.reduce(0, +) + Self.gap * max(0, widths.count - 1)
  }

  private func rendered(_ columns: [Column], _ titles: [[String]]) -> [String] {
    let widths = zip(columns, titles).map { $0.width(title: $1) }
    let height = titles.map(\.count).max() ?? 0
    let gap = String(repeating: " ", count: Self.gap)
    func line(_ cells: [String]) -> String {
      let padded = zip(zip(cells, widths), columns).map { cell, column in
        column.padded(cell.0, to: cell.1)
      }
      return padded.joined(separator: gap).droppingTrailingSpaces
    }
    // Titles with fewer lines stand at the bottom.
    let header = (0..<height).map { row in
      line(titles.map { row < height - $0.count ? "" : $0[row - (height - $0.count)] })
    }
    let rows = columns.map(\.cells.count).max() ?? 0
    return header
      + (0..<rows).map { row in line(columns.map { row < $0.cells.count ? $0.cells[row] : "" }) }
  }
}

extension TextTable.Column {
  fileprivate func width(title: [String]) -> Int {
    (title + cells).reduce(0) { max($0, $1.count) }
  }

  fileprivate func padded(_ text: String, to width: Int) -> String {
    let spaces = String(repeating: " ", count: max(0, width - text.count))
    return alignment == .left ? text + spaces : spaces + text
  }

  /// The title in lines that are as narrow as possible: it is broken after underscores, and short pieces are joined
  /// again.
  fileprivate var brokenTitle: [String] {
    let parts = title.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    let room = max(cells.reduce(0) { max($0, $1.count) }, parts.reduce(0) { max($0, $1.count + 1) })
    var lines: [String] = []
    for (index, part) in parts.enumerated() {
      let piece = index < parts.count - 1 ? part + "_" : part
      if let last = lines.last, last.count + piece.count <= room {
        lines[lines.count - 1] = last + piece
      } else {
        lines.append(piece)
      }
    }
    return lines
  }
}

extension String {
  /// The text with spaces after it, up to `width` characters.
  package func padded(to width: Int) -> String {
    count >= width ? self : self + String(repeating: " ", count: width - count)
  }

  fileprivate var droppingTrailingSpaces: String {
    var kept = self[...]
    while kept.utf8.last == UInt8(ascii: " ") { kept.removeLast() }
    return String(kept)
  }
}
