package import FileOwnership
package import HDF5
package import Records

/// What the file says about a variable, without its values.
package struct VariableInformation: Equatable, Sendable {
  /// The variable's name in the file.
  package let name: String
  /// Whether its values are whole numbers, reals, texts or something else.
  package let kind: Kind
  /// The sizes of its dimensions, outermost first; empty for a single value.
  package let shape: [Int]
  /// The names of its dimensions, in the order of `shape`; empty names where the file gives none.
  package let dimensions: [String]
  /// The unit of its values as the catalogue writes it, `1` for pure numbers; empty where the file gives none.
  package let units: String
  /// What it is, in words for people; empty where the file gives none.
  package let longName: String
  /// The paper or formula that defines it; nil where the file gives none.
  package let references: String?
  /// The path of the setting that an axis varies; nil for variables that are no axis.
  package let path: String?
}

extension ResultsReader {
  /// What the file says about variable `name`.
  ///
  /// - Throws: `ResultsError.noVariable`, or `.unreadable` where the file cannot be read.
  package func information(on name: String) throws(ResultsError) -> VariableInformation {
    try reading(name) { (dataset) throws(HDF5Error) in
      let isScale = try dataset.isScale()
      let unitName = try dataset.text("unit_name")
      let units = try dataset.text("units")
      return VariableInformation(
        name: name, kind: try dataset.kind(), shape: try dataset.shape(),
        dimensions: isScale ? [name] : try dataset.dimensionNames().map { $0 ?? "" },
        units: unitName ?? units ?? "",
        longName: try dataset.text("long_name") ?? "",
        references: try dataset.text("references"), path: try dataset.text("path"))
    }
  }

  /// The sizes of the dimensions of variable `name`, outermost first.
  ///
  /// - Throws: `ResultsError.noVariable`, or `.unreadable` where the file cannot be read.
  package func shape(of name: String) throws(ResultsError) -> [Int] {
    try reading(name) { (dataset) throws(HDF5Error) in try dataset.shape() }
  }

  /// The numbers of variable `name`, row-major, and its shape.
  ///
  /// - Throws: `ResultsError.noVariable`, or `.unreadable` where the file cannot be read or the variable holds texts.
  package func values(of name: String) throws(ResultsError) -> (values: [Double], shape: [Int]) {
    try reading(name) { (dataset) throws(HDF5Error) in
      (try dataset.read(Double.self), try dataset.shape())
    }
  }

  /// The numbers of variable `name` for the given trials only, row-major.
  ///
  /// - Throws: `ResultsError.noVariable`, or `.unreadable` where the file cannot be read or the variable holds texts.
  package func values(
    of name: String, trials: Range<Int>
  ) throws(ResultsError) -> [Double] {
    try numbers(of: name, trials: trials)
  }

  /// The whole numbers of variable `name`, for the given trials or for all.
  ///
  /// Other programs, such as xarray, write whole numbers that can be missing as reals, with NaN for missing ones; these
  /// are −1 here.
  ///
  /// - Throws: `ResultsError.noVariable`, or `.unreadable` where the file cannot be read or the variable holds texts.
  package func integers(
    of name: String, trials: Range<Int>? = nil
  ) throws(ResultsError) -> [Int] {
    let trials = trials ?? 0..<trialCount
    let kind = try reading(name) { (dataset) throws(HDF5Error) in try dataset.kind() }
    guard kind == .real else {
      return try numbers(of: name, trials: trials, as: Int64.self).map { Int($0) }
    }
    return try numbers(of: name, trials: trials, as: Double.self).map { Int(exactly: $0) ?? -1 }
  }

  /// The numbers of variable `name` for the given trials, converted to `type`.
  package func numbers<Number: Element>(
    of name: String, trials: Range<Int>, as type: Number.Type = Number.self
  ) throws(ResultsError) -> [Number] {
    try reading(name) { (dataset) throws(HDF5Error) in
      let rest = try dataset.shape().dropFirst()
      return try dataset.read(
        Number.self,
        Hyperslab(
          start: [trials.lowerBound] + rest.map { _ in 0 }, count: [trials.count] + rest))
    }
  }

  /// The texts of variable `name`.
  ///
  /// - Throws: `ResultsError.noVariable`, or `.unreadable` where the file cannot be read or the variable holds numbers.
  package func texts(of name: String) throws(ResultsError) -> [String] {
    try reading(name) { (dataset) throws(HDF5Error) in try dataset.readTexts() }
  }

  /// The status of each trial; `pending` where the file holds a number that no status has.
  ///
  /// - Throws: `ResultsError.unreadable` where the file cannot be read.
  package func statuses() throws(ResultsError) -> [TrialStatus] {
    try reading("status") { (dataset) throws(HDF5Error) in
      try dataset.read(Int8.self).map { TrialStatus(rawValue: $0) ?? .pending }
    }
  }

  /// The reasons of failed trials, by trial; without those that the file had no room for.
  ///
  /// - Throws: `ResultsError.noVariable`, or `.unreadable` where the file cannot be read.
  package func failures() throws(ResultsError) -> [TrialID: String] {
    try failureLog().reasons
  }

  func failureLog() throws(ResultsError) -> FailureLog {
    let text = try texts(of: "failures").joined()
    return FailureLog(text, capacity: text.utf8.count)
  }

  /// The runs that have written the file, an object of JSON each; empty in files of earlier versions.
  ///
  /// - Throws: `ResultsError.unreadable` where the file cannot be read.
  package func runs() throws(ResultsError) -> [String] {
    try variableNames.contains("runs") ? RunLog(texts(of: "runs").joined()).lines : []
  }

  /// The seed of each trial.
  ///
  /// - Throws: `ResultsError.noVariable`, or `.unreadable` where the file cannot be read.
  package func seeds() throws(ResultsError) -> [UInt64] {
    try reading("seed") { (dataset) throws(HDF5Error) in try dataset.read(UInt64.self) }
  }

  /// The text attribute `attribute` of variable `name`; nil where there is none.
  ///
  /// - Throws: `ResultsError.noVariable`, or `.unreadable` where the file cannot be read.
  package func attribute(
    _ attribute: String, of name: String
  ) throws(ResultsError) -> String? {
    try reading(name) { (dataset) throws(HDF5Error) in try dataset.text(attribute) }
  }

  /// The varied settings with their values, in the order of the file.
  ///
  /// - Throws: `ResultsError.unreadable` where the file cannot be read.
  package func axes() throws(ResultsError) -> [AxisColumn] {
    var axes: [AxisColumn] = []
    for name in variableNames where !Quantity.reservedNames.contains(name) {
      let axis = try reading(name) { (dataset) throws(HDF5Error) in try dataset.axis() }
      if let axis { axes.append(axis) }
    }
    return axes
  }

  /// The value that `body` reads from variable `name`.
  ///
  /// - Throws: `ResultsError.noVariable`, or `.unreadable` with the reason that `body` throws.
  func reading<Value>(
    _ name: String, _ body: (borrowing Dataset) throws(HDF5Error) -> Value
  ) throws(ResultsError) -> Value {
    guard variableNames.contains(name) || keptNames.contains(name) else {
      throw .noVariable(name, path: path, available: variableNames)
    }
    do {
      return try body(try file.dataset(name))
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }
}

extension Dataset {
  /// The text attribute `name`; nil where there is none.
  fileprivate func text(_ name: String) throws(HDF5Error) -> String? {
    guard try hasAttribute(name), try attributeKind(name) == .text else { return nil }
    return try textAttribute(name)
  }

  /// The axis that this variable holds; nil for variables without the attribute `path`, which are none.
  fileprivate func axis() throws(HDF5Error) -> AxisColumn? {
    guard let path = try text("path") else { return nil }
    let values: AxisColumn.Values =
      switch try kind() {
      case .real: .real(try read())
      default:
        if let labels = try text(Labels.attribute) {
          .text(Labels.texts(of: try read(), labels: labels))
        } else if try hasAttribute("flag_meanings") {
          .boolean(try read(Int8.self).map { $0 != 0 })
        } else {
          .integer(try read())
        }
      }
    return AxisColumn(name: name, path: path, values: values)
  }
}
