import HDF5
import Records

// What trials keep beside their rows: a group for each form, `nets_1`, `nets_2`, …, each with the trials of that form
// alone. Its dimension of trials has a name of its own, as netCDF's groups inherit the dimensions of the root.
extension ResultsLayout {
  /// The groups' names, in the order of `kept`.
  var groupNames: [String] { kept.indices.map { Self.groupPrefix + String($0 + 1) } }

  private static let groupPrefix = "nets_"

  static func isGroupName(_ name: String) -> Bool {
    name.hasPrefix(groupPrefix) && Int(name.dropFirst(groupPrefix.count)) != nil
  }

  /// The dimension of a group's trials, and the variable that tells their numbers.
  static let keptTrial = "kept_trial"

  var keptVariables: [Variable] {
    zip(groupNames, kept).flatMap { name, group in variables(of: group, in: name + "/") }
  }

  private func variables(of group: KeptGroup, in prefix: String) -> [Variable] {
    let trials = Variable(
      dataset: DatasetDescription(prefix + Self.keptTrial, .int64, shape: [group.trials.count]),
      dimensions: [prefix + Self.keptTrial],
      attributes: [
        ("units", .text("1")), ("long_name", .text("index of the trial that keeps the arrays")),
      ], content: .int64(group.trials.map(Int64.init)))
    var found: [Quantity.Dimension] = []
    for dimension in group.form.arrays.flatMap(\.quantity.dimensions)
    where !found.contains(dimension) {
      precondition(
        !found.contains { $0.name == dimension.name },
        "dimension \(dimension.name) has two sizes, one of them \(dimension.size)")
      found.append(dimension)
    }
    return [trials] + found.map { scale($0, in: prefix) }
      + group.form.arrays.map { variable(of: $0, of: group, in: prefix) }
  }

  private func variable(
    of array: KeptArray, of group: KeptGroup, in prefix: String
  ) -> Variable {
    let quantity = array.quantity
    let checkpoints = array.isAlways ? [checkpointCount] : []
    let type: ElementType = group.form.precision == .float32 ? .float32 : .float64
    var variable = described(
      DatasetDescription(
        prefix + quantity.name, type,
        shape: [group.trials.count] + checkpoints + quantity.dimensions.map(\.size),
        fill: .real(.nan)),
      [prefix + Self.keptTrial] + (array.isAlways ? ["checkpoint"] : [])
        + quantity.dimensions.map { prefix + $0.name },
      units: quantity.units, quantity.longName)
    quantity.references.map { variable.attributes.append(("references", .text($0))) }
    return variable
  }
}
