# What test scripts share, several hosts on one machine above all: sourced by them, run by none.
#
# A world of its own (processes, mounts, network, all gone with the script that entered it) holds hosts, each a network
# namespace with a name of its own, on a bridge. They share this machine's files.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# help_if_asked "$@": answers --help with the comment that the calling script begins with.
help_if_asked() {
  case "${1:-}" in
    -h | --help) sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"; exit 0 ;;
  esac
}

# enter_world SECONDS "$@": builds the program and runs the calling script again inside a new world, for so long at most,
# and exits with its status; inside, returns. Needs root.
enter_world() {
  local seconds=$1
  shift
  if [ -z "${DYNSWEEP_WORLD:-}" ]; then
    [ "$(id -u)" = 0 ] || skip "making hosts takes root"
    build_program
    world=$(mktemp -d /tmp/dynsweep-world.XXXXXX)
    trap 'rm -rf "$world"' EXIT
    local status=0
    DYNSWEEP_WORLD=$world timeout --foreground --signal=KILL "$seconds" \
      unshare --mount --net --uts --ipc --pid --fork --kill-child --mount-proc bash "$0" "$@" ||
      status=$?
    [ $status != 137 ] || echo "$(basename "$0"): ended after $seconds s" >&2
    exit $status
  fi
  world=$DYNSWEEP_WORLD
  chmod 755 "$world"
  mount --make-rprivate /
  mount -t tmpfs none /run
  mkdir -p /run/netns /run/sshd /run/lock
  ip link set lo up
  ip link add name bridge type bridge
  ip link set bridge up
  cp /etc/hosts "$world/hosts"
  mount --bind "$world/hosts" /etc/hosts
  host_count=0
}

# make_host NAME: a host of that name, 10.77.0.1 and up.
make_host() {
  local name=$1
  host_count=$((host_count + 1))
  ip netns add "$name"
  ip link add "$name-out" type veth peer name eth0 netns "$name"
  ip link set "$name-out" master bridge up
  ip -n "$name" link set lo up
  ip -n "$name" address add "10.77.0.$host_count/24" dev eth0
  ip -n "$name" link set eth0 up
  echo "10.77.0.$host_count $name" >>/etc/hosts
}

# address_of NAME: where it is.
address_of() { awk -v name="$1" '$2 == name { print $1 }' "$world/hosts"; }

# on NAME COMMAND…: runs a command there.
on() {
  local name=$1
  shift
  # Not `ip netns exec`, which hides what is mounted below /sys.
  nsenter --net="/run/netns/$name" unshare --uts sh -c 'hostname "$0" && exec "$@"' "$name" "$@"
}

# cut_off NAME, reconnect NAME: its cable.
cut_off() { ip link set "$1-out" down; }
reconnect() { ip link set "$1-out" up; }

# await SECONDS WHAT COMMAND…: waits until a command succeeds.
await() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || fail "$what did not happen in time"
    sleep 0.2
  done
}

say() { echo "$(basename "$0" .sh): $*" >&2; }

# skip WHY: ends where this machine has not what it takes; the code is that of `make check`.
skip() {
  say "not run: $*"
  exit 77
}

fail() {
  say "FAILED: $*"
  for log in "$world"/*.log; do
    [ -f "$log" ] || continue
    echo "--- $(basename "$log")" >&2
    tail -n 40 "$log" >&2
  done
  exit 1
}

# build_program: the program to test, in DYNSWEEP, which may name one already.
build_program() {
  if [ -z "${DYNSWEEP:-}" ]; then
    swift build --package-path "$here" -c release --product dynsweep >&2
    DYNSWEEP=$(swift build --package-path "$here" -c release --show-bin-path)/dynsweep
  fi
  export DYNSWEEP
}

# write_sweep FILE STEPS: 24 small trials of so many steps.
write_sweep() {
  cat >"$1" <<SWEEP
name: hosts
seed: 5
task: {name: lag-echo, batch: 4, length: 12, lag: 3, validation_samples: 16}
model: {width: {grid: [4, 6, 8, 10]}}
training: {learning_rate: {log: [1e-4, 1e-2, 6]}, steps: $2, clip: 1, checkpoints: {count: 5}}
observe: {lyapunov: {trajectories: 1, steps: 10, warmup: 2}}
SWEEP
}

# run_cases ALL [CASE…]: `run_case` with every CASE, or with every word of ALL where there is none.
run_cases() {
  local all=$1 case
  shift
  # shellcheck disable=SC2086 # words
  [ $# -gt 0 ] || set -- $all
  for case in "$@"; do run_case "$case"; done
  say "all of $* passed in $SECONDS s"
}

# closed_trials FILE: how many are complete, in a file that may be at work; 0 where there is none.
closed_trials() {
  local count
  count=$("$DYNSWEEP" show "$1" --json 2>/dev/null | sed -n 's/^    "complete" : \([0-9]*\).*/\1/p')
  echo "${count:-0}"
}

# has_begun: whether the run of $file has completed some trials.
has_begun() { [ "$(closed_trials "$file")" -gt 2 ]; }

# workers_of FILE: the numbers of those that have completed trials.
workers_of() {
  h5dump -y -d /worker "$1" | sed '1,/DATA {/d; /}/,$d' | grep -oE '[0-9]+' | sort -nu | tr '\n' ' '
}

# check_file FILE CALM: bit by bit equal, and nothing left beside it.
check_file() {
  "$DYNSWEEP" compare "$2" "$1" >"$world/compare.log" 2>&1 || fail "$1 differs from a calm run's"
  [ ! -e "$1.snapshots" ] || fail "snapshots are left beside $1"
}
