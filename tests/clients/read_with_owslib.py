"""OWSLib, which MetaSearch and many catalogues are made with, reads a running server.

Usage: MISTO_URL=http://127.0.0.1:8080 python3 tests/clients/read_with_owslib.py

Landing page, conformance, collections with their schemas and queryables, features with paging; the catalogue by OGC
API - Records. The last line counts the checks; the exit status is 1 when one of them failed.
"""

import os
import sys

from owslib.ogcapi.features import Features
from owslib.ogcapi.records import Records

BASE = os.environ["MISTO_URL"].rstrip("/")
# Features of a page that is read of each collection.
PAGE = 5

passed, failures = 0, []


def check(holds, what):
    global passed
    if holds:
        passed += 1
    else:
        failures.append(what)
        print(f"FAILED: {what}")


def check_features():
    service = Features(f"{BASE}/ogc")
    check(service.response.get("title"), "the landing page has a title")
    check(any(name.endswith("conf/core") for name in service.conformance()["conformsTo"]), "the core is declared")
    check(service.api()["openapi"].startswith("3.0"), "the description is OpenAPI 3.0")
    names = service.feature_collections()
    listed = {collection["id"] for collection in service.collections()["collections"]}
    check(names and set(names) == listed, "every collection is one of features")
    for name in names:
        check_collection(service, name)


def check_collection(service, name):
    check(service.collection(name)["id"] == name, f"{name} describes itself")
    fields = set(service.collection_schema(name)["properties"])
    check(set(service.collection_queryables(name)["properties"]) <= fields, f"{name}: queryables are fields")
    first = service.collection_items(name, limit=PAGE)
    check(len(first["features"]) == min(PAGE, first["numberMatched"]), f"{name} has a page of {PAGE}")
    for feature in first["features"]:
        check(set(feature["properties"]) <= fields, f"{name}: properties are fields")
        single = service.collection_item(name, str(feature["id"]))
        check(single["properties"] == feature["properties"], f"{name}/{feature['id']} is what its page says")


def check_records():
    service = Records(BASE + "/records")
    names = service.records()
    check(names, "there is a catalogue")
    for name in names:
        found = service.collection_items(name, limit=PAGE)
        check(found["numberMatched"] > 0, f"{name} holds records")
        for record in found["features"]:
            single = service.collection_item(name, str(record["id"]))
            check(single["properties"]["title"] == record["properties"]["title"], f"record {record['id']} has its title")


def main():
    check_features()
    check_records()
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
