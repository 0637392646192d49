# shellcheck shell=bash
# Shared by the scripts beside it: paths, messages, versions, the viewer and the programs. Sourced, not run.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Outside the clone: a fresh clone or a second one does not compile everything again.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-${HOME:-/tmp}/.cache/misto/target}"
# shellcheck disable=SC2034  # used by the scripts that source this
BIN="$CARGO_TARGET_DIR/release"

STEP=0
STEPS=0

# steps N: how many steps follow.
steps() {
  STEP=0
  STEPS=$1
}

# step TEXT: says which step begins.
step() {
  STEP=$((STEP + 1))
  printf '[%d/%d] %s\n' "$STEP" "$STEPS" "$1"
}

note() {
  printf '      %s\n' "$*"
}

# fail TEXT [HOW TO MEND IT]
fail() {
  printf 'error: %s\n' "$1" >&2
  [ $# -lt 2 ] || printf 'help:  %s\n' "$2" >&2
  exit 1
}

# at_least WANTED FOUND: compares versions.
at_least() {
  printf '%s\n%s\n' "$1" "$2" | sort -V -C
}

# newer_than FILE PATH...: true when FILE is absent or anything below the paths is newer.
newer_than() {
  local stamp=$1
  shift
  [ ! -e "$stamp" ] || [ -n "$(find "$@" -newer "$stamp" -print -quit 2>/dev/null)" ]
}

# npm_packages DIRECTORY: installs what package-lock.json says, unless done.
npm_packages() {
  if newer_than "$1/node_modules/.package-lock.json" "$1/package-lock.json"; then
    (cd "$1" && npm ci --no-audit --no-fund --loglevel=error && touch node_modules/.package-lock.json)
  fi
}

# Builds the viewer unless its result is newer than all its sources.
build_viewer() {
  local viewer=$ROOT/web-viewer
  npm_packages "$viewer"
  local sources=("$viewer/src" "$viewer/build" "$viewer/public" "$viewer/index.html" "$viewer/package-lock.json" "$viewer/vite.config.ts")
  [ ! -d "$viewer/icons" ] || sources+=("$viewer/icons")
  if newer_than "$viewer/dist/index.html" "${sources[@]}"; then
    (cd "$viewer" && npm run --silent build)
  else
    note 'up to date'
  fi
}

build_programs() {
  (cd "$ROOT" && cargo build --release --workspace --bins --locked)
}
