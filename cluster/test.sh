#!/usr/bin/env bash
# Runs all tests, after installing what they need.
#
#   cluster/test.sh [swift test options]     such as --filter DynamicsTests
#   cluster/test.sh --all                    and those that need large tools or minutes, or, as root, several hosts:
#                                            readers from PyPI, other MPIs, a made Slurm, three made hosts, a made NFS,
#                                            two made Debians, packages in bare ones. A part that fails does not stop the others; a table of
#                                            all, and what each wrote, come into the folder .build/test-report.
#
# DYNSWEEP_TEST_ROUNDS=N: how often tests of chance throw their dice (RandomFaultTests, RandomKillTests, Mutated…Tests); as
# often as takes a minute each, if left out.
set -euo pipefail

case "${1:-}" in
  -h | --help) sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"; exit 0 ;;
esac
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export OPENBLAS_NUM_THREADS=1
cd "$here"

check_format() { swift format lint --strict --recursive --parallel Package.swift Sources Tests; }

# Release mode, so that numeric tests stay quick; apart from the product's build, whose flags differ.
test_package() {
  swift test -c release -Xswiftc -enable-testing --scratch-path "$here/.build/testing" "$@"
}

if [ "${1:-}" != --all ]; then
  cluster/setup.sh --tests
  check_format
  test_package "$@"
  exit
fi

shift
report=$here/.build/test-report
rm -rf "$report"
mkdir -p "$report"
failed=()
skipped=()

# part NAME COMMAND…: a line of the table.
part() {
  local name=$1 status=0 result=passed began=$SECONDS
  shift
  echo "== $name" >&2
  "$@" 2>&1 | tee "$report/$name.log" >&2 || status=${PIPESTATUS[0]}
  case $status in
    0) ;;
    77) result=$(sed -n 's/^.*\(not run: \)/\1/p' "$report/$name.log" | tail -n 1); skipped+=("$name") ;;
    *) result="FAILED ($status)"; failed+=("$name") ;;
  esac
  awk -v name="$name" -v result="$result" -v seconds=$((SECONDS - began)) \
    'BEGIN { printf "| %s | %s | %.1f |\n", name, result, seconds / 60 }' >>"$report/table.md"
}

printf '| part | result | minutes |\n| --- | --- | ---: |\n' >"$report/table.md"
export DYNSWEEP_TEST_ALL=1
part setup cluster/setup.sh --all
part format check_format
part suite test_package "$@"
export DYNSWEEP=$here/.build/testing/release/dynsweep
part readers cluster/test-readers.sh
for mpi in openmpi5 mpich intel abi; do part "mpi-$mpi" cluster/test-mpi.sh "$mpi"; done
for script in pbs nfs slurm hosts debian package; do part $script "cluster/test-$script.sh"; done
cat "$report/table.md"
[ ${#skipped[@]} = 0 ] || echo "not run: ${skipped[*]}"
if [ ${#failed[@]} -gt 0 ]; then
  echo "failed: ${failed[*]}; what they wrote is in $report"
  exit 1
fi
echo "all that was run passed in $((SECONDS / 60)) minutes"
