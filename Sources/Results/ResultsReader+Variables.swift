package import HDF5
package import Records

/// A variable as the file describes it.
package struct VariableInformation: Equatable, Sendable {
  package let name: String
  package let kind: Kind
  package let shape: [Int]
  /// Its dimensions' names.
  package let dimensions: [String]
  package let units: String
  package let longName: String
  package let references: String?
  /// Of an axis, the setting that it varies.
  package let path: String?
}

extension ResultsReader {
  /// What the file says about variable `name`.
  package func information(on name: String) throws(ResultsError) -> VariableInformation {
    try reading(name) { (dataset) throws(HDF5Error) in
      let isScale = try dataset.isScale()
      return VariableInformation(
        name: name, kind: try dataset.kind(), shape: try dataset.shape(),
        dimensions: isScale ? [name] : try dataset.dimensionNames().map { $0 ?? "" },
        units: try dataset.text("units") ?? "", longName: try dataset.text("long_name") ?? "",
        references: try dataset.text("references"), path: try dataset.text("path"))
    }
  }

  package func shape(of name: String) throws(ResultsError) -> [Int] {
    try reading(name) { (dataset) throws(HDF5Error) in try dataset.shape() }
  }

  /// The numbers of variable `name`, row-major, and its shape.
  package func values(of name: String) throws(ResultsError) -> (values: [Double], shape: [Int]) {
    try reading(name) { (dataset) throws(HDF5Error) in
      (try dataset.read(Double.self), try dataset.shape())
    }
  }

  /// The numbers of variable `name` for some trials alone.
  package func values(
    of name: String, trials: Range<Int>
  ) throws(ResultsError) -> [Double] {
    try numbers(of: name, trials: trials)
  }

  /// The whole numbers of variable `name`, for some trials alone or for all.
  ///
  /// Other programs, such as xarray, write those that can be missing as reals, NaN for those that are: here −1.
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

  /// The numbers of variable `name` for some trials, as numbers of a type.
  func numbers<Number: Element>(
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
  package func texts(of name: String) throws(ResultsError) -> [String] {
    try reading(name) { (dataset) throws(HDF5Error) in try dataset.readTexts() }
  }

  /// Every trial's status.
  package func statuses() throws(ResultsError) -> [TrialStatus] {
    try reading("status") { (dataset) throws(HDF5Error) in
      try dataset.read(Int8.self).map { TrialStatus(rawValue: $0) ?? .pending }
    }
  }

  /// Why trials failed, by trial, as far as the file has room for it.
  package func failures() throws(ResultsError) -> [TrialID: String] {
    try failureLog().reasons
  }

  func failureLog() throws(ResultsError) -> FailureLog {
    let text = try texts(of: "failures").joined()
    return FailureLog(text, capacity: text.utf8.count)
  }

  /// The runs that have written the file, a line of JSON each; none in files of earlier versions.
  package func runs() throws(ResultsError) -> [String] {
    try variableNames.contains("runs") ? RunLog(texts(of: "runs").joined()).lines : []
  }

  /// Every trial's seed.
  package func seeds() throws(ResultsError) -> [UInt64] {
    try reading("seed") { (dataset) throws(HDF5Error) in try dataset.read(UInt64.self) }
  }

  /// The text attribute `attribute` of variable `name`; nil where there is none.
  package func attribute(
    _ attribute: String, of name: String
  ) throws(ResultsError) -> String? {
    try reading(name) { (dataset) throws(HDF5Error) in try dataset.text(attribute) }
  }

  /// The varied settings, with their values.
  package func axes() throws(ResultsError) -> [AxisColumn] {
    var axes: [AxisColumn] = []
    for name in variableNames where !ResultsLayout.reservedNames.contains(name) {
      let axis = try reading(name) { (dataset) throws(HDF5Error) in try dataset.axis() }
      if let axis { axes.append(axis) }
    }
    return axes
  }

  /// What `body` reads of variable `name`.
  func reading<Value>(
    _ name: String, _ body: (borrowing Dataset) throws(HDF5Error) -> Value
  ) throws(ResultsError) -> Value {
    guard variableNames.contains(name) else {
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

  /// The axis that this variable is; nil for others, which have no attribute `path`.
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
