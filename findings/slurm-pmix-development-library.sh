#!/usr/bin/env bash
# Debian 12's Slurm 22.05.8 lists `pmix` among its plugins for MPI, and refuses `srun --mpi=pmix` as an invalid type, with the
# advice to look at that list. Its plugin asks for the library as libpmix.so, a name that only the development package has;
# libpmix2, which brings the library itself as libpmix.so.2, does not suffice, and the plugin's package depends on neither.
#
# It surprises since the library is there, nothing is to be compiled, and the advice leads in a circle. On
# a cluster of such hosts an MPI job starts by `mpirun`, or once libpmix-dev is on every node.
#
# Takes root and debootstrap, for the plugin looks for the library in a fixed folder: it makes a Debian in a temporary one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
root=$folder/root
version=22.05.8-4+deb12u3

debootstrap --variant=minbase --include="slurm-client,slurm-wlm-basic-plugins,libpmix2" bookworm "$root" >"$folder/log" ||
  { tail "$folder/log" >&2; exit 1; }
cp /etc/resolv.conf "$root/etc/"
echo "127.0.0.1 localhost" >"$root/etc/hosts"
cat >"$root/etc/slurm/slurm.conf" <<'CONF'
ClusterName=one
SlurmctldHost=localhost
NodeName=localhost CPUs=1
PartitionName=all Nodes=localhost
CONF

within() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"; }
installed() { within dpkg-query -W -f '${Version}' "$1"; }
expect() { # WHAT TEXT FOUND
  case $3 in *"$2"*) ;; *) echo "this has changed: $1: expected '$2', found: $3" >&2; exit 1 ;; esac
}

echo "slurm $(installed slurm-wlm-basic-plugins), libpmix2 $(installed libpmix2)"
expect "the version" "$version" "$(installed slurm-wlm-basic-plugins)"
listed=$(within srun --mpi=list 2>&1)
echo "$listed"
expect "the list" pmix "$listed"
before=$(within timeout 60 srun --mpi=pmix true 2>&1 || true)
echo "with libpmix2: $before"
expect "with libpmix2" "Invalid MPI type 'pmix'" "$before"
within apt-get install -qq --no-install-recommends libpmix-dev >"$folder/log" 2>&1
after=$(within timeout 60 srun --mpi=pmix true 2>&1 || true)
echo "with libpmix-dev: $after"
# The plugin is loaded now, and srun goes on to the controller, which is not there.
expect "with libpmix-dev" "Unable to contact slurm controller" "$after"
