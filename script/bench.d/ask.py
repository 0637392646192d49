"""Asks a running server what people ask it, and prints how long the answers take. Arguments: address, file of queries."""

import http.client
import json
import statistics
import sys
import threading
import time
import urllib.parse

CLIENTS = 4
ROUNDS = 3
# Tiles around the middle of the city.
ZOOMS = (10, 12, 14, 16)
SIDE = 4
DOSSIERS = 40


class Client:
    """One connection that is kept."""

    def __init__(self, address):
        self.host = urllib.parse.urlsplit(address).netloc
        self.connection = http.client.HTTPConnection(self.host, timeout=60)

    def get(self, path):
        """The seconds of an answer and its bytes; anything but 200 and 204 is an error."""
        begun = time.perf_counter()
        self.connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = self.connection.getresponse()
        data = answer.read()
        if answer.status not in (200, 204):
            raise SystemExit(f"{path}: {answer.status} {data[:300]!r}")
        return time.perf_counter() - begun, data

    def json(self, path):
        self.connection.request("GET", path)
        return json.load(self.connection.getresponse())


def told(what, seconds, size=None):
    """One line: median, 95 of 100, longest."""
    ordered = sorted(seconds)
    p95 = ordered[max(0, int(len(ordered) * 0.95) - 1)]
    extra = "" if size is None else f"  {size / 1024:8.0f} KB"
    print(f"{what:<44} {statistics.median(ordered) * 1000:8.1f} {p95 * 1000:8.1f} {ordered[-1] * 1000:8.1f} ms  {len(ordered):5d}{extra}")


def tiles(client):
    portal = client.json("/api/portal")
    template = client.json("/tiles")["tilesets"][0]["tiles"][0]
    template = urllib.parse.urlsplit(template).path
    lon, lat = portal["city"]["center"]
    for zoom in ZOOMS:
        at_x, at_y = place(zoom, lon, lat)
        near = [(at_x + x - SIDE // 2, at_y + y - SIDE // 2) for x in range(SIDE) for y in range(SIDE)]
        paths = [template.replace("{z}", str(zoom)).replace("{x}", str(x)).replace("{y}", str(y)) for x, y in near]
        for what in ("first", "again"):
            answers = [client.get(path) for path in paths]
            told(f"tile z{zoom}, {what}", [seconds for seconds, _ in answers], max(len(data) for _, data in answers))


def place(zoom, lon, lat):
    from math import asinh, pi, radians, tan

    side = 2**zoom
    return int((lon + 180) / 360 * side), int((1 - asinh(tan(radians(lat))) / pi) / 2 * side)


def searched(address, queries):
    """All clients ask all queries, each from another place in the list on."""
    seconds, lock = [], threading.Lock()

    def ask(number):
        client = Client(address)
        own = []
        for at in range(len(queries) * ROUNDS):
            query = queries[(at + number * len(queries) // CLIENTS) % len(queries)]
            own.append((client.get("/search?q=" + urllib.parse.quote(query))[0], query))
        with lock:
            seconds.extend(own)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(CLIENTS)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = len(seconds) / (time.perf_counter() - begun)
    told(f"search, {len(queries)} queries, {CLIENTS} clients", [took for took, _ in seconds])
    print(f"{'search, answers per second':<44} {rate:8.0f}")
    for took, query in sorted(seconds, reverse=True)[:5]:
        print(f"    slowest: {took * 1000:8.1f} ms  {query}")


def understood(client, meant):
    """How many first hits are what was meant, and which are not."""
    wrong = []
    for query, register, title in meant:
        answer = client.json("/search?q=" + urllib.parse.quote(query))
        hit = (answer["hits"] or [{"register": "nothing", "title": ""}])[0]
        found = ("place", answer["place"]["crs"]) if answer.get("place") else (hit["register"], hit["title"])
        if found != (register, title):
            wrong.append(f"    not meant: {query}: {' '.join(found)}, not {register} {title}")
    print(f"{'search, first hits as meant':<44} {len(meant) - len(wrong):8d} of {len(meant)}")
    print("\n".join(wrong), end="\n" if wrong else "")


def main():
    address, file = sys.argv[1:]
    with open(file, encoding="utf-8") as lines:
        meant = [line.rstrip("\n").split("\t") for line in lines]
    queries = [query for query, _, _ in meant]
    client = Client(address)
    print(f"{'':<44} {'median':>8} {'p95':>8} {'longest':>8}     count")
    tiles(client)
    searched(address, queries)
    understood(Client(address), meant)
    # The first connection was idle for longer than the server keeps it.
    client = Client(address)
    hits = [client.json("/search?q=" + urllib.parse.quote(query))["hits"] for query in queries[:DOSSIERS]]
    pages = [hit[0]["href"] for hit in hits if hit]
    told("dossier", [client.get(f"{page}/dossier?f=html")[0] for page in pages])
    told("page of a feature", [client.get(f"{page}?f=html")[0] for page in pages])
    collection = pages[0].split("/")[2]
    told("items, 1 000 a page", [client.get(f"/ogc/collections/{collection}/items?limit=1000&f=json")[0] for _ in range(5)])


main()
