#!/usr/bin/env bash
# Checks the API description of a running server with tools that are not ours: it must be valid OpenAPI, and no request made
# from it may be answered otherwise than it says.
# Usage: MISTO_URL=http://127.0.0.1:8080 tests/openapi.sh [examples of each operation, 5]
set -euo pipefail

URL=${MISTO_URL:?MISTO_URL is the address of the server to check}
EXAMPLES=${1:-5}
VENV=${XDG_CACHE_HOME:-$HOME/.cache}/misto/openapi
VALIDATOR=openapi-spec-validator==0.7.1
EXPLORER=schemathesis==3.39.16
# The newest one whose inner parts this schemathesis knows.
HYPOTHESIS=hypothesis==6.115.6

if ! [ -f "$VENV/$VALIDATOR+$EXPLORER+$HYPOTHESIS" ]; then
  python3 -m venv "$VENV"
  "$VENV/bin/pip" install --quiet --disable-pip-version-check "$VALIDATOR" "$EXPLORER" "$HYPOTHESIS"
  touch "$VENV/$VALIDATOR+$EXPLORER+$HYPOTHESIS"
fi

DOCUMENT=$(mktemp "${TMPDIR:-/tmp}/misto-openapi.XXXXXX.json")
trap 'rm -f "$DOCUMENT"' EXIT
curl -fsS "$URL/ogc/api" -o "$DOCUMENT"
"$VENV/bin/python" -m openapi_spec_validator "$DOCUMENT"
# The same seed every time: a failure can be repeated.
"$VENV/bin/schemathesis" run "$DOCUMENT" --base-url "$URL/ogc" --checks all --data-generation-method all --hypothesis-max-examples "$EXAMPLES" --hypothesis-seed 1 \
  --hypothesis-suppress-health-check all --hypothesis-derandomize --workers 2
