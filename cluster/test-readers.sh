#!/usr/bin/env bash
# Opens a finished and a live results file in Python's readers of HDF5 and netCDF, as PyPI has them today.
#
#   cluster/test-readers.sh
#
# The first time it makes a virtual environment with the readers in ${XDG_CACHE_HOME:-$HOME/.cache}/dynsweep-readers.
# DYNSWEEP names the program; without it, the product is built.
set -euo pipefail

case "${1:-}" in
  -h | --help) sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 0 ;;
esac
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
environment=${XDG_CACHE_HOME:-$HOME/.cache}/dynsweep-readers
readers=(h5py netCDF4 xarray h5netcdf cf_xarray pyfive kerchunk zarr virtualizarr tables silx nexusformat)

if [ "$(cat "$environment/readers" 2>/dev/null)" != "${readers[*]}" ]; then
  python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet --upgrade "${readers[@]}" >&2
  echo "${readers[*]}" >"$environment/readers"
fi
if [ -z "${DYNSWEEP:-}" ]; then
  swift build --package-path "$here" -c release --product dynsweep >&2
  DYNSWEEP=$(swift build --package-path "$here" -c release --show-bin-path)/dynsweep
fi

folder=$(mktemp -d)
live=
end() {
  if [ -n "$live" ]; then
    kill "$live" 2>/dev/null || true
    wait "$live" || true
  fi
  rm -rf "$folder"
}
trap end EXIT
write_sweep() { # name, steps
  cat >"$folder/$1.yaml" <<SWEEP
task: {name: lag-echo, batch: 32, length: 40, lag: 4, validation_samples: 32}
model: {cell: {grid: [rnn, lstm]}, width: {grid: [8, 16]}}
training: {learning_rate: {grid: [1e-3, 1e-2]}, clip: {grid: [none, 1]}, steps: $2, checkpoints: {count: 20}}
observe: {lyapunov: {trajectories: 2, steps: 20, warmup: 5}}
SWEEP
}
write_sweep finished 20
write_sweep live 100000
"$DYNSWEEP" run "$folder/finished.yaml" -o "$folder/finished.h5" --workers 0 --quiet
"$DYNSWEEP" run "$folder/live.yaml" -o "$folder/live.h5" --workers 0 --quiet &
live=$!
for _ in $(seq 100); do [ -e "$folder/live.h5" ] && break; sleep 0.1; done
sleep 2
"$environment/bin/python" "$here/cluster/readers.py" "$folder/finished.h5" "$folder/live.h5"
