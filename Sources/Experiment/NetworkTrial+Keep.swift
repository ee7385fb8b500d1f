import Layers
import LinearAlgebra
import Networks
import Observing
import Programs
package import Records
import Tasks
import Training

extension NetworkTrial {
  /// The parameters that are kept, in the order of their places in the net's vector, and the states after them.
  package var kept: KeptForm? {
    let arrays =
      keptParameters.map { KeptArray($0.placed.keptQuantity, isAlways: $0.isAlways) } + keptStates
    return arrays.isEmpty ? nil : KeptForm(precision == .float64 ? .float64 : .float32, arrays)
  }

  /// The parameters that are kept, and whether at every checkpoint.
  var keptParameters: [(placed: ParameterLayout.Placed, isAlways: Bool)] {
    // Tiny trials are set up often, and most keep nothing.
    guard keep.readout != .none else { return [] }
    return network.layout.all.compactMap { placed in
      let isReadout = placed.name.hasPrefix(KeptNet.readoutPrefix)
      let moments = isReadout ? keep.readout : keep.weights
      // A task without inputs leaves weights without numbers.
      guard moments != .none, placed.shape.count > 0 else { return nil }
      return (placed, moments == .all)
    }
  }

  private var keptStates: [KeptArray] {
    guard keep.states != .none else { return [] }
    return network.hiddenLayers.map { layer in
      KeptArray(
        Quantity(
          KeptNet.statesPrefix + layer.name,
          dimensions: [
            Quantity.Dimension("sequence", size: keptSequences, first: 0),
            Quantity.Dimension("time_step", size: task.length, first: 0),
            Quantity.Dimension("unit_\(layer.width)", size: layer.width, first: 0),
          ], longName: "states of the layer on held-out sequences"), isAlways: keep.states == .all)
    }
  }

  /// How many sequences have their states kept.
  var keptSequences: Int { min(keep.sequences, task.validationSize) }

  /// How many numbers keeping takes: those of all checkpoints, which a worker holds for its snapshots until the trial
  /// ends, and those of a pass over the sequences.
  var keptCount: Double {
    let arrays = kept?.arrays ?? []
    let held = arrays.reduce(0) {
      $0 + Double($1.count) * ($1.isAlways ? Double(checkpointCount) : 1)
    }
    return held + (keep.states == .none ? 0 : network.probeCount(keptSequences, of: task))
  }

  /// The operations of a pass over the sequences whose states are kept.
  var keptFlops: Double {
    guard keep.states != .none else { return 0 }
    return network.forwardFlops(length: task.length, batch: keptSequences, scored: task.length)
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
