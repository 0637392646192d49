"""QGIS of Debian reads everything a running server offers, as a planner's desktop does.

Usage: MISTO_URL=http://127.0.0.1:8080 QT_QPA_PLATFORM=offscreen python3 tests/clients/read_with_qgis.py [image.png]

Every collection by the provider for OGC API - Features: layer, geometry type, fields with their types, and as many
features as the server counts. The vector tiles with our style: an image that shows more than its background.
The last line counts the checks; the exit status is 1 when one of them failed.
"""

import json
import os
import sys
import urllib.request

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsMapBoxGlStyleConverter,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorTileLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QSize, QVariant
from qgis.PyQt.QtGui import QColor

BASE = os.environ["MISTO_URL"].rstrip("/")
# Features of a collection up to which they are fetched and counted; of larger ones the first page is enough.
MAX_FETCHED = 3000
# QGIS 3.22 learns the fields from the first ten features: what they hold no value of it takes for text.
SAMPLED = 10
# Pixels of the picture, and the side of what it shows in metres of Web Mercator.
IMAGE, SIDE_M = QSize(800, 800), 6000
# Fewest colours of a picture with streets and buildings: a background has one.
COLOURS = 20

INTEGERS = {QVariant.Int, QVariant.LongLong}
NUMBERS = INTEGERS | {QVariant.Double}
TYPES = {
    "integer": INTEGERS,
    "number": NUMBERS,
    "boolean": {QVariant.Bool},
    "string": {QVariant.String, QVariant.Date, QVariant.DateTime},
}

passed, failures = 0, []


def check(holds, what):
    global passed
    if holds:
        passed += 1
    else:
        failures.append(what)
        print(f"FAILED: {what}")


def get(url):
    request = urllib.request.Request(url, headers={"Accept": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def layer_of(collection):
    uri = f"url='{BASE}/ogc' typename='{collection}' version='OGC_API_FEATURES' srsname='OGC:CRS84'"
    return QgsVectorLayer(uri, collection, "OAPIF")


def check_fields(name, layer, schema, sample):
    fields = {field.name(): field.type() for field in layer.fields()}
    for field, described in schema["properties"]["properties"]["properties"].items():
        check(field in fields, f"{name}: the field {field} is there")
        values = [feature["properties"][field] for feature in sample]
        expected = TYPES.get(described["type"])
        # Lists and objects are read in various ways, all of them faithful.
        if field in fields and expected and any(value is not None for value in values):
            check(fields[field] in expected, f"{name}.{field} is {described['type']}, QGIS reads {fields[field]}")


def check_collection(collection):
    name = collection["id"]
    page = get(f"{BASE}/ogc/collections/{name}/items?limit={SAMPLED}")
    layer = layer_of(name)
    check(layer.isValid(), f"{name} opens")
    matched = page["numberMatched"]
    if not layer.isValid() or matched == 0:
        return
    shapes = {feature["geometry"]["type"] for feature in page["features"] if feature["geometry"]}
    if len(shapes) == 1:
        kind = QgsWkbTypes.displayString(QgsWkbTypes.flatType(layer.wkbType()))
        check(kind == shapes.pop(), f"{name} has the geometry of its features, not {kind}")
    check_fields(name, layer, get(f"{BASE}/ogc/collections/{name}/feature-schema"), page["features"])
    if matched <= MAX_FETCHED:
        ids = {feature["fid"] if "fid" in feature.fields().names() else feature.id() for feature in layer.getFeatures()}
        check(len(ids) == matched, f"{name}: {len(ids)} features are read, the server counts {matched}")
    check(layer.featureCount() == matched, f"{name}: QGIS counts {layer.featureCount()}, the server {matched}")


def check_tiles(target):
    portal = get(f"{BASE}/api/portal")
    tiles = get(f"{BASE}/tiles/{portal['tileset']}")
    template, style = tiles["tiles"][0], get(f"{BASE}{portal['style']}")
    layer = QgsVectorTileLayer(f"type=xyz&url={template}&zmin=0&zmax={tiles['maxzoom']}&styleUrl={BASE}{portal['style']}", "city")
    check(layer.isValid(), "the vector tiles open")
    converter = QgsMapBoxGlStyleConverter()
    check(converter.convert(style) == QgsMapBoxGlStyleConverter.Success, f"the style is read: {converter.errorMessage()}")
    layer.setRenderer(converter.renderer())
    layer.setLabeling(converter.labeling())
    image = picture(layer, portal["city"]["center"])
    colours = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    check(len(colours) >= COLOURS, f"the map shows more than its background: {len(colours)} colours")
    if target:
        image.save(target)


def picture(layer, center):
    mercator = QgsCoordinateReferenceSystem("EPSG:3857")
    from qgis.core import QgsCoordinateTransform, QgsPointXY, QgsProject

    to_mercator = QgsCoordinateTransform(QgsCoordinateReferenceSystem("OGC:CRS84"), mercator, QgsProject.instance())
    middle = to_mercator.transform(QgsPointXY(*center))
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(mercator)
    settings.setBackgroundColor(QColor("white"))
    settings.setOutputSize(IMAGE)
    half = SIDE_M / 2
    settings.setExtent(QgsRectangle(middle.x() - half, middle.y() - half, middle.x() + half, middle.y() + half))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def main():
    application = QgsApplication([], False)
    application.initQgis()
    try:
        collections = get(f"{BASE}/ogc/collections")["collections"]
        for collection in collections:
            check_collection(collection)
        check(len(collections) > 0, "there are collections")
        check_tiles(sys.argv[1] if len(sys.argv) > 1 else None)
    finally:
        application.exitQgis()
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
