#!/usr/bin/env bash
# Runs cluster/slurm.sbatch on a real Slurm of two nodes, made for it on this machine: over both nodes under mpirun and
# under srun, into a time limit, with a step cancelled in mid-sweep, with an allotment that is less than the node, and with
# a node that lacks the program or a library. Every file must equal a calm run's bit by bit.
#
#   cluster/test-slurm.sh [CASE…]      mpirun, srun, cancel-mpirun, cancel-srun, time-limit, allotment, no-program,
#                                      no-program-srun, no-library; all if left out
#
# Takes root and the packages of `cluster/setup.sh --all`; some eight minutes. DYNSWEEP names a program built already.
set -euo pipefail

# shellcheck source=cluster/hosts.sh
source "$(dirname "${BASH_SOURCE[0]}")/hosts.sh"
help_if_asked "$@"
enter_world 1200 "$@"
export SLURM_CONF=$world/slurm.conf

configure() {
  cat >"$SLURM_CONF" <<CONFIGURATION
ClusterName=dynsweep
SlurmctldHost=login
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$world/munge.socket
CredType=cred/munge
StateSaveLocation=$world/state
SlurmdSpoolDir=$world/spool-%n
TmpFS=$world/tmp-%n
SlurmctldPidFile=$world/slurmctld.pid
SlurmdPidFile=$world/slurmd-%n.pid
SlurmctldLogFile=$world/slurmctld.log
SlurmdLogFile=$world/slurmd-%n.log
TaskPlugin=task/none
ProctrackType=proctrack/linuxproc
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
ReturnToService=2
NodeName=alpha,beta CPUs=3 RealMemory=4000
PartitionName=all Nodes=ALL Default=YES
CONFIGURATION
}

start_slurm() {
  for name in login alpha beta; do make_host "$name"; done
  mkdir -p "$world"/{state,spool-alpha,spool-beta,tmp-alpha,tmp-beta}
  (umask 077 && head -c 128 /dev/urandom >"$world/munge.key")
  munged --force --socket="$world/munge.socket" --key-file="$world/munge.key" \
    --log-file="$world/munged.log" --pid-file="$world/munged.pid" --seed-file="$world/munged.seed"
  configure
  on login slurmctld -D >/dev/null 2>&1 &
  for name in alpha beta; do on "$name" slurmd -N "$name" -D >/dev/null 2>&1 & done
  await 60 "two idle nodes" two_nodes_are_idle
}

two_nodes_are_idle() { [ "$(on login sinfo -h -t idle -o %D)" = 2 ]; }

# submit NAME STEPS [sbatch's options]: 24 trials of so many steps, 20 ms each, on four tasks; sets job and file.
submit() {
  local name=$1 steps=$2
  shift 2
  write_sweep "$world/$name.yaml" "$steps"
  "$DYNSWEEP" run "$world/$name.yaml" -o "$world/$name-calm.h5" --workers 0 -q
  file=$world/$name.h5
  job=$(on login env DYNSWEEP_FAULT=slow sbatch --parsable --ntasks-per-node=2 --time=5 \
    --output="$world/job-$name.log" "$@" "$here/cluster/slurm.sbatch" "$world/$name.yaml" -o "$file")
}

state() { on login scontrol show job "$job" | sed -n "s/.*\b$1=\([^ ]*\).*/\1/p"; }
is_over() { case $(state JobState) in PENDING | RUNNING | COMPLETING) false ;; esac }
has_been_requeued() { [ "$(state Restarts)" -ge 1 ] && [ "$(state JobState)" = PENDING ]; }

finish() {
  await 200 "job $job's end" is_over
  [ "$(state JobState)" = COMPLETED ] || fail "job $job: $(state JobState), exit $(state ExitCode)"
  check_file "$file" "${file%.h5}-calm.h5"
  say "$1: complete after $(state RunTime), $(state Restarts) requeues, workers $(workers_of "$file")"
}

# What one core and 1500 MB of a node mean: under sbatch; and one core under srun, and in a step of a job that has more (of
# whose memory Slurm's variables say nothing).
allotment() {
  local found
  write_sweep "$world/allotment.yaml" 50
  printf '#!/bin/sh\n%s\n' "'$DYNSWEEP' doctor --json >'$world/doctor-sbatch.json'" \
    "'$DYNSWEEP' run '$world/allotment.yaml' -o '$world/allotment.h5' -q" >"$world/allotment.sh"
  on login sbatch --wait -n 1 -c 1 --mem=1500M -o "$world/job-allotment.log" "$world/allotment.sh" >/dev/null ||
    fail "allotment: the job failed"
  on login srun -n 1 -c 1 --mpi=none "$DYNSWEEP" doctor --json >"$world/doctor-srun.json"
  on login salloc -Q -n 1 -c 3 \
    srun -n 1 -c 1 --exact --mpi=none "$DYNSWEEP" doctor --json >"$world/doctor-step.json"
  for name in sbatch srun step; do
    grep -q '^ *"cores" : 1,$' "$world/doctor-$name.json" || fail "allotment: $name has other cores"
  done
  grep -q '^ *"memory" : 1572864000,$' "$world/doctor-sbatch.json" || fail "allotment: other memory"
  found=$(workers_of "$world/allotment.h5")
  [ "$found" = "1 " ] || fail "allotment: workers $found"
  say "allotment: one core, 1500 MB, worker $found"
}

# restart_beta BREAK: restarts node beta where `sh -c BREAK` was done to its files.
restart_beta() {
  # Of this world, which has its own processes.
  kill "$(pgrep -f 'slurmd -N beta')"
  await 20 "the end of node beta" beta_is_gone
  on beta unshare --mount --propagation private sh -c "$1; exec slurmd -N beta -D" >/dev/null 2>&1 &
  on login scontrol update NodeName=beta State=RESUME 2>/dev/null || true
  await 60 "two idle nodes" two_nodes_are_idle
}

beta_is_gone() { ! pgrep -f 'slurmd -N beta' >/dev/null; }

# cannot_start NAME START BREAK WORD…: a node that lacks something fails the job within a minute and a half, in so many words.
cannot_start() {
  local name=$1 start=$2
  restart_beta "$3"
  write_sweep "$world/$name.yaml" 50
  job=$(on login env DYNSWEEP_START="$start" sbatch --parsable --ntasks-per-node=2 --time=5 \
    --output="$world/job-$name.log" "$here/cluster/slurm.sbatch" "$world/$name.yaml" -o "$world/$name.h5")
  await 90 "$name: the job's end" is_over
  [ "$(state JobState) $(state ExitCode) $(state Restarts)" = "FAILED 70:0 0" ] ||
    fail "$name: $(state JobState) $(state ExitCode), $(state Restarts) requeues"
  for word in "${@:4}"; do
    grep -q -- "$word" "$world/job-$name.log" || fail "$name: not a word of $word"
  done
  say "$name: failed after $(state RunTime): $(grep -E 'dynsweep: .*start' "$world/job-$name.log" | tail -n 1)"
  restart_beta true
}

run_case() {
  local programs
  programs=$(dirname "$(readlink -f "$DYNSWEEP")")
  case $1 in
    allotment) allotment ;;
    no-program)
      cannot_start "$1" mpirun "mount -t tmpfs none '$programs'" \
        "beta cannot start $programs" 'could not access' ;;
    no-program-srun) cannot_start "$1" srun "mount -t tmpfs none '$programs'" 'No such file' 'MPI does not start' ;;
    no-library)
      cannot_start "$1" mpirun "mount --bind /dev/null '$(ldconfig -p | awk '/libopenblas/ { print $NF; exit }')'" \
        "beta cannot start $programs" libopenblas ;;
    mpirun | srun)
      submit "$1" 100 --export="ALL,DYNSWEEP_START=$1"
      finish "$1" ;;
    cancel-mpirun | cancel-srun)
      submit "$1" 100 --export="ALL,DYNSWEEP_START=${1#cancel-}"
      await 60 "a first trial" has_begun
      # Of mpirun, the daemon on the other node; of srun, all ranks.
      on login scancel "$job.0"
      finish "$1"
      # Where mpirun, of whose daemon that was, has ended the coordinator by a signal, Slurm launches anew.
      grep -qE 'launching anew|going on with another|requeued' "$world/job-$1.log" || fail "no second launch" ;;
    time-limit)
      submit "$1" 600 --time=2 --signal=B:USR1@60
      await 150 "a requeue" has_been_requeued
      say "$1: requeued with $(closed_trials "$file") of 24 trials closed"
      # Slurm lets a requeued job wait two minutes. Not none: a node refuses what is started in the second of the requeue.
      sleep 3
      on login scontrol update JobId="$job" StartTime=now TimeLimit=10
      finish "$1" ;;
    *) fail "no case $1" ;;
  esac
}

start_slurm
run_cases 'mpirun srun cancel-mpirun cancel-srun time-limit allotment no-program no-program-srun no-library' "$@"
