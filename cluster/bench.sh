#!/usr/bin/env bash
# Measures dynsweep beside its peers and beside the matrix products alone, and writes a table of ratios.
#
#   cluster/bench.sh [options]
#     --only NAME          one row, or all that a pattern fits ('rnn-*'); may be given several times
#     --list               the rows' names
#     --json FILE          the numbers as JSON
#     -o TABLE.md          the table into a file instead of to standard output
#     --pairs N            rounds in which all take turns (5)
#     --processor-time     measure single threads by processor time: on a machine that others use too
#     --no-history         leave cluster/bench/history.csv as it is
#
# Ratios go into cluster/bench/history.csv with the commit; where one is over 10 % worse than the latest there of the same
# processor, that is said.
#
# The first time it makes a virtual environment with the peers (PyTorch, JAX, mpi4py, libEnsemble, Optuna, joblib,
# submitit; GNU parallel takes part where it is installed), in ${XDG_CACHE_HOME:-$HOME/.cache}/dynsweep-bench; pip's own
# environment variables and configuration hold. Everything runs on one thread of one processor, with OPENBLAS_CORETYPE unset.
set -euo pipefail

case "${1:-}" in
  -h | --help) sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"; exit 0 ;;
esac
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
environment=${XDG_CACHE_HOME:-$HOME/.cache}/dynsweep-bench
peers=(torch jax numpy h5py mpi4py libensemble optuna joblib submitit)

case " $* " in
  *" --list "*) exec python3 "$here/cluster/bench/compare.py" --list ;;
esac

"$here/cluster/setup.sh"
if [ "$(cat "$environment/peers" 2>/dev/null)" != "${peers[*]}" ]; then
  if ! python3 -c 'import ensurepip' 2>/dev/null; then
    echo "bench: python3 has no venv module; install it (Debian: python3-venv)" >&2
    exit 69
  fi
  echo "bench: installing the peers (${peers[*]}) into $environment" >&2
  python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet --upgrade "${peers[@]}" >&2
  echo "${peers[*]}" >"$environment/peers"
fi

echo "bench: building dynsweep" >&2
swift build --package-path "$here" -c release --product dynsweep >&2
swift build --package-path "$here" -c release --product dynsweep-bench >&2
bin=$(swift build --package-path "$here" -c release --show-bin-path)
unset OPENBLAS_CORETYPE
export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 MKL_NUM_THREADS=1
exec "$environment/bin/python" "$here/cluster/bench/compare.py" --bin "$bin" "$@"
