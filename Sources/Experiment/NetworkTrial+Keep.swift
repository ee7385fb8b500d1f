import Layers
import LinearAlgebra
import Networks
import Plans
import Programs
package import Records
import Training

extension NetworkTrial {
  /// The parameters that are kept, in the order of their places in the net's vector.
  package var kept: KeptForm? {
    guard keep.weights != .none else { return nil }
    // A task without inputs leaves weights without numbers.
    let parameters = network.layout.all.filter { $0.shape.count > 0 }
    return KeptForm(
      precision == .float64 ? .float64 : .float32,
      parameters.map { KeptArray($0.keptQuantity, isAlways: keep.weights == .all) })
  }

  /// How many numbers are kept of all checkpoints: a worker holds them until the trial ends, for its snapshots.
  var keptCount: Double {
    let arrays = kept?.arrays ?? []
    return arrays.reduce(0) { $0 + Double($1.count) * ($1.isAlways ? Double(checkpointCount) : 1) }
  }
}

extension ParameterLayout.Placed {
  /// The parameter as a variable of the results file: a bias of N units is a list of N numbers, as PyTorch has it.
  fileprivate var keptQuantity: Quantity {
    let isList = shape.rows == 1 && (group == .bias || group == .activation)
    let (rows, columns) = isList ? (shape.columns, nil) : (shape.rows, shape.columns)
    let dimensions =
      [Quantity.Dimension("row_\(rows)", size: rows, first: 0)]
      + (columns.map { [Quantity.Dimension("column_\($0)", size: $0, first: 0)] } ?? [])
    let meaning =
      switch group {
      case .input: "weights from the layer below"
      case .recurrent: "weights between the units"
      case .bias: "biases"
      case .readout: "weights of the read-out"
      case .activation: "parameters of the nonlinearity"
      case .mask: "which connections exist"
      }
    return Quantity(
      name, dimensions: dimensions,
      longName: meaning + (parameter.isTrained ? "" : ", which are not trained"))
  }
}

/// Takes what a trial keeps at its checkpoints.
struct Keeper<Element: Scalar> {
  private let trainer: Trainer<Element>
  private let weights: KeepSettings.Moments

  init(_ trial: NetworkTrial, _ trainer: Trainer<Element>) {
    (self.trainer, weights) = (trainer, trial.keep.weights)
  }

  /// What is kept of the net as it is now; nil where nothing is at this checkpoint.
  func numbers(isLast: Bool) -> KeptNumbers? {
    guard weights == .all || weights == .final && isLast else { return nil }
    return KeptNumbers(trainer.parameters.elements)
  }
}

extension KeptNumbers {
  fileprivate init?<Element: Scalar>(_ elements: [Element]) {
    if let elements = elements as? [Float] {
      self = .float32(elements)
    } else if let elements = elements as? [Double] {
      self = .float64(elements)
    } else {
      return nil
    }
  }
}
