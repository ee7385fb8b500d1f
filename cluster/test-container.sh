#!/usr/bin/env bash
# Follows the steps of cluster/Dockerfile without Docker: each stage in a Debian made by debootstrap, with this machine's Swift
# toolchain in place of the image's, and a sweep with the program that comes out.
#
#   cluster/test-container.sh
#
# Takes root, debootstrap and the network.
set -euo pipefail

# shellcheck source=cluster/hosts.sh
source "$(dirname "${BASH_SOURCE[0]}")/hosts.sh"
# shellcheck source=cluster/debian.sh
source "$(dirname "${BASH_SOURCE[0]}")/debian.sh"
help_if_asked "$@"
require_debootstrap
lend_toolchain
world=$(mktemp -d "${TMPDIR:-/tmp}/dynsweep-container.XXXXXX")
trap 'rm -rf "$world"' EXIT

# steps STAGE: what the recipe's stage of that number runs, with lines that go on joined.
steps() {
  sed -e ':a' -e '/\\$/{N;s/\\\n//;ba' -e '}' "$here/cluster/Dockerfile" |
    awk -v stage="$1" '/^FROM /{n++} n == stage && sub(/^RUN /, "")'
}

release=$(sed -n 's/^FROM debian:\([a-z]*\)-slim$/\1/p' "$here/cluster/Dockerfile")
image=$(sed -n 's/^FROM swift:\([^ ]*\) AS build$/\1/p' "$here/cluster/Dockerfile")
[ "${image#*-}" = "$release" ] || fail "the stages are of two releases: $image, $release"
swift --version 2>&1 | grep -q "Swift version ${image%-*}" || fail "the recipe takes Swift ${image%-*}, which is not this machine's"

make_system "$release"
mv "$world/$release" "$world/build"
cache_of_packages=$cache/$release-packages
ln -sfn "$cache_of_packages" "$cache/build-packages"
ln -sfn "$cache_of_packages" "$cache/final-packages"
git clone --quiet "$here" "$world/build/dynsweep"
swift package --package-path "$world/build/dynsweep" resolve >&2
# The image is made by root of any number.
chown -R root:root "$world/build/dynsweep"
inside build sh -ec "cd /dynsweep; $(steps 1)" >&2 || fail "the build's steps"

make_system "$release"
mv "$world/$release" "$world/final"
lent=
cp "$here/cluster/setup.sh" "$world/final/tmp/setup.sh"
inside final sh -ec "$(steps 2)" >&2 || fail "the steps of what remains"
install -D "$world/build/out/dynsweep" "$world/final/usr/local/bin/dynsweep"
cp "$here/sweeps/quickstart.yaml" "$world/final/root/"
inside final dynsweep run quickstart.yaml -o a.h5 --workers 2 >&2 || fail "the sweep"
say "passed: $(du -h "$world/build/out/dynsweep" | cut -f 1) of program; $(du -sh "$world/final" | cut -f 1) in all"
