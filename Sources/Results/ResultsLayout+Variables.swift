import HDF5
import Records

// The variables of the file, in its order (design: "The results file").
extension ResultsLayout {
  var variables: [Variable] {
    scales + axes.map(variable(of:)) + bookkeeping + trialQuantities.map(trialVariable(of:))
      + [step] + quantities.map(checkpointVariable(of:)) + ruleVariables + keptVariables
  }

  /// How many bytes all data take; the file is little larger.
  package var byteCount: Double { variables.reduce(0) { $0 + $1.byteCount } }

  /// The dimensions beyond trial and checkpoint, in the order of their first use.
  ///
  /// - Precondition: Dimensions of one name are equal.
  var extraDimensions: [Quantity.Dimension] {
    var found: [Quantity.Dimension] = []
    for dimension in quantities.flatMap(\.dimensions) where !found.contains(dimension) {
      precondition(
        !found.contains { $0.name == dimension.name },
        "dimension \(dimension.name) has two sizes, one of them \(dimension.size)")
      found.append(dimension)
    }
    return found
  }

  /// How many bytes are reserved for the reasons of failed trials.
  var failureBytes: Int { min(65_536, max(1_024, 256 * trialCount)) }

  private var scales: [Variable] {
    [
      scale("trial", from: 0, count: trialCount, "index of the trial"),
      scale("checkpoint", from: 0, count: checkpointCount, "number of the checkpoint"),
    ] + extraDimensions.map { scale($0) }
  }

  func scale(_ dimension: Quantity.Dimension, in group: String = "") -> Variable {
    let name = group + dimension.name
    guard let texts = dimension.labels else {
      return scale(
        name, from: dimension.first, count: dimension.size, "number of the \(dimension.name)")
    }
    let labels = Labels(texts)
    return Variable(
      dataset: DatasetDescription(name, .int32, shape: [dimension.size]), dimensions: [name],
      attributes: [("units", .text("1")), ("long_name", .text(dimension.name))] + labels.attributes,
      content: .int32(labels.codes))
  }

  func scale(_ name: String, from first: Int, count: Int, _ longName: String) -> Variable {
    Variable(
      dataset: DatasetDescription(name, .int64, shape: [count]), dimensions: [name],
      attributes: [("units", .text("1")), ("long_name", .text(longName))],
      content: .int64((first..<first + count).map(Int64.init)))
  }

  private func variable(of axis: AxisColumn) -> Variable {
    precondition(axis.values.count == trialCount, "axis \(axis.path) lacks values")
    var variable = onTrial(axis.name, axis.values.elementType, "setting \(axis.path)")
    variable.attributes.append(("path", .text(axis.path)))
    switch axis.values {
    case .real(let values): variable.content = .real(values)
    case .integer(let values): variable.content = .int64(values)
    case .text(let values):
      let labels = Labels(values)
      variable.content = .int32(labels.codes)
      variable.attributes += labels.attributes
    case .boolean(let values):
      variable.content = .int8(values.map { $0 ? 1 : 0 })
      variable.attributes += [
        ("flag_values", .int8([0, 1])), ("flag_meanings", .text("false true")),
      ]
    }
    return variable
  }

  private var bookkeeping: [Variable] {
    precondition(replicates.count == trialCount, "\(replicates.count) replicate numbers")
    var seed = onTrial("seed", .uint64, "seed of the trial's random numbers")
    seed.content = .uint64(seeds)
    var replicate = onTrial("replicate", .int32, "number of the repetition with another seed")
    replicate.content = .int32(replicates.map(Int32.init))
    var status = onTrial("status", .int8, "how far the trial has come")
    status.attributes += [
      ("flag_values", .int8(TrialStatus.allCases.map(\.rawValue))),
      ("flag_meanings", .text(TrialStatus.allCases.map { "\($0)" }.joined(separator: " "))),
    ]
    return [
      seed, replicate, status,
      onTrial("attempts", .int32, "times the trial was handed out"),
      onTrial("worker", .int32, "rank that trained the trial last", fill: -1),
      onTrial("seconds", .float64, "wall-clock time of the last attempt", units: "s"),
      onTrial("parameter_count", .int64, "trained numbers of the net", fill: -1),
      text("failures", bytes: failureBytes, "trials that failed, each with its reason"), runs,
    ]
  }

  /// The log of a new file, with the run that makes it.
  var runLog: RunLog {
    var log = RunLog()
    _ = log.note(self)
    return log
  }

  private var runs: Variable {
    var variable = text(
      "runs", bytes: RunLog.capacity,
      "programs and machines that wrote the file, in JSON, each with the time from which it did")
    variable.content = .text(runLog.text)
    return variable
  }

  /// A scalar text. Its attribute tells the encoding, which HDF5's own mark cannot (`ElementType.text`).
  private func text(_ name: String, bytes: Int, _ longName: String) -> Variable {
    var variable = described(
      DatasetDescription(name, .text(bytes: bytes), shape: []), [], units: "1", longName)
    variable.attributes.append(("encoding", .text("UTF-8")))
    return variable
  }

  private var step: Variable {
    described(
      DatasetDescription(
        "step", .int64, shape: [trialCount, checkpointCount], fill: .integer(-1)),
      ["trial", "checkpoint"], units: "1", "training steps done at the checkpoint")
  }

  private func onTrial(
    _ name: String, _ type: ElementType, _ longName: String, units: String = "1",
    fill: Int64? = nil
  ) -> Variable {
    let value = type == .float64 ? FillValue.real(.nan) : fill.map(FillValue.integer) ?? .zero
    return described(
      DatasetDescription(name, type, shape: [trialCount], fill: value), ["trial"], units: units,
      longName)
  }

  private func trialVariable(of quantity: Quantity) -> Variable {
    precondition(quantity.dimensions.isEmpty, "\(quantity.name) is more than a number a trial")
    var variable = onTrial(quantity.name, .float64, quantity.longName, units: quantity.units)
    quantity.references.map { variable.attributes.append(("references", .text($0))) }
    return variable
  }

  private func checkpointVariable(of quantity: Quantity) -> Variable {
    let shape = [trialCount, checkpointCount] + quantity.dimensions.map(\.size)
    var variable = described(
      DatasetDescription(quantity.name, .float64, shape: shape, fill: .real(.nan)),
      ["trial", "checkpoint"] + quantity.dimensions.map(\.name), units: quantity.units,
      quantity.longName)
    quantity.references.map { variable.attributes.append(("references", .text($0))) }
    let coordinates = axes.map(\.name) + ["seed", "replicate", "step"]
    variable.attributes.append(("coordinates", .text(coordinates.joined(separator: " "))))
    return variable
  }

  /// A variable with the attributes that all variables have.
  func described(
    _ dataset: DatasetDescription, _ dimensions: [String], units: String, _ longName: String
  ) -> Variable {
    var variable = Variable(dataset: dataset, dimensions: dimensions)
    variable.attributes = unitAttributes(units, longName)
    switch (dataset.fill, dataset.type) {
    case (.real(let value), .float32):
      variable.attributes.append(("_FillValue", .single([Float(value)])))
    case (.real(let value), _): variable.attributes.append(("_FillValue", .real([value])))
    case (.integer(let value), .int32):
      variable.attributes.append(("_FillValue", .int32([Int32(value)])))
    case (.integer(let value), _): variable.attributes.append(("_FillValue", .int64([value])))
    case (.unsigned, _), (.zero, _): break
    }
    return variable
  }
}

extension AxisColumn.Values {
  fileprivate var elementType: ElementType {
    switch self {
    case .real: .float64
    case .integer: .int64
    case .boolean: .int8
    case .text: .int32
    }
  }
}
