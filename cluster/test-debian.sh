#!/usr/bin/env bash
# Runs the README's two commands on other Debians than this machine's, each made by debootstrap for it: what is committed
# here, cloned anew, with this machine's Swift toolchain. Of the last release's quickstart the training must be bit by bit
# that of the first, and observables differ by rounding alone.
#
#   cluster/test-debian.sh [RELEASE…]      bookworm (12), trixie (13); both if left out
#
# Takes root, debootstrap and the network; a quarter of an hour for each on two cores. What is downloaded stays in
# ${XDG_CACHE_HOME:-$HOME/.cache}/dynsweep-debian; DYNSWEEP_DEBIAN_MIRROR names another mirror than debootstrap takes by itself.
set -euo pipefail

# shellcheck source=cluster/hosts.sh
source "$(dirname "${BASH_SOURCE[0]}")/hosts.sh"
# shellcheck source=cluster/debian.sh
source "$(dirname "${BASH_SOURCE[0]}")/debian.sh"
help_if_asked "$@"
[ $# -gt 0 ] || set -- bookworm trixie
require_debootstrap
lend_toolchain

world=$(mktemp -d "${TMPDIR:-/tmp}/dynsweep-debian.XXXXXX")
trap 'rm -rf "$world"' EXIT

# make_source: a clean clone with the packages that it needs, fetched here, whatever ways this machine has for that.
make_source() {
  git clone --quiet "$here" "$world/source"
  swift package --package-path "$world/source" resolve >&2
  mkdir "$world/source/.build/testing"
  cp -a "$world"/source/.build/{checkouts,repositories,workspace-state.json} "$world/source/.build/testing/"
}

# in_source RELEASE COMMAND…: in the source's folder there.
in_source() { inside "$1" /usr/bin/env --chdir=/root/dynsweep "${@:2}"; }

# compare_releases FIRST LAST: their quickstarts, in the last one's NumPy.
compare_releases() {
  cp "$world/$1/root/dynsweep/quickstart.h5" "$world/$2/root/dynsweep/first.h5"
  in_source "$2" .build/release/dynsweep compare first.h5 quickstart.h5 >&2 || true
  in_source "$2" python3 - first.h5 quickstart.h5 >&2 <<'PYTHON' || fail "$1 and $2 differ by more than rounding"
import sys, h5py, numpy
first, last = (h5py.File(name) for name in sys.argv[1:])
worst = 0
for name, data in first.items():
    if data.dtype.kind != "f" or name == "seconds": continue
    a, b = data[...], last[name][...]
    if "loss" in name or "accuracy" in name or "norm" in name:
        assert numpy.array_equal(a, b, equal_nan=True), f"{name}: training differs"
    assert numpy.array_equal(numpy.isnan(a), numpy.isnan(b)), name
    differ = (a != b) & ~numpy.isnan(a)
    if not differ.any(): continue
    error = numpy.max(abs(a[differ] - b[differ]) / numpy.maximum(abs(a[differ]), 1))
    print(f"{name}: {differ.sum()} of {a.size} numbers differ, by {error:.1e} at most")
    worst = max(worst, error)
assert worst < 1e-9, worst
PYTHON
}

make_source
for release in "$@"; do
  make_system "$release"
  cp -a "$world/source" "$world/$release/root/dynsweep"
  began=$SECONDS
  in_source "$release" cluster/run.sh sweeps/quickstart.yaml >&2 || fail "$release: the first command"
  middle=$SECONDS
  in_source "$release" cluster/test.sh >&2 || fail "$release: the second command"
  rm -rf "$world/$release/root/dynsweep/.build/testing"
  say "$release passed: $((middle - began)) s for the first command, $((SECONDS - middle)) s for the second"
done
if [ $# -gt 1 ]; then
  compare_releases "$1" "${!#}"
  say "$1 and ${!#} have the same training, bit by bit, and observables that differ by rounding"
fi
