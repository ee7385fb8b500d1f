import Foundation
import Platform

/// Why figures cannot be drawn.
package enum FigureError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is no gnuplot at the path or in the folders `searched`.
  case gnuplotMissing(searched: String)
  /// gnuplot could not draw the figure of this title; `reason` is its own message or the system's.
  case gnuplotFailed(figure: String, reason: String)

  package var description: String {
    switch self {
    case .gnuplotMissing(let searched):
      "gnuplot is not on the PATH (\(searched)); figures are drawn by it: install it by "
        + "cluster/setup.sh, or on Debian and Ubuntu by `apt-get install --no-install-recommends "
        + "gnuplot-nox`, or set DYNSWEEP_GNUPLOT to the program"
    case .gnuplotFailed(let figure, let reason):
      "gnuplot could not draw \"\(figure)\": \(reason)"
    }
  }
}

/// The program that draws figures.
package struct Gnuplot: Sendable {
  /// The program's path.
  package let path: String

  /// The program that `DYNSWEEP_GNUPLOT` names, or else the first of the PATH.
  ///
  /// - Throws: `FigureError.gnuplotMissing` where there is no such program.
  package init() throws(FigureError) {
    try self.init(environment: ProcessInfo.processInfo.environment)
  }

  /// The program that these variables name, or else the first of their PATH.
  ///
  /// - Throws: `FigureError.gnuplotMissing` where there is no such program.
  package init(environment: [String: String]) throws(FigureError) {
    let folders = environment["PATH"] ?? ""
    let candidates =
      environment["DYNSWEEP_GNUPLOT"].map { [$0] }
      ?? folders.split(separator: ":").map { "\($0)/gnuplot" }
    guard let found = candidates.first(where: FileManager.default.isExecutableFile) else {
      throw .gnuplotMissing(searched: environment["DYNSWEEP_GNUPLOT"] ?? folders)
    }
    path = found
  }

  /// Draws each panel of a figure as an SVG element that can stand in a page, in the colours of light pages.
  ///
  /// - Parameter name: Letters and digits that no other figure of the page has.
  /// - Returns: An element for each panel.
  /// - Throws: `FigureError.gnuplotFailed` where gnuplot cannot be started, fails, or is interrupted.
  package func panels(of figure: Figure, name: String) throws(FigureError) -> [String] {
    var drawn: [String] = []
    for (number, panel) in figure.panels.enumerated() {
      let identity = "\(name)p\(number)"
      let script = GnuplotScript(panel, name: identity)
      let svg = try draw(script.text, of: panel.title.isEmpty ? figure.title : panel.title)
      drawn.append(SVGDrawing(svg, name: identity, title: script.summary).element)
    }
    return drawn
  }

  /// The SVG that gnuplot writes for a script without `set output`.
  private func draw(_ script: String, of title: String) throws(FigureError) -> String {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("dynsweep-figure-\(UUID().uuidString)")
    let file = folder.appendingPathComponent("figure.gp")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(script.utf8).write(to: file)
    } catch {
      throw .gnuplotFailed(figure: title, reason: "\(error)")
    }
    defer { try? FileManager.default.removeItem(at: folder) }
    // `-d` leaves the user's own settings of gnuplot out.
    guard let process = BriefProcess(path, ["-d", file.path], in: folder) else {
      throw .gnuplotFailed(figure: title, reason: "\(path) cannot be started")
    }
    BriefProcess.wait(for: [process])
    guard process.status == 0, process.output.contains("</svg>") else {
      process.end(atOnce: true)
      let lines = process.errors.split(separator: "\n").suffix(4).joined(separator: "; ")
      throw .gnuplotFailed(figure: title, reason: lines)
    }
    return process.output
  }
}
