#!/usr/bin/env bash
# A sweep on the nodes of a PBS cluster (OpenPBS, PBS Professional): shortly before its time limit it saves what it has,
# submits itself again and goes on.
#
#   SWEEP=sweep.yaml RESULTS=results.h5 qsub -v SWEEP,RESULTS cluster/pbs.sh
#
# Edit these lines, or give qsub the same options. The results file must lie on a file system that all nodes share.
#PBS -N dynsweep
#PBS -l select=2:ncpus=32:mpiprocs=32
#PBS -l walltime=12:00:00
#PBS -j oe
#
# Variables, whose names qsub -v takes (their values it takes from the environment, commas and spaces too):
#   SWEEP, RESULTS   the sweep file, and where the results go; relative to where qsub was called
#   DYNSWEEP         the program; else .build/release/dynsweep where qsub was called, else the one on the PATH
#   SCRIPT           this file, to submit again (cluster/pbs.sh)
#   LEAD             how long before the end to save, in seconds (120)
#   RESUBMISSIONS    how often the job may still submit itself (100)
#   OPTIONS          more of `dynsweep run`'s options
# Two jobs in a row that have closed no trial and taken no snapshot are followed by no third.

# module load openmpi hdf5      # an MPI, and the HDF5 that dynsweep was built with, where modules are used

set -uo pipefail
cd "$PBS_O_WORKDIR" || exit 73
: "${SWEEP:?set it and give qsub -v SWEEP,RESULTS}" "${RESULTS:?set it and give qsub -v SWEEP,RESULTS}"
program=${DYNSWEEP:-$PBS_O_WORKDIR/.build/release/dynsweep}
[ -x "$program" ] || program=dynsweep
export OPENBLAS_NUM_THREADS=1

# Seconds until the end, as the batch system says: H:M:S.
seconds_left() {
  qstat -f "$PBS_JOBID" | sed -n 's/.*Resource_List.walltime = //p' |
    awk -F: '{ s = 0; for (i = 1; i <= NF; i++) s = 60 * s + $i; print s }'
}

# What a job has to show: closed trials, and snapshots of others.
achieved() {
  "$program" show "$RESULTS" --json 2>/dev/null | grep -E '"(complete|diverged|failed|pruned)" :'
  ls -l --time-style=full-iso "$RESULTS.snapshots" 2>/dev/null
}
before=$(achieved)

# One worker a line of the node file; the coordinator comes on top, and sleeps. Where Open MPI was built for PBS it starts
# its daemons by PBS itself, elsewhere by ssh.
# shellcheck disable=SC2086 # options are words
"$program" run "$SWEEP" -o "$RESULTS" --resume --workers "$(wc -l <"$PBS_NODEFILE")" \
  --launcher-options "--hostfile $(printf %q "$PBS_NODEFILE")" ${OPTIONS:-} &
run=$!
trap 'kill -USR1 $run' USR1 TERM

limit=$(seconds_left)
if [ -n "$limit" ] && [ "$limit" -gt "${LEAD:-120}" ]; then
  (sleep $((limit - ${LEAD:-120})) && kill -USR1 $run) &
  timer=$!
fi
while true; do
  wait $run
  code=$?
  # A signal ends a wait, not the run.
  kill -0 $run 2>/dev/null || break
done
[ -z "${timer:-}" ] || kill "$timer" 2>/dev/null

# Jobs in a row that came to nothing.
VAIN=$((${VAIN:-0} + 1))
[ "$(achieved)" = "$before" ] || VAIN=0

# 75: interrupted, or left with too few workers; it can be gone on with.
left=${RESUBMISSIONS:-100}
if [ $code = 75 ] && [ $VAIN -ge 2 ]; then
  echo "two jobs in a row have closed no trial and taken no snapshot; not submitted again"
  code=70
elif [ $code = 75 ] && [ "$left" -gt 0 ]; then
  RESUBMISSIONS=$((left - 1))
  variables=
  for name in SWEEP RESULTS RESUBMISSIONS VAIN DYNSWEEP SCRIPT LEAD OPTIONS; do
    [ -n "${!name:-}" ] || continue
    export "${name?}"
    variables+=${variables:+,}$name
  done
  echo "submitted again after $SECONDS s: $(qsub -v "$variables" "${SCRIPT:-cluster/pbs.sh}")"
fi
exit $code
