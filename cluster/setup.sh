#!/usr/bin/env bash
# Installs what dynsweep needs, as far as it is missing. Safe to run again; says what it does.
#
#   cluster/setup.sh            to build and run sweeps
#   cluster/setup.sh --tests    to run the tests as well
#   cluster/setup.sh --all      and the tests that need large tools (GNU Octave) or several hosts (Slurm, sshd, NFS)
#   cluster/setup.sh --runtime  only to run a dynsweep that is built already, without a Swift toolchain
set -euo pipefail

usage() { sed -n '2,7s/^# \{0,1\}//p' "$0"; }

packages=(
  openmpi-bin                # message passing
  libopenblas-dev            # linear algebra
  libhdf5-dev hdf5-tools     # results files
  zlib1g-dev pkg-config
  gnuplot-nox                # figures of reports
  dataset-fashion-mnist      # images to learn
)
tests=(netcdf-bin python3-numpy python3-h5py python3-xarray python3-h5netcdf python3-netcdf4
  python3-jsonschema python3-yaml)
# Daemons that tests start in a world of their own.
# Slurm's plugin for MPI looks for libpmix.so, a name that only the development package has.
daemons=(slurm-wlm libpmix-dev munge openssh-server nfs-kernel-server)
# Libraries that programs of the toolchain are linked to.
toolchain=(libncurses6 libsqlite3-0 libxml2 libcurl4-openssl-dev libuuid1 zlib1g)
needs_swift=yes
case "${1:-}" in
  "") ;;
  --runtime) needs_swift=no ;;
  --tests) packages+=("${tests[@]}") ;;
  --all) packages+=("${tests[@]}" octave "${daemons[@]}" iproute2 procps python3-venv kmod debootstrap)
    # Debian has a Linux that runs as a program for some processors only.
    [ "$(uname -m)" != x86_64 ] || packages+=(user-mode-linux) ;;
  -h | --help) usage; exit 0 ;;
  *) usage >&2; exit 64 ;;
esac

# lacking_libraries: what programs of the toolchain, which comes without its libraries, do not find.
lacking_libraries() {
  local folder
  folder=$(dirname "$(readlink -f "$(command -v swift)")")
  { ldd "$folder"/{swift-driver,swift-frontend,swift-package,clang,lld} 2>/dev/null || true; } |
    sed -n 's/^[[:space:]]*\(.*\) => not found$/\1/p' | sort -u | tr '\n' ' '
}

# refuse_lacking: ends where the toolchain lacks libraries still.
refuse_lacking() {
  [ $needs_swift = no ] || lacking=$(lacking_libraries)
  [ -z "$lacking" ] || {
    echo "setup: the Swift toolchain ($(command -v swift)) does not start for want of $lacking; install them" >&2
    exit 69
  }
}

lacking=
if [ $needs_swift = yes ]; then
  if ! command -v swift >/dev/null; then
    # Debian 13 has 6.0 and Debian 12 5.6 at most; later ones may fit.
    candidate=$(apt-cache policy swiftlang 2>/dev/null | sed -n 's/^ *Candidate: *//p')
    if dpkg --compare-versions "${candidate:-0}" ge 6.3 2>/dev/null; then
      packages+=(swiftlang)
    else
      cat >&2 <<MESSAGE
setup: no Swift 6.3 on the PATH or in this distribution (${candidate:-none} there). Either
  pip install dynsweep-VERSION.whl, or unpack dynsweep-VERSION-linux-x86_64.tar.gz and put its bin on the PATH: no compiler,
  no root; or install Swift 6.3 or later from https://swift.org/install. Then run this again.
MESSAGE
      exit 69
    fi
  fi
  lacking=$(lacking_libraries)
  [ -z "$lacking" ] || packages+=("${toolchain[@]}")
  # It compiles by itself, but fetches packages with git, and links with what a C++ compiler brings.
  command -v git >/dev/null || packages+=(git ca-certificates)
  compgen -G '/usr/lib/gcc/*/*/crtbegin.o' >/dev/null || packages+=(g++)
fi

if ! command -v apt-get >/dev/null; then
  refuse_lacking
  if [ "${DYNSWEEP_SKIP_SETUP:-}" != 1 ]; then
    cat >&2 <<MESSAGE
setup: this system has no apt. Install the counterparts of these Debian packages by its own means
  ${packages[*]}
(an MPI, OpenBLAS, serial HDF5 1.10 or later, zlib, pkg-config; on a cluster often by
\`module load\`), see that pkg-config finds openblas, hdf5 and zlib, and set DYNSWEEP_SKIP_SETUP=1.
MESSAGE
    exit 69
  fi
  exit 0
fi

missing=()
for package in "${packages[@]}"; do
  state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing+=("$package")
done
if [ ${#missing[@]} = 0 ]; then
  refuse_lacking
  exit 0
fi

if [ "$(id -u)" = 0 ]; then
  as_root=(env)
elif command -v sudo >/dev/null; then
  as_root=(sudo)
else
  echo "setup: not root and no sudo; ask an administrator for: apt-get install ${missing[*]}" >&2
  exit 69
fi
echo "setup: installing ${missing[*]}" >&2
"${as_root[@]}" apt-get update -qq >&2
# None of the daemons shall run because it was installed, nor after the next start.
policy=/usr/sbin/policy-rc.d
if [ "${1:-}" = --all ] && [ ! -e $policy ]; then
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee $policy >/dev/null
  "${as_root[@]}" chmod +x $policy
  trap '"${as_root[@]}" rm -f $policy' EXIT
fi
"${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
  "${missing[@]}" >&2
if command -v systemctl >/dev/null; then
  for unit in openssh-server:ssh munge:munge slurm-wlm:slurmd slurm-wlm:slurmctld \
    nfs-kernel-server:nfs-server nfs-kernel-server:rpcbind; do
    case " ${missing[*]} " in
      *" ${unit%:*} "*) "${as_root[@]}" systemctl disable --quiet "${unit#*:}" 2>/dev/null || true ;;
    esac
  done
fi
refuse_lacking
