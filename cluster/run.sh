#!/usr/bin/env bash
# Runs a sweep: installs what is missing, builds, trains on all cores under MPI.
#
#   cluster/run.sh SWEEP.yaml [run options]     options as in `dynsweep run --help`
set -euo pipefail

case "${1:-}" in
  -h | --help) sed -n '2,4s/^# \{0,1\}//p' "$0"; exit 0 ;;
  "" | -*) sed -n '2,4s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
esac
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
"$here/cluster/setup.sh"
swift build --package-path "$here" -c release --product dynsweep >&2
exec "$(swift build --package-path "$here" -c release --show-bin-path)/dynsweep" run "$@"
