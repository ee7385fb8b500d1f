# Debians made by debootstrap, for scripts that source this: what is downloaded stays in the cache.
# Takes root; $world is a folder of the script's own.

mirror=${DYNSWEEP_DEBIAN_MIRROR:-}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/dynsweep-debian

require_debootstrap() {
  [ "$(id -u)" = 0 ] || skip "making a Debian takes root"
  command -v debootstrap >/dev/null || skip "there is no debootstrap here; cluster/setup.sh --all installs it"
}

# lend_toolchain: this machine's Swift is what `inside` lends.
lend_toolchain() {
  # The launcher `swift` on the PATH may lie elsewhere than what it launches.
  lent=$(swiftc -print-target-info | sed -n 's|.*"runtimeResourcePath": "\(.*\)/lib/swift".*|\1|p')
  [ -x "$lent/bin/swift" ] || skip "the Swift toolchain was not found"
  [ "$lent" != /usr ] || skip "the Swift toolchain is a part of this system, and cannot be lent to another"
}

# make_system RELEASE: a minimal one in $world/RELEASE, a copy of one that is kept.
make_system() {
  local kept=$cache/$1
  mkdir -p "$cache/$1-packages"
  if [ ! -e "$kept/made" ]; then
    rm -rf "$kept"
    say "making $1"
    debootstrap --variant=minbase --include=ca-certificates "$1" "$kept" ${mirror:+"$mirror"} >"$world/debootstrap.log" ||
      fail "debootstrap did not make $1"
    touch "$kept/made"
  fi
  cp -a "$kept" "$world/$1"
  cp /etc/resolv.conf "$world/$1/etc/"
  # As every installed Debian has it.
  echo "127.0.0.1 localhost" >"$world/$1/etc/hosts"
}

# inside RELEASE COMMAND…: in root's folder there, with $lent, a folder of this machine, at its own place where set. Mounts and
# processes end with it.
inside() {
  local root=$world/$1
  shift
  # shellcheck disable=SC2016 # expanded by the inner shell
  root=$root lent=${lent:-} packages=$cache/$(basename "$root")-packages \
    unshare --mount --pid --fork --kill-child --propagation private bash -c '
      set -e
      # The root of a system is a mount, which programs count on that make mounts of their own.
      mount --bind "$root" "$root"
      mount --rbind /dev "$root/dev"
      mount -t tmpfs none "$root/dev/shm"
      mount --rbind /sys "$root/sys"
      mount -t proc proc "$root/proc"
      mount --bind "$packages" "$root/var/cache/apt/archives"
      [ -z "$lent" ] || { mkdir -p "$root$lent"; mount --bind "$lent" "$root$lent"; }
      exec chroot "$root" /usr/bin/env -i --chdir=/root HOME=/root LC_ALL=C.UTF-8 \
        PATH="/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin${lent:+:$lent/bin}" "$@"' inside "$@"
}
