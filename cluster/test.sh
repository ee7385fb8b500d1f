#!/usr/bin/env bash
# Runs all tests, after installing what they need.
#
#   cluster/test.sh [swift test options]     such as --filter GraphTests
#   cluster/test.sh --all                    and those that need large tools or minutes
set -euo pipefail

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
exec swift test -c release -Xswiftc -enable-testing --scratch-path "$here/.build/testing" "$@"
