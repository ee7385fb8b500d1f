import Foundation

/// Why figures cannot be drawn.
package enum FigureError: Error, Equatable, Sendable, CustomStringConvertible {
  case gnuplotMissing(searched: String)
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
  /// - Throws: `FigureError.gnuplotMissing`.
  package init() throws(FigureError) {
    try self.init(environment: ProcessInfo.processInfo.environment)
  }

  /// The same in another environment.
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

  /// Each panel of a figure as SVG: an element that can stand in a page, colours those of light pages.
  ///
  /// - Parameter name: Letters and digits that no other figure of the page has.
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

  /// What gnuplot writes for a script without `set output`.
  private func draw(_ script: String, of title: String) throws(FigureError) -> String {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("dynsweep-figure-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let (output, messages) = try run(script, in: folder)
      guard output.contains("</svg>") else {
        throw FigureError.gnuplotFailed(figure: title, reason: messages)
      }
      return output
    } catch let error as FigureError {
      throw error
    } catch {
      throw .gnuplotFailed(figure: title, reason: "\(error)")
    }
  }

  /// Files, not pipes: no one waits for anyone.
  private func run(_ script: String, in folder: URL) throws -> (output: String, messages: String) {
    let files = ["figure.gp", "figure.svg", "messages"].map { folder.appendingPathComponent($0) }
    try Data(script.utf8).write(to: files[0])
    for file in files.dropFirst() { try Data().write(to: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    // Without the settings of whoever runs it.
    process.arguments = ["-d", files[0].path]
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    let texts = try files.dropFirst().map {
      String(decoding: try Data(contentsOf: $0), as: UTF8.self)
    }
    let lines = texts[1].split(separator: "\n").suffix(4).joined(separator: "; ")
    return (process.terminationStatus == 0 ? texts[0] : "", lines)
  }
}
