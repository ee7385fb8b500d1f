import Figures
import Foundation
import Judging
import Records
import Results
import ResultsSupport
import Scheduling
import SweepFiles
import TestSupport
import Testing

@testable import Report

private enum LoudFinding: Finding {
  static let name = "loud"
  static let title = "losses < 5 & falling"
  static let reference = "Someone 2020, arXiv:2001.03255"
  static let needs: [String] = []
  static func statistics(of table: FindingTable) -> [Statistic] {
    [
      Statistic("a", 0.5, .atMost(1), reported: "pilot <1", of: []),
      Statistic("b", 3, .atLeast(2), of: [Ensemble(table)]),
    ]
  }
  static func figures(of table: FindingTable) -> [Figure] {
    [
      Figure(
        "headline",
        [
          Panel(
            x: FigureAxis("time"), y: FigureAxis("r"),
            .series([Series("net", [Series.Point(1, 2), Series.Point(2, 3)])]))
        ])
    ]
  }
}

/// - Parameters:
///   - loss: Of a trial at a checkpoint.
///   - gnuplot: The program that draws; that of the system where nil. It is written into the folder that it is given.
private func withPage(
  trials: Int,
  loss: (_ trial: Int, _ checkpoint: Int) -> Double = { 1 / Double(1 + $0 % 3 + $1) },
  gnuplot: (_ folder: String) throws -> Gnuplot = { _ in try Gnuplot() },
  _ body: (ReportPage) throws -> Void
) throws {
  try withTemporaryDirectory { folder in
    let path = "\(folder)/a.h5"
    let layout = ResultsLayout.example(trials: trials, checkpoints: 4)
    var writer = try ResultsWriter.create(path, layout)
    for trial in 0..<trials - 1 {
      for checkpoint in 0..<4 {
        try writer.record(
          trial: TrialID(trial), checkpoint: checkpoint, step: 10 * checkpoint,
          values: [loss(trial, checkpoint), -0.1, -0.2 - Double(trial % 3), .nan, 2])
      }
      try writer.setStatus(TrialRecord(TrialID(trial), .complete, attempts: 1, seconds: 1))
    }
    try writer.setStatus(
      TrialRecord(TrialID(trials - 1), .failed, attempts: 2, reason: "killed <two> workers"))
    try writer.close()
    let judged = EvaluatedFinding(
      try Verdict(LoudFinding.self, on: FindingTable([])),
      figures: LoudFinding.figures(of: FindingTable([])))
    let reader = try ResultsReader(path)
    try body(try ReportPage(reader, findings: [judged], gnuplot: gnuplot(folder)))
  }
}

@Suite struct PageTests {
  @Test func `a page is well-formed and needs nothing from anywhere`() throws {
    try withPage(trials: 7) { page in
      let content = try #require(XMLContent(page.html))
      for element in content.elements {
        for name in ["src", "href", "xlink:href", "action", "data"] {
          guard let target = element.attributes[name] else { continue }
          let isPaper = element.name == "a" && target.hasPrefix("https://arxiv.org/abs/")
          #expect(
            target.hasPrefix("#") || target.hasPrefix("data:image/png") || isPaper, "\(target)")
        }
      }
      #expect(!content.elements.contains { ["script", "link", "iframe", "img"].contains($0.name) })
      #expect(!page.html.contains("@import") && !page.html.contains("url("))
      let ids = content.elements.compactMap { $0.attributes["id"] }
      #expect(Set(ids).count == ids.count)
      for link in content.elements.compactMap({ $0.attributes["href"] }) where link.hasPrefix("#") {
        #expect(ids.contains(String(link.dropFirst())), "\(link)")
      }
    }
  }

  @Test func `a page holds verdicts, variables, spectra, failures and the sweep`() throws {
    try withPage(trials: 7) { page in
      let text = try #require(XMLContent(page.html)).text
      for expected in [
        "losses < 5 & falling", "✓ pass", "✗ miss", "≥ 2", "pilot <1", "loss on the training batch",
        "Lyapunov exponents, largest first", "train loss (nat)", "nat step⁻¹", "größer als",
        "trial 6: killed <two> workers", "name: example  # naïve", "7 trials: 6 complete, 1 failed",
      ] { #expect(text.contains(expected), "\(expected)") }
    }
  }

  @Test func `a setting of more words than a figure can show is named all the same`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      var layout = ResultsLayout.example(trials: 65)
      layout.axes = [
        AxisColumn(name: "w", path: "task.path", values: .text((0..<65).map { "word\($0)" }))
      ]
      try ResultsWriter.create(path, layout).close()
      let text = try #require(
        XMLContent(PageHead(try ReportTable(try ResultsReader(path))).html)
      ).text
      #expect(text.contains("task.path") && text.contains("65 words, too many for figures"))
    }
  }

  /// Losses of 0.5 (complete), 0.1 (diverged), 0.7 (complete) and 0.2 (running).
  @Test func `the best trials are complete ones, and what is left out is said`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      var writer = try ResultsWriter.create(path, .example(trials: 4))
      let statuses: [TrialStatus] = [.complete, .diverged, .complete, .running]
      for (trial, loss) in [0.5, 0.1, 0.7, 0.2].enumerated() {
        try writer.record(
          trial: TrialID(trial), checkpoint: 0, step: 1, values: [loss, -loss, -1, -2, 1])
        try writer.setStatus(TrialRecord(TrialID(trial), statuses[trial]))
      }
      try writer.close()
      let table = try ReportTable(try ResultsReader(path))
      #expect(table.arrays[0].last == [[-0.5, -1, -2], [], [-0.7, -1, -2], []])
      let page = PageTail.trials(table).content
      #expect(page[0].contains("Left out, since they are not complete: 1 running, 1 diverged."))
      let text = try #require(XMLContent(page[1])).text
      #expect(text.contains("0.5") && text.contains("0.7"))
      #expect(!text.contains("0.2") && !page[1].contains(">1<"))
      let loss = try #require(table.scalar("train_loss"))
      let finals = try #require(ScalarFigures(loss, in: table).finals(most: 1))
      guard case .series(let series) = finals.panels[0].content else { return }
      #expect(series.flatMap(\.points).map(\.y).allSatisfy { [0.5, 0.7].contains($0) })
    }
  }

  @Test func `the importance of axes is a map of shares, or the reason why there is none`() throws {
    for last in [TrialStatus.complete, .failed] {
      try withTemporaryDirectory { folder in
        let path = "\(folder)/a.h5"
        var layout = ResultsLayout.example(trials: 4)
        layout.axes = [
          AxisColumn(name: "a", path: "model.a", values: .integer([1, 1, 2, 2])),
          AxisColumn(name: "b", path: "model.b", values: .integer([1, 2, 1, 2])),
        ]
        layout.replicates = [0, 0, 0, 0]
        var writer = try ResultsWriter.create(path, layout)
        // 2a + b + ab with a, b = ±1.
        for (trial, loss) in [-2.0, -2, 0, 4].enumerated() {
          try writer.record(
            trial: TrialID(trial), checkpoint: 0, step: 1, values: [loss, 1, 2, 3, .nan])
          try writer.setStatus(TrialRecord(TrialID(trial), trial < 3 ? .complete : last))
        }
        try writer.close()
        let importance = try #require(ImportanceFigure(try ReportTable(try ResultsReader(path))))
        if last == .failed {
          #expect(importance.figure == nil)
          #expect(
            importance.reasons.first?.hasPrefix("train loss: 1 of 4 trials have no final number")
              == true)
        } else {
          #expect(importance.reasons.isEmpty)
          let panel = try #require(importance.figure?.panels.first)
          guard case .map(let map) = panel.content else {
            Issue.record("no map")
            return
          }
          let (large, small) = (4.0 / 6, 1.0 / 6)
          #expect(map.values[0][0] == large && map.values[0][1].isNaN)
          #expect(map.values[1] == [small, small])
          #expect(panel.x.ticks.map(\.label) == ["a", "b"])
        }
      }
    }
  }

  @Test func `a figure that cannot be drawn is a line on the page, and the others are drawn`()
    throws
  {
    let whole = try drawings { _ in try Gnuplot() }
    // A gnuplot that fails on whatever it reads of losses.
    let rest = try drawings { folder in
      let path = "\(folder)/gnuplot"
      let real = try Gnuplot().path
      let script = """
        #!/bin/sh
        if grep -q 'train loss' "$2"; then echo 'no such <terminal>' >&2; exit 1; fi
        exec "\(real)" "$@"
        """
      try script.write(toFile: path, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
      return try Gnuplot(environment: ["DYNSWEEP_GNUPLOT": path])
    }
    #expect(!rest.failures.isEmpty && whole.failures.isEmpty)
    #expect(rest.drawn.count < whole.drawn.count && rest.drawn.isSubset(of: whole.drawn))
    #expect(rest.drawn.contains { $0.contains("spectr") }, "\(rest.drawn)")
    #expect(rest.text.contains("no such <terminal>"))
  }

  private func drawings(
    _ gnuplot: (String) throws -> Gnuplot
  ) throws -> (drawn: Set<String>, failures: [String], text: String) {
    var found: (Set<String>, [String], String) = ([], [], "")
    try withPage(trials: 7, gnuplot: gnuplot) { page in
      let text = try #require(XMLContent(page.html)).text
      found = (Set(page.drawings.map(\.name)), page.failures, text)
    }
    return found
  }

  @Test(arguments: [1e-7, 1e-12, 0, 1e150, -1e299, 1e300, -1e307, 1e308, .infinity])
  func `observables that hardly differ are drawn, and those that differ beyond measure do no harm`(
    difference: Double
  ) throws {
    func loss(_ trial: Int, _ checkpoint: Int) -> Double {
      trial == 0 ? 0x1p-1063 : 1 + difference * Double(trial + checkpoint)
    }
    try withPage(trials: 7, loss: loss) { page in
      #expect(page.failures.isEmpty || abs(difference) > 1e100)
      #expect(XMLContent(page.html) != nil)
    }
  }

  @Test func `every drawing stands alone, under a name of its own`() throws {
    try withPage(trials: 7) { page in
      #expect(Set(page.drawings.map(\.name)).count == page.drawings.count)
      for drawing in page.drawings { #expect(XMLContent(drawing.svg) != nil, "\(drawing.name)") }
    }
  }

  @Test func `the page of many trials is no longer than that of few`() throws {
    var sizes: [Int] = []
    for trials in [40, 2000] {
      try withPage(trials: trials) { sizes.append($0.html.utf8.count) }
    }
    #expect(sizes[1] < 2 * sizes[0] && sizes[1] < 1_000_000)
  }

  @Test(.enabled(if: allTestsAreWanted && chromium != nil))
  func `a browser shows the page, light and dark, wide and narrow`() throws {
    try withPage(trials: 7) { page in
      try withTemporaryDirectory { folder in
        try page.html.write(toFile: "\(folder)/index.html", atomically: true, encoding: .utf8)
        var sizes: Set<Int> = []
        for options in [["--window-size=1280,2000"], ["--window-size=500,2000"]] {
          let shot = "\(folder)/\(sizes.count).png"
          let outcome = try run(
            try #require(chromium),
            [
              "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
              "--user-data-dir=\(folder)/profile", "--screenshot=\(shot)",
            ] + options + ["file://\(folder)/index.html"])
          #expect(outcome.status == 0)
          let size = try Data(contentsOf: URL(fileURLWithPath: shot)).count
          // An empty page of this size compresses to a few kilobytes.
          #expect(size > 30_000)
          sizes.insert(size)
        }
        #expect(sizes.count == 2)
      }
    }
  }
}

private let chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
  .first { FileManager.default.isExecutableFile(atPath: $0) }
