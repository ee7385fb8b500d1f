#!/usr/bin/env bash
# Runs cluster/slurm.sbatch on a real Slurm of two nodes, made for it on this machine: over both nodes under mpirun and
# under srun, into a time limit, and with a step cancelled in mid-sweep. Every file must equal a calm run's bit by bit.
#
#   cluster/test-slurm.sh [CASE…]      mpirun, srun, cancel-mpirun, cancel-srun, time-limit; all if left out
#
# Takes root and the packages of `cluster/setup.sh --all`; some five minutes. DYNSWEEP names a program built already.
set -euo pipefail

# shellcheck source=cluster/hosts.sh
source "$(dirname "${BASH_SOURCE[0]}")/hosts.sh"
help_if_asked "$@"
enter_world 900 "$@"
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
NodeName=alpha,beta CPUs=3
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

run_case() {
  case $1 in
    mpirun | srun)
      submit "$1" 100 --export="ALL,DYNSWEEP_START=$1"
      finish "$1" ;;
    cancel-mpirun | cancel-srun)
      submit "$1" 100 --export="ALL,DYNSWEEP_START=${1#cancel-}"
      await 60 "a first trial" has_begun
      # Of mpirun, the daemon on the other node; of srun, all ranks.
      on login scancel "$job.0"
      finish "$1"
      grep -qE 'launching anew|going on with another' "$world/job-$1.log" || fail "no second launch" ;;
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
run_cases 'mpirun srun cancel-mpirun cancel-srun time-limit' "$@"
