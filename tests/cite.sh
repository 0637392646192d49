#!/usr/bin/env bash
# Runs the conformance suite of OGC for OGC API - Features, Parts 1 and 2, against a running server. Needs Java 17, and Maven to
# fetch the suite once; both come with script/setup --cite.
# Usage: MISTO_URL=http://127.0.0.1:8080 tests/cite.sh [directory for the results]
# MISTO_CITE_JAR names the suite when it is here already (ets-ogcapi-features10, the file that ends in -aio.jar).
set -euo pipefail

URL=${MISTO_URL:?MISTO_URL is the address of the server to check}
RESULTS=${1:-$(mktemp -d "${TMPDIR:-/tmp}/misto-cite.XXXXXX")}
SUITE=ets-ogcapi-features10
VERSION=1.9
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/misto/cite
JAR=${MISTO_CITE_JAR:-$CACHE/$SUITE-$VERSION-aio.jar}
HERE=$(cd "$(dirname "$0")" && pwd)

fail() {
  printf 'error: %s\nhelp:  %s\n' "$1" "$2" >&2
  exit 1
}

# Maven compares the file with the checksum that its registry states (-C: a difference is an error).
fetch() {
  command -v mvn >/dev/null || fail 'the suite is not here, and there is no Maven to fetch it' 'script/setup --cite, or set MISTO_CITE_JAR'
  mvn -q -B -C org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy \
    -Dartifact="org.opengis.cite:$SUITE:$VERSION:jar:aio" -DoutputDirectory="$CACHE" ||
    fail "Maven cannot fetch org.opengis.cite:$SUITE:$VERSION" 'the registry that this machine reaches lacks it: set MISTO_CITE_JAR to a copy of the file'
}

command -v java >/dev/null || fail 'there is no Java' 'script/setup --cite'
[ -f "$JAR" ] || fetch

mkdir -p "$RESULTS"
# Without a DOCTYPE: the suite would ask another host for it.
cat >"$RESULTS/suite.xml" <<XML
<?xml version="1.0" encoding="UTF-8"?>
<properties version="1.0">
  <entry key="iut">$URL/ogc/</entry>
  <entry key="noofcollections">-1</entry>
</properties>
XML
java -jar "$JAR" -o "$RESULTS" -h true "$RESULTS/suite.xml"
# The suite ends with 0 whatever it found.
python3 "$HERE/cite_results.py" "$(find "$RESULTS" -name testng-results.xml -print -quit)"
