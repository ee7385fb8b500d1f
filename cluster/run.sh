#!/usr/bin/env bash
# Runs a sweep: installs what is missing, builds, trains on all cores under MPI. Where there is no Swift toolchain it takes
# the dynsweep on the PATH.
#
#   cluster/run.sh SWEEP.yaml [run options]     options as in `dynsweep run --help`
#   cluster/run.sh --findings [--seed N] [DIR]  all papers' quick sweeps, one after the other; says of each whether its
#                                               finding shows. Files and pages go to DIR (findings); N replaces the seeds
#                                               of the sweep files. Exit 1 where a mark is missed.
set -euo pipefail

case "${1:-}" in
  -h | --help) sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"; exit 0 ;;
  --findings) ;;
  "" | -*) sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
esac
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if ! command -v swift >/dev/null && command -v dynsweep >/dev/null; then
  dynsweep=$(command -v dynsweep)
  echo "run.sh: no Swift toolchain here; using $dynsweep" >&2
else
  "$here/cluster/setup.sh"
  swift build --package-path "$here" -c release --product dynsweep >&2
  dynsweep=$(swift build --package-path "$here" -c release --show-bin-path)/dynsweep
fi
[ "$1" = --findings ] || exec "$dynsweep" run "$@"

shift
seed=
folder=findings
while [ $# -gt 0 ]; do
  case "$1" in
    --seed) seed=${2:?--seed needs a number}; shift 2 ;;
    -*) echo "run.sh: unknown option $1; see --help" >&2; exit 64 ;;
    *) folder=$1; shift ;;
  esac
done
mkdir -p "$folder"
missed=()
for sweep in "$here"/sweeps/*.yaml; do
  grep -q '^findings:' "$sweep" || continue
  name=$(basename "$sweep" .yaml)
  copy=$folder/$name.yaml file=$folder/$name.h5
  cp "$sweep" "$copy"
  [ -z "$seed" ] || sed -i "s/^seed:.*/seed: $seed/" "$copy"
  started=$SECONDS
  # An earlier call's file is gone on with; one of another sweep is refused.
  resume=(); [ ! -e "$file" ] || resume=(--resume)
  "$dynsweep" run "$copy" -o "$file" "${resume[@]}" >&2
  echo "== $name: $((SECONDS - started)) s"
  "$dynsweep" verify "$file" || missed+=("$name")
  "$dynsweep" report "$file" -o "$folder/$name" >&2
done
echo "$SECONDS s in all"
if [ ${#missed[@]} -gt 0 ]; then
  echo "marks are missed by: ${missed[*]}"
  exit 1
fi
echo "all findings show"
