#!/usr/bin/env bash
# Runs a sweep on a real NFS: a user-mode Linux serves a folder to itself and mounts it twice, as two hosts would. What one
# mount's run writes is watched from the other, where a second run is refused; all processes are killed in mid-sweep, and
# the run is gone on with from the other mount. The file must end equal to a calm run's bit by bit.
#
#   cluster/test-nfs.sh      three minutes; x86-64 alone. DYNSWEEP names a program built already.
#
# Takes the packages of `cluster/setup.sh --all`.
set -euo pipefail

# shellcheck source=cluster/hosts.sh
source "$(dirname "${BASH_SOURCE[0]}")/hosts.sh"

# Outside: starts the kernel, whose first process is this script again, on this machine's files, which it cannot change.
start_kernel() {
  command -v linux.uml >/dev/null || skip "there is no user-mode Linux here"
  build_program
  log=$(mktemp /tmp/dynsweep-nfs.XXXXXX)
  trap 'rm -f "$log"' EXIT
  timeout --signal=KILL 600 linux.uml mem=1G quiet rootfstype=hostfs rootflags=/ ro \
    con=null con0=null,fd:1 ssl=null "DYNSWEEP=$DYNSWEEP" "init=$here/cluster/test-nfs.sh" \
    </dev/null 2>&1 | tee "$log" | sed -un '/^test-nfs: /,$p' >&2 || true
  # Debian 12's, 6.1, was seen to end with its first process on a processor with AMX.
  grep -q '^test-nfs: ' "$log" || skip "user-mode Linux cannot start a program on this processor"
  grep -q '^test-nfs: passed' "$log"
}

# Inside: what a system needs.
mount_all() {
  export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp OPENBLAS_NUM_THREADS=1
  mount -t proc none /proc
  mount -t sysfs none /sys
  mount -t tmpfs none /mnt
  mkdir -p /dev/shm /mnt/{program,served,one,two,modules/lib}
  # The program may lie in a folder that is covered now.
  mount --bind "$(dirname "$DYNSWEEP")" /mnt/program
  DYNSWEEP=/mnt/program/$(basename "$DYNSWEEP")
  for folder in /run /tmp /dev/shm /var/lib/nfs /mnt/served; do mount -t tmpfs none "$folder"; done
  hostname server
  ip link set lo up
  echo "127.0.0.1 localhost server" >/tmp/hosts
  mount --bind /tmp/hosts /etc/hosts
  world=/tmp
}

serve_and_mount() {
  ln -s /usr/lib/uml/modules /mnt/modules/lib/modules
  for module in nfsd nfsv4; do modprobe -d /mnt/modules "$module"; done
  mkdir /var/lib/nfs/v4recovery
  touch /var/lib/nfs/{etab,rmtab}
  mount -t nfsd none /proc/fs/nfsd
  # No delegations: of two mounts of one client, a server does not take back from the one what the other changes.
  echo 0 >/proc/sys/fs/leases-enable
  exportfs -i -o rw,fsid=0,insecure,no_root_squash,no_subtree_check 127.0.0.1:/mnt/served
  rpc.mountd -N 3 2>/dev/null
  rpc.nfsd -N 3 -H 127.0.0.1 2
  # Caches of their own, as two hosts have.
  for mount in one two; do mount -t nfs4 -o nosharecache 127.0.0.1:/ "/mnt/$mount"; done
}

test_sweep() {
  # It lasts for over a minute: the other mount may not see new names for half of one.
  write_sweep /mnt/one/sweep.yaml 300
  "$DYNSWEEP" run /mnt/one/sweep.yaml -o /tmp/calm.h5 --workers 0 -q
  DYNSWEEP_FAULT=slow "$DYNSWEEP" run /mnt/one/sweep.yaml -o /mnt/one/a.h5 --workers 2 \
    --snapshot-every 0.5 >/tmp/first.log 2>&1 &
  local run=$! status=0 closed
  file=/mnt/two/a.h5
  await 120 "a first trial, seen from the other mount" has_begun
  grep -q 'nfs4 does not show a file in the making' /tmp/first.log || fail "NFS was not noticed"
  h5dump -A 0 -d /status /mnt/two/a.live.h5 >/tmp/copy.log 2>&1 || fail "the copy is not whole"
  "$DYNSWEEP" run /mnt/two/sweep.yaml -o "$file" --resume --workers 0 -q >/tmp/second.log 2>&1 || status=$?
  [ $status != 0 ] || fail "a second run was not refused"
  say "a second run ended with $status: $(tail -n 1 /tmp/second.log)"
  pkill -KILL 'mpirun|dynsweep' || fail "there was nothing to kill"
  wait $run 2>/dev/null || true
  closed=$(closed_trials "$file")
  [ "$closed" -gt 0 ] && [ "$closed" -lt 24 ] || fail "killed with $closed trials closed"
  "$DYNSWEEP" run /mnt/two/sweep.yaml -o "$file" --resume --workers 2 >/tmp/third.log 2>&1 ||
    fail "the resumed run ended with $?"
  # What one mount knows of a folder may be old for a minute; what it opens is not.
  check_file /mnt/served/a.h5 /tmp/calm.h5
  [ ! -e /mnt/served/a.live.h5 ] || fail "the copy is left"
  "$DYNSWEEP" compare /tmp/calm.h5 /mnt/one/a.h5 >/tmp/compare.log || fail "the first mount shows another file"
  say "passed: killed with $closed of 24 trials closed, complete after $SECONDS s"
}

if [ $$ != 1 ]; then
  help_if_asked "$@"
  start_kernel
else
  say "a kernel of its own: Linux $(uname -r)"
  # However it ends, so does the kernel.
  trap 'echo o >/proc/sysrq-trigger; sleep 60' EXIT
  mount_all
  serve_and_mount
  test_sweep
fi
