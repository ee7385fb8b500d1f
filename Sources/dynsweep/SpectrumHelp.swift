/// What `dynsweep help spectrum` explains.
enum SpectrumHelp {
  static let text = [format, keras, measure, python, recipes, output].joined(separator: "\n\n")

  private static let format = """
    MODEL is a file of HDF5, safetensors or .npz, as its first bytes tell. It holds the weights under the names of \
    PyTorch's state_dict: weight_ih_l0 [units, features], weight_hh_l0 [units, units], optionally bias_ih_l0 and \
    bias_hh_l0 [units], and the same with _l1, _l2, … for stacked layers, or without _l0, as RNNCell, LSTMCell and \
    GRUCell have them; of any type of number, half precision too; at the root, in groups, or with a prefix such as \
    "rnn."; of several nets --net names one. Whatever else of the net the file has is refused, but for weights under \
    weight normalisation (_g and _v, or parametrizations) and the _raw ones beside dropped copies, which are used. \
    --cell, or the text "cell" among the file's attributes (of safetensors its metadata), is rnn_tanh, rnn_relu, lstm \
    or gru. The rows of an LSTM's weights and biases are those of its gates i, f, g, o one below the other [4 units], \
    of a GRU's those of r, z, n [3 units]. The array "inputs" [trajectories, time, features] is in the same file or in \
    that of --inputs, which may also be a .npy file.
    """

  private static let keras = """
    A SimpleRNN, LSTM or GRU of Keras is read from .keras, .weights.h5 and legacy .h5 files as it stands; --net names \
    one of several layers, or several that read one another (--net below+above). .weights.h5 files say nothing of \
    activations: they are taken to be Keras's own, tanh and sigmoid; of a SimpleRNN with relu say --cell rnn_relu. A \
    GRU with reset_after=False is another cell.
    """

  private static let measure = """
    The state whose tangents are followed is that of all layers, one after the other; of an LSTM's layer h, then \
    c: twice as many exponents as units.

    The net starts from a zero state and its frames of tangents, one for each layer, from the identity, or with \
    --exponents from random directions. Both evolve over the first --warmup steps uncounted; the growth of the tangents \
    over the rest is averaged, in nats a step. A direction that vanishes (a unit that is off) has the exponent -inf. \
    Beside each exponent stands how far rounding may have moved it; where that is more than a thousandth the exponent \
    is nan.
    """

  private static let python = """
    In Python, for an RNN, LSTM or GRU of PyTorch and inputs of shape [trajectories, time, features]:

      with h5py.File("model.h5", "w") as f:
          f.attrs["cell"] = "rnn_tanh"
          for name, weight in rnn.state_dict().items(): f[name] = weight.numpy()
          f["inputs"] = inputs
      $ dynsweep spectrum model.h5 --warmup 100 --json

    or, the same:

      safetensors.torch.save_file(rnn.state_dict(), "model.safetensors")
      numpy.save("inputs.npy", inputs)
      $ dynsweep spectrum model.safetensors --cell rnn_tanh \\
          --inputs inputs.npy --warmup 100 --json

    R, Julia, MATLAB and Fortran count columns first and write every array turned round: write the transpose, \
    h5write(t(W), …) in R, permutedims(W) in Julia, W.' in MATLAB, and inputs as [features, time, trajectories].
    """

  /// Libraries that have no file format of their own. The tests run these lines with the libraries.
  private static let recipes = """
    Cells of libraries for JAX, for --cell gru or lstm.

    flax.linen, p the parameters of a GRUCell, LSTMCell or OptimizedLSTMCell:

      i, h = "ir iz in", "hr hz hn"
      if "hi" in p: i, h = "ii if ig io", "hi hf hg ho"
      def join(k, a): return numpy.concatenate(
          [p[x].get(a, 0 * p[x]["kernel"][0]).T for x in k.split()])
      numpy.savez("net.npz", weight_ih=join(i, "kernel"), bias_ih=join(i, "bias"),
                  weight_hh=join(h, "kernel"), bias_hh=join(h, "bias"))

    flax.nnx, a GRUCell or OptimizedLSTMCell:

      i, h = cell.dense_i, cell.dense_h
      def bias(d): return 0 * d.kernel[...][0] if d.bias is None else d.bias[...]
      numpy.savez("net.npz", weight_ih=i.kernel[...].T, bias_ih=bias(i),
                  weight_hh=h.kernel[...].T, bias_hh=bias(h))

    equinox, a GRUCell or LSTMCell with biases:

      b = numpy.zeros(cell.bias.shape)
      if isinstance(cell, equinox.nn.GRUCell): b[-cell.hidden_size:] = cell.bias_n
      numpy.savez("net.npz", weight_ih=cell.weight_ih, weight_hh=cell.weight_hh,
                  bias_ih=cell.bias, bias_hh=b)

    haiku, an LSTM (its GRU is another cell):

      w, b = params["lstm/linear"]["w"].T, params["lstm/linear"]["b"]
      (i, g, f, o), n = numpy.split(w, 4), w.shape[1] - w.shape[0] // 4
      w, (bi, bg, bf, bo) = numpy.concatenate([i, f, g, o]), numpy.split(b, 4)
      numpy.savez("net.npz", weight_ih=w[:, :n], weight_hh=w[:, n:],
                  bias_ih=numpy.concatenate([bi, bf + 1, bg, bo]))

    jax.experimental.rnn, an LSTM:

      from jax.experimental import rnn
      parts = rnn.unpack_lstm_weights(
          weights, input_size, hidden_size, num_layers, bidirectional=False)
      names = "weight_ih", "weight_hh", "bias_ih", "bias_hh"
      numpy.savez("net.npz", **{f"{name}_l{layer}": part[layer] for layer
          in range(num_layers) for name, part in zip(names, parts)})
    """

  private static let output = """
    With --json: {"net": its prefix, "unused": [other datasets], "exponents": [[…] for each trajectory, largest first], \
    "mean": [… averaged over trajectories, then sorted], "error_estimate": [… of the mean], "vanished": how many \
    directions vanished, "kaplan_yorke": …, "entropy_rate": …}, the last two of the mean; null where an exponent is no \
    number: of the last "vanished" ones since nothing is left of them, of others since rounding or overflow hides them.
    """
}
