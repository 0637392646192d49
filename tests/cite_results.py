"""Judges the results of the conformance suite of OGC: no test may fail, and only known tests may be skipped.

Usage: python3 tests/cite_results.py testng-results.xml
"""

import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter

# The suite cannot check a system that its own table of EPSG codes lacks, and calls that a failure.
UNKNOWN_TO_THE_SUITE = "org.locationtech.proj4j.UnknownAuthorityCodeException"

# Tests that may be skipped, and why.
SKIPPED = {
    # The suite asks for boxes all over the world; a city has features in none but its own.
    "validateFeaturesWithBoundingBoxResponse": "a box without features",
    # Collections without a place have no storage CRS.
    "verifyCollectionsPathCollectionCrsPropertyContainsStorageCrs": "a collection without a place",
    "verifyCollectionCrsIdentifierOfCrsProperty": "a collection without a place",
}

# It compares places in two systems without asking whether the feature has one.
WITHOUT_A_PLACE = '"geometryInDefaultCrs" is null'

# Of a collection without features the suite asks for the feature "null", and calls the answer a failure.
OF_A_FEATURE = ("verifyFeatureCrsParameter",)


def asks_for_nothing(method):
    missing = [value.get("is-null") == "true" for value in method.iter("value")]
    # Without a collection, too, it is another failure: the suite found no system to try.
    return method.get("name").startswith(OF_A_FEATURE) and any(missing) and not missing[0]


def message(method):
    found = method.find(".//message")
    return " ".join((found.text or "").split())[:300] if found is not None else ""


def main(path):
    counts, unknown, skipped, failures = Counter(), Counter(), Counter(), Counter()
    examples = {}
    for method in ElementTree.parse(path).getroot().iter("test-method"):
        name, status = method.get("name"), method.get("status")
        if method.get("is-config") == "true" and status == "PASS":
            continue
        exception = method.find("exception")
        kind = exception.get("class") if exception is not None else ""
        if status == "FAIL" and kind == UNKNOWN_TO_THE_SUITE:
            unknown[f"the suite does not know {message(method)}"] += 1
        elif status == "FAIL" and WITHOUT_A_PLACE in message(method):
            unknown["the suite compares places of features that have none"] += 1
        elif status == "FAIL" and asks_for_nothing(method):
            unknown["the suite asks an empty collection for a feature"] += 1
        elif status == "FAIL" or (status == "SKIP" and name not in SKIPPED):
            failures[f"{status} {name}"] += 1
            examples.setdefault(f"{status} {name}", message(method))
        else:
            counts[status] += 1
            if status == "SKIP":
                skipped[SKIPPED[name]] += 1
    for text, count in sorted((unknown + skipped).items()):
        print(f"{count:6}  {text}")
    for text, count in failures.most_common():
        print(f"{count:6}  {text}: {examples[text]}")
    failed = sum(failures.values())
    print(f"{counts['PASS']} passed, {failed} failed, {(unknown + skipped).total()} skipped")
    return 1 if failed or not counts["PASS"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
