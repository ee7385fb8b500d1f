#!/usr/bin/env bash
# Makes what users without a compiler take: an archive to unpack anywhere, a Python wheel, and beside them recipes by which
# Spack and EasyBuild install the archive.
#
#   cluster/package.sh [-o FOLDER]     FOLDER: where they go (.build/packages)
#
# Both hold one program, to which the Swift runtime and HDF5 are linked statically, and beside it OpenBLAS with all its
# kernels. It finds them from wherever it lies, needs the glibc that the last line tells, and loads the MPI that it meets.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=$here/.build/packages
case "${1:-}" in
  -h | --help) sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"; exit 0 ;;
  -o) folder=$(mkdir -p "${2:?-o needs a folder}" && cd "$2" && pwd) ;;
  "") ;;
  *) sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
esac
work=$here/.build/package
cd "$here"

say() { echo "package: $*" >&2; }

# HDF5 without the shared library's network drivers, which bring two dozen libraries: of the static one only what is called
# is linked. It is the distribution's, so that its security updates come by building anew.
describe_hdf5() {
  local original archive
  original=$(pkg-config --libs-only-L hdf5-serial | sed 's/^-L//; s/ *$//')
  rm -rf "$work/hdf5"
  mkdir -p "$work/hdf5"
  for archive in libhdf5_hl.a libhdf5.a; do
    [ -e "$original/$archive" ] || { say "there is no $archive in \"$original\""; exit 69; }
    ln -s "$original/$archive" "$work/hdf5/"
  done
  for library in sz aec z; do
    cp -L "$(cc -print-file-name="lib$library.a")" "$work/hdf5/" || { say "there is no lib$library.a"; exit 69; }
  done
  cat >"$work/hdf5/hdf5-serial.pc" <<PC
Name: hdf5-serial
Description: HDF5, static
Version: $(pkg-config --modversion hdf5-serial)
Libs: -L$work/hdf5 -lhdf5_hl -lhdf5 -lsz -laec -lz -ldl -lm
Cflags: $(pkg-config --cflags hdf5-serial)
PC
}

# The program lies in bin/, what it needs in lib/dynsweep/: so in the archive, and so where pip puts it.
build() {
  PKG_CONFIG_PATH=$work/hdf5 swift build -c release --static-swift-stdlib --product dynsweep \
    --scratch-path "$work/build" -Xlinker --disable-new-dtags -Xlinker -rpath -Xlinker '$ORIGIN/../lib/dynsweep' >&2
  program=$(swift build -c release --static-swift-stdlib --scratch-path "$work/build" --show-bin-path)/dynsweep
}

# stage ROOT: bin and lib.
stage() {
  local library path
  mkdir -p "$1/bin" "$1/lib/dynsweep"
  strip --strip-unneeded -o "$1/bin/dynsweep" "$program"
  ldd "$program" | sed -n 's/^[[:space:]]*\([^ ]*\) => \(\/[^ ]*\).*$/\1 \2/p' | while read -r library path; do
    case $library in
      # glibc's, which belong to the kernel and the loader of the machine.
      libc.so.* | libm.so.* | libdl.so.* | libpthread.so.* | librt.so.* | libresolv.so.* | ld-linux*) ;;
      *) install -m 755 "$(readlink -f "$path")" "$1/lib/dynsweep/$library"; strip --strip-unneeded "$1/lib/dynsweep/$library" ;;
    esac
  done
}

# The newest symbols of glibc that ROOT needs.
needed_glibc() {
  find "$1/bin" "$1/lib" -type f -exec objdump -T {} + 2>/dev/null |
    sed -n 's/.*(\{0,1\}GLIBC_\([0-9.]*\).*/\1/p' | sort -uV | tail -n 1
}

# fill RECIPE TARGET: the recipe of the archive that was made.
fill() {
  local sum
  sum=$(sha256sum "$folder/$name.tar.gz" | cut -d " " -f 1)
  mkdir -p "$(dirname "$2")"
  sed -e "s/@VERSION@/$version/g" -e "s/@MACHINE@/$(uname -m)/g" -e "s/@GLIBC@/$glibc/g" -e "s/@SHA256@/$sum/g" "$1" >"$2"
}

describe_hdf5
build
version=$("$program" --version | cut -d " " -f 1)
name=dynsweep-$version-linux-$(uname -m)
rm -rf "$work/stage"
root=$work/stage/$name
stage "$root"
glibc=$(needed_glibc "$root")
"$root/bin/dynsweep" --version >/dev/null || { say "the staged program does not start"; exit 70; }

mkdir -p "$root"/share/{dynsweep,man/man1,bash-completion/completions,zsh/site-functions,fish/vendor_completions.d}
cp -r sweeps "$root/share/dynsweep/"
cp README.md LICENSE CHANGELOG.md CITATION.cff "$root/"
cp cluster/{slurm.sbatch,pbs.sh,modulefile} "$root/share/dynsweep/"
"$program" --generate-completion-script bash >"$root/share/bash-completion/completions/dynsweep"
"$program" --generate-completion-script zsh >"$root/share/zsh/site-functions/_dynsweep"
"$program" --generate-completion-script fish >"$root/share/fish/vendor_completions.d/dynsweep.fish"
"$program" --experimental-dump-help | python3 cluster/package/manual.py >"$root/share/man/man1/dynsweep.1"

mkdir -p "$folder"
time=$(git log -1 --format=%ct 2>/dev/null || echo 0)
tar --create --directory "$work/stage" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$time" "$name" |
  gzip --best --no-name >"$folder/$name.tar.gz"
SOURCE_DATE_EPOCH=$time python3 cluster/package/wheel.py "$root" "$version" "$glibc" "$folder" >/dev/null
repository=spack/spack_repo/dynsweep
for file in repo.yaml packages/dynsweep/package.py; do fill "cluster/$repository/$file" "$folder/$repository/$file"; done
fill cluster/easybuild/dynsweep.eb "$folder/dynsweep-$version.eb"
(cd "$folder" && sha256sum "$name.tar.gz" "dynsweep-$version"-*.whl >SHA256SUMS)
say "$(cd "$folder" && du -h --apparent-size "$name.tar.gz" "dynsweep-$version"-*.whl | tr '\t\n' '  ')in $folder; they need glibc $glibc or later"
