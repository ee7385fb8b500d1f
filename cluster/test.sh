#!/usr/bin/env bash
# Runs all tests, after installing what they need.
#
#   cluster/test.sh [swift test options]     such as --filter GraphTests
#   cluster/test.sh --all                    and those that need large tools or minutes, or, as root, several hosts:
#                                            readers from PyPI, other MPIs, a made Slurm, three made hosts, a made NFS
#
# DYNSWEEP_TEST_ROUNDS=N: how often tests of chance throw their dice (RandomFaultTests, RandomKillTests, Mutated…Tests).
set -euo pipefail

case "${1:-}" in
  -h | --help) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 0 ;;
esac
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
setup=--tests
if [ "${1:-}" = --all ]; then
  shift
  setup=--all
  export DYNSWEEP_TEST_ALL=1
fi
"$here/cluster/setup.sh" "$setup"
export OPENBLAS_NUM_THREADS=1
cd "$here"
swift format lint --strict --recursive --parallel Package.swift Sources Tests
# Release mode, so that numeric tests stay quick; apart from the product's build, whose flags differ.
swift test -c release -Xswiftc -enable-testing --scratch-path "$here/.build/testing" "$@"
[ $setup = --all ] || exit 0
export DYNSWEEP=$here/.build/testing/release/dynsweep
"$here/cluster/test-readers.sh"
"$here/cluster/test-mpi.sh" openmpi5 mpich intel abi
for script in test-pbs test-nfs test-slurm test-hosts; do "$here/cluster/$script.sh"; done
