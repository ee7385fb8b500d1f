#!/usr/bin/env bash
# Runs sweeps over three hosts, made for it on this machine, each with a network and an sshd of its own. In mid-sweep one
# host is cut off. Every file must end complete and equal to a calm run's bit by bit.
#
#   cluster/test-hosts.sh [CASE…]      all if left out:
#     calm      mpirun over a hostfile
#     silent    a host's cable is pulled; nobody is told, so that heartbeats find out
#     noticed   the same, but TCP gives up soon, as it does in time, and Open MPI with it
#     daemon    a host's Open MPI daemon is killed
#     both      a host is cut off and the coordinator killed: the next launch leaves the host out
#     first     the host of the coordinator is another than that of `dynsweep run`
#     kernels   hosts with other OpenBLAS kernels are told
#
# Takes root and the packages of `cluster/setup.sh --all`; some five minutes. DYNSWEEP names a program built already.
set -euo pipefail

# shellcheck source=cluster/hosts.sh
source "$(dirname "${BASH_SOURCE[0]}")/hosts.sh"
help_if_asked "$@"
enter_world 900 "$@"

# What `run` has set reaches all ranks, whatever other hosts' own environments hold.
export OPENBLAS_CORETYPE=Nehalem

start_hosts() {
  ssh-keygen -q -t ed25519 -N '' -f "$world/host-key"
  ssh-keygen -q -t ed25519 -N '' -f "$world/user-key"
  for name in one two three; do
    make_host "$name"
    on "$name" /usr/sbin/sshd -f /dev/null -h "$world/host-key" -E "$world/sshd-$name.log" \
      -o AuthorizedKeysFile="$world/user-key.pub" -o PermitRootLogin=prohibit-password \
      -o StrictModes=no -o PidFile=none -o ListenAddress="$(address_of "$name")" \
      -o SetEnv=OPENBLAS_CORETYPE=Prescott
  done
  cat >"$world/ssh" <<SSH
#!/bin/sh
exec ssh -F none -i $world/user-key -o BatchMode=yes -o StrictHostKeyChecking=no -o LogLevel=ERROR \\
  -o UserKnownHostsFile=/dev/null -o ConnectTimeout=5 "\$@"
SSH
  chmod +x "$world/ssh"
  printf '%s slots=2\n' one two three >"$world/hosts.list"
  printf '%s slots=2\n' two three one >"$world/hosts-two-first.list"
}

# begin NAME STEPS [unset]: `dynsweep run` on host one over all three, 20 ms a step; sets run, file and log.
begin() {
  local name=$1 steps=$2 remove=()
  [ "${3:-}" = "" ] || remove=(--unset=OPENBLAS_CORETYPE)
  file=$world/$name.h5
  log=$world/run-$name.log
  write_sweep "$world/$name.yaml" "$steps"
  "$DYNSWEEP" run "$world/$name.yaml" -o "$world/$name-calm.h5" --workers 0 -q
  on one env "${remove[@]}" DYNSWEEP_FAULT=slow "$DYNSWEEP" run "$world/$name.yaml" -o "$file" --workers 6 \
    --launcher-options "--hostfile ${hosts:-$world/hosts.list} --mca plm_rsh_agent $world/ssh \
      --mca btl_tcp_if_include 10.77.0.0/24 --mca oob_tcp_if_include 10.77.0.0/24 -x DYNSWEEP_FAULT" \
    >"$log" 2>&1 &
  run=$!
}

has_ended() { ! kill -0 "$run" 2>/dev/null; }

finish() {
  local begin=$SECONDS status=0
  await "${2:-150}" "the run's end" has_ended
  wait "$run" || status=$?
  [ $status = 0 ] || fail "$1: exit $status"
  check_file "$file" "${file%.h5}-calm.h5"
  say "$1: complete $((SECONDS - begin)) s later, workers $(workers_of "$file")"
  grep -E 'is lost|is back|launching anew|does not answer' "$log" >&2 || true
}

# Any of its processes on a host.
processes_on() { pgrep --ns "$(pgrep -o -f "sshd.*sshd-$1.log")" --nslist net "${@:2}"; }

has_no_processes_left() { ! processes_on "$1" -f 'dynsweep run|orted'; }

run_case() {
  case $1 in
    calm)
      begin calm 50
      finish calm ;;
    silent)
      begin silent 150
      await 60 "a first trial" has_begun
      cut_off three
      finish silent
      grep -q 'is lost' "$log" || fail "no worker was lost"
      reconnect three
      # Cut-off workers do not live on.
      await 120 "the end of all on host three" has_no_processes_left three ;;
    noticed)
      for name in one two three; do on "$name" sysctl -qw net.ipv4.tcp_retries2=3; done
      begin noticed 150
      await 60 "a first trial" has_begun
      cut_off three
      finish noticed
      reconnect three
      for name in one two three; do on "$name" sysctl -qw net.ipv4.tcp_retries2=15; done ;;
    daemon)
      begin daemon 100
      await 60 "a first trial" has_begun
      kill -KILL "$(processes_on two -o orted)"
      finish daemon
      grep -qE 'is lost|launching anew' "$log" || fail "nothing was lost" ;;
    both)
      begin both 100
      await 60 "a first trial" has_begun
      cut_off three
      # The first that mpirun has started here.
      kill -KILL "$(pgrep -o -P "$(pgrep -x mpirun)" -f '^[^ ]+ run ')"
      finish both
      grep -q 'three does not answer' "$log" || fail "host three was not left out"
      reconnect three ;;
    first)
      hosts=$world/hosts-two-first.list
      begin first 50
      finish first
      unset hosts ;;
    kernels)
      begin kernels 50 unset
      await 60 "the run's end" has_ended
      wait "$run" || fail "$1: exit $?"
      [ "$(grep -c 'the ranks run different BLAS kernels' "$log")" = 1 ] || fail "not told once"
      say "$1: told" ;;
    *) fail "no case $1" ;;
  esac
}

start_hosts
run_cases 'calm first kernels both daemon silent noticed' "$@"
