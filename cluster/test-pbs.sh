#!/usr/bin/env bash
# Runs cluster/pbs.sh on this machine, with stand-ins for qsub and qstat: a time limit strikes in mid-sweep, the script
# submits itself again, and the file ends complete and equal to a calm run's bit by bit.
#
#   cluster/test-pbs.sh      half a minute. DYNSWEEP names a program built already.
set -euo pipefail

# shellcheck source=cluster/hosts.sh
source "$(dirname "${BASH_SOURCE[0]}")/hosts.sh"
help_if_asked "$@"
build_program
world=$(mktemp -d /tmp/dynsweep-pbs.XXXXXX)
trap 'rm -rf "$world"' EXIT

mkdir "$world/bin"
# What is submitted runs once the script before it has ended.
cat >"$world/bin/qsub" <<'QSUB'
#!/usr/bin/env bash
[ "$1" = -v ] || exit 1
# Of each variable that is named its value, taken from the environment.
for name in ${2//,/ }; do printf '%s=%s\n' "$name" "${!name}"; done >"$QUEUE/variables"
echo "$3" >"$QUEUE/script"
echo 2.here
QSUB
cat >"$world/bin/qstat" <<'QSTAT'
#!/usr/bin/env bash
echo "Job Id: 1.here"
echo "    Resource_List.walltime = 00:00:$LIMIT"
QSTAT
chmod +x "$world/bin"/*
# Names with spaces and commas.
nodes="$world/the nodes" sweep="a sweep, small.yaml" results="its results, all.h5"
printf 'localhost\nlocalhost\n' >"$nodes"
write_sweep "$world/$sweep" 50
"$DYNSWEEP" run "$world/$sweep" -o "$world/calm.h5" --workers 0 -q

export PATH=$world/bin:$PATH QUEUE=$world DYNSWEEP_FAULT=slow
export PBS_O_WORKDIR=$world PBS_JOBID=1.here PBS_NODEFILE="$nodes" SCRIPT=$here/cluster/pbs.sh
status=0
LIMIT=14 env SWEEP="$sweep" RESULTS="$results" LEAD=8 bash "$SCRIPT" >"$world/first.log" 2>&1 || status=$?
[ $status = 75 ] || fail "the first job ended with $status"
closed=$(closed_trials "$world/$results")
[ "$closed" -gt 0 ] && [ "$closed" -lt 24 ] || fail "the first job closed $closed trials"
mapfile -t variables <"$world/variables"
LIMIT=59 env "${variables[@]}" bash "$(cat "$world/script")" >"$world/second.log" 2>&1 ||
  fail "the second job ended with $?"
check_file "$world/$results" "$world/calm.h5"
say "passed: interrupted with $closed of 24 trials closed, complete after a second job, ${variables[*]}"
