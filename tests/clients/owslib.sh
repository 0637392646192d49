#!/usr/bin/env bash
# Reads a running server with OWSLib of a fixed version.
# Usage: MISTO_URL=http://127.0.0.1:8080 tests/clients/owslib.sh
set -euo pipefail

: "${MISTO_URL:?MISTO_URL is the address of the server to read}"
VENV=${XDG_CACHE_HOME:-$HOME/.cache}/misto/owslib
CLIENT=owslib==0.35.0

if ! [ -f "$VENV/$CLIENT" ]; then
  python3 -m venv "$VENV"
  "$VENV/bin/pip" install --quiet --disable-pip-version-check "$CLIENT"
  touch "$VENV/$CLIENT"
fi
NO_PROXY=127.0.0.1 no_proxy=127.0.0.1 "$VENV/bin/python" "$(dirname "$0")/read_with_owslib.py"
