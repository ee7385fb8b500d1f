#!/bin/sh
# record-commit.sh PACKAGE FILE: writes FILE, Swift, which names the commit that PACKAGE is at and says whether its
# sources have changed since; nil where it is no git repository of its own. The file changes only where its text does.
set -u
commit=nil
changed=false
if top=$(git -C "$1" rev-parse --show-toplevel 2>/dev/null) && [ "$top" -ef "$1" ] &&
  hash=$(git -C "$1" rev-parse --short=12 HEAD 2>/dev/null); then
  commit="\"$hash\""
  [ -z "$(git -C "$1" status --porcelain -- Sources Package.swift 2>/dev/null)" ] || changed=true
fi
text="enum Commit {
  static let name: String? = $commit
  static let isChanged = $changed
}"
[ "$(cat "$2" 2>/dev/null)" = "$text" ] || printf '%s\n' "$text" >"$2"
