#!/usr/bin/env bash
# Takes what cluster/package.sh makes to Debians that have nothing else: no compiler, no MPI, and no root for the user.
#
#   cluster/test-package.sh [RELEASE…]      bookworm (12), trixie (13); both if left out
#
# Before them the recipes for Spack and EasyBuild: whole, and of the archive that they lie beside.
# In each: `pip install` of the wheel and a first trained sweep, in less than a minute together; the archive unpacked anywhere
# without Python; an older system told what it lacks. Takes root, debootstrap and the network.
set -euo pipefail

# shellcheck source=cluster/hosts.sh
source "$(dirname "${BASH_SOURCE[0]}")/hosts.sh"
# shellcheck source=cluster/debian.sh
source "$(dirname "${BASH_SOURCE[0]}")/debian.sh"
help_if_asked "$@"
[ $# -gt 0 ] || set -- bookworm trixie
require_debootstrap
world=$(mktemp -d "${TMPDIR:-/tmp}/dynsweep-package.XXXXXX")
trap 'rm -rf "$world"' EXIT

"$here/cluster/package.sh" -o "$world/packages"
size=$(stat -c %s "$world"/packages/*.whl)
[ "$size" -le $((45 << 20)) ] || fail "the wheel has $((size >> 20)) MiB, over 45"
(cd "$world/packages" && sha256sum --quiet --check SHA256SUMS) || fail "the checksums are wrong"

# The recipes are Python that names the archive and its checksum, with no gap left.
for recipe in "$world"/packages/dynsweep-*.eb "$world"/packages/spack/spack_repo/dynsweep/packages/dynsweep/package.py; do
  python3 -c 'import ast, sys; ast.parse(open(sys.argv[1]).read())' "$recipe" || fail "$recipe is not Python"
  grep -q "$(sha256sum "$world"/packages/*.tar.gz | cut -d " " -f 1)" "$recipe" || fail "$recipe has not the archive's checksum"
  ! grep "@[A-Z0-9]*@" "$recipe" || fail "$recipe has gaps"
done

# Nothing that is linked to lies outside: glibc's libraries and the folder's own.
tar -xzf "$world"/packages/*.tar.gz -C "$world"
staged=$(echo "$world"/dynsweep-*/)
foreign=$(find "$staged/bin" "$staged/lib" -type f -exec readelf -d {} + |
  sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort -u | while read -r library; do
    case $library in
      libc.so.* | libm.so.* | libdl.so.* | libpthread.so.* | librt.so.* | libresolv.so.* | ld-linux*) ;;
      *) [ -e "$staged/lib/dynsweep/$library" ] || echo "$library" ;;
    esac
  done)
[ -z "$foreign" ] || fail "linked to what is not brought along: $foreign"

cat >"$world/sweep.yaml" <<'YAML'
name: first
seed: 1
task: {name: lag-echo, batch: 16, length: 20, lag: 3, validation_samples: 64}
model: {width: {grid: [8, 16]}}
training: {learning_rate: {grid: [1.0e-3, 1.0e-2]}, steps: 200, checkpoints: {count: 5}}
observe: {lyapunov: {trajectories: 4, steps: 50, warmup: 10}}
YAML

# as_user RELEASE COMMAND: a shell's, as somebody who is not root.
as_user() { inside "$1" setpriv --reuid=1000 --regid=1000 --clear-groups /usr/bin/env HOME=/home/user sh -c "cd; $2"; }

# prepare RELEASE: the packages in a home of one who has only pip.
prepare() {
  make_system "$1"
  inside "$1" sh -c 'apt-get update -qq && apt-get install -qqy --no-install-recommends python3-pip python3-venv' >"$world/apt.log" 2>&1 ||
    fail "$1: python3-pip was not installed: $(tail -n 3 "$world/apt.log")"
  mkdir -p "$world/$1/home/user"
  cp -r "$world"/packages/* "$world/sweep.yaml" "$world/$1/home/user/"
  chown -R 1000:1000 "$world/$1/home/user"
}

for release in "$@"; do
  prepare "$release"
  began=$(date +%s%N)
  as_user "$release" 'python3 -m venv own && own/bin/pip install --quiet --no-index ./*.whl &&
    own/bin/dynsweep run sweep.yaml -o wheel.h5' >&2 || fail "$release: the wheel"
  seconds=$((($(date +%s%N) - began) / 1000000000))
  [ "$seconds" -lt 60 ] || fail "$release: $seconds s for the wheel and a first sweep"
  as_user "$release" 'own/bin/dynsweep run own/share/dynsweep/sweeps/lead-bilinear.yaml -o lead.h5 -q && own/bin/dynsweep verify lead.h5' >&2 ||
    fail "$release: the sweeps of the wheel"
  as_user "$release" 'mkdir "a place" && tar -xzf dynsweep-*.tar.gz -C "a place" && rm -rf own &&
    "a place"/dynsweep-*/bin/dynsweep run sweep.yaml -o archive.h5 --workers 0 -q &&
    "a place"/dynsweep-*/bin/dynsweep compare wheel.h5 archive.h5' >&2 || fail "$release: the archive"
  say "$release passed: $seconds s for the wheel and a first sweep"
done
