#!/usr/bin/env bash
# Keras 3 on JAX works out tanh, and so every recurrent cell's state, in single precision though floatx is float64, JAX's
# 64-bit mode is on and all weights are float64: keras.ops.tanh of a float64 array is a float32 array, without a word.
# sigmoid keeps the precision, and so does jax.numpy.tanh. A cell's step is then 6e-8 off; a layer of such cells does not
# run at all, since its state goes in as float64 and comes out as float32.
#
# It surprises whoever takes a net in double precision for the reference of another program: exponents of its Jacobians are
# right to four or five digits only, and nothing says why.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check keras==3.15.1 jax==0.10.2 numpy==2.4.6
KERAS_BACKEND=jax "$folder/venv/bin/python" - <<'PYTHON'
import sys
import jax
jax.config.update("jax_enable_x64", True)
import keras
import numpy as np

keras.config.set_floatx("float64")
print("keras", keras.__version__, "jax", jax.__version__, "floatx", keras.config.floatx())
x = jax.numpy.array([[0.3, -1.2, 0.8]])
found = {name: str(getattr(keras.ops, name)(x).dtype) for name in ("tanh", "sigmoid")}
print("keras.ops of float64:", found, "jax.numpy.tanh:", jax.numpy.tanh(x).dtype)

cell = keras.layers.SimpleRNNCell(3)
cell.build((1, 3))
h = jax.numpy.array([[0.5, -0.1, 0.2]])
weights = [np.asarray(w.value) for w in (cell.kernel, cell.recurrent_kernel, cell.bias)]
exact = np.tanh(np.asarray(x) @ weights[0] + np.asarray(h) @ weights[1] + weights[2])
step = np.asarray(cell(x, [h])[0])
print("weights", weights[0].dtype, "state after a step", step.dtype, "off by", f"{abs(step - exact).max():.0e}")
try:
    keras.Sequential([keras.Input((None, 3)), keras.layers.SimpleRNN(3)])(np.ones((1, 4, 3)))
    ran = True
except TypeError as error:
    ran = False
    print("a layer of them:", type(error).__name__)
if found != {"tanh": "float32", "sigmoid": "float64"} or step.dtype != np.float32 or ran:
    sys.exit("this has changed")
PYTHON
