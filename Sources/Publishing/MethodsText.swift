import Attribution
import Records
import Results
import Runs
import Schema
import SweepFiles
import Wording

/// What a paper says of a sweep's methods, from its results file alone, as Markdown: a paragraph, a table, what was
/// recorded, and the software with how to cite it.
package struct MethodsText {
  private let sweep: RecordedSweep
  private var plan: SweepPlan { sweep.plan }

  package init(_ sweep: RecordedSweep) { self.sweep = sweep }

  package var text: String {
    let quantities = sweep.quantities.map { variable in
      "| `\(variable.name)` | \(markdown(variable.longName)) | \(markdown(variable.units)) | "
        + "\(markdown(variable.references ?? "")) |\n"
    }
    let software = SoftwareCitation.all(of: sweep).map { "* \($0.text)\n" }
    return """
      ## Methods

      \(MethodsParagraph(sweep).text)

      | | |
      | --- | --- |
      \(rows.map { "| \($0) | \($1) |\n" }.joined())
      Settings that the sweep does not name have the defaults of the program that recorded the file.

      ### What was recorded at each checkpoint

      | quantity | what it is | unit | source |
      | --- | --- | --- | --- |
      \(quantities.joined())
      ### Software, and how to cite it

      \(software.joined())
      """
  }

  private var rows: [(String, String)] {
    aboutRows + sweepRows + settingRows + outcomeRows + machineRows
  }

  private var aboutRows: [(String, String)] {
    guard let about = plan.about else { return [] }
    let authors = about.authors.map { author in
      let institution = author.institution ?? about.institution
      return ([author.name] + [author.url, institution].compactMap(\.self)).joined(separator: ", ")
    }
    let rows: [(String, String?)] = [
      ("title", about.title), ("authors", authors.isEmpty ? nil : authors.joined(separator: "; ")),
      ("licence", about.license), ("DOI", about.doiURL),
    ]
    return rows.compactMap { name, text in text.map { (name, markdown($0)) } }
  }

  private var sweepRows: [(String, String)] {
    let header = sweep.header
    var rows = [
      ("results file", "`\(sweep.fileName)`, made \(header.created)"),
      ("sweep", "\(markdown(plan.name)), SHA-256 \(header.sweepSHA256)"),
      ("trials", "\(plan.trialCount)"), ("configurations", "\(plan.configurationCount)"),
      ("replicates", "\(plan.replicates)"), ("seed", "\(plan.seed)"),
      ("seeds of replicates", seeds),
    ]
    for axis in plan.axes { rows.append(("axis `\(axis.path)`", AxisText(plan, axis).brief)) }
    if let design = plan.writtenSettings.first(where: { $0.path == "design" }) {
      rows.append(("design", "`\(design.text)`"))
    }
    return rows
  }

  private var seeds: String {
    let shown = sweep.seeds.prefix(8).map(String.init).joined(separator: ", ")
    return sweep.seeds.count > 8 ? "\(shown), … (\(sweep.seeds.count))" : shown
  }

  private var settingRows: [(String, String)] {
    var rows = plan.writtenSettings.filter { $0.path != "design" }.map { path, text in
      ("`\(path)`", text.isEmpty ? "given without settings" : markdown(text))
    }
    let isWritten =
      plan.writtenSettings.contains { $0.path == RecordedSweep.precisionPath }
    if !isWritten, let precision = sweep.precision {
      rows.append(("`\(RecordedSweep.precisionPath)`", "\(precision), the default"))
    }
    return rows
  }

  private var outcomeRows: [(String, String)] {
    var rows = [
      ("trials by status", sweep.statusText), ("attempts", "\(sweep.attempts)"),
      ("checkpoints of a trial", "at most \(sweep.header.checkpointCount)"),
    ]
    if !sweep.seconds.isEmpty {
      let total = NumberFormat.duration(sweep.seconds.reduce(0, +))
      rows.append(
        ("time of last attempts", "\(total) (wall clock, \(counted(sweep.seconds.count, "trial")))")
      )
    }
    if sweep.workers == [0] {
      rows.append(("workers", "none: one process trained all"))
    } else if !sweep.workers.isEmpty {
      rows.append(("workers", "\(sweep.workers.count)"))
    }
    return rows
  }

  private var machineRows: [(String, String)] {
    var rows: [(String, [String])] = [
      (
        "processor",
        sweep.machines.map {
          "\($0.processor.model) (\($0.processor.architecture)), \(counted($0.processor.cores, "core")), "
            + "\(NumberFormat.bytes(Double($0.memory))) of memory"
        }
      ),
      ("hosts", sweep.hosts),
      (
        "linear algebra",
        sweep.machines.map { "\($0.blas.configuration), kernel \($0.blas.kernel)" }
      ),
    ]
    rows += [
      ("MPI library", sweep.machines.compactMap(\.mpiName)),
      ("HDF5", sweep.machines.map(\.hdf5)), ("system", sweep.machines.map(\.system)),
      ("compiler", sweep.machines.map { "Swift \($0.swift)" }), ("program", sweep.programs),
    ]
    return rows.filter { !$0.1.isEmpty }.map { name, texts in
      (name, texts.uniqued.map(markdown).joined(separator: "; "))
    }
  }
}
