//! Walking every way out as one audience.

use super::plant::{OFFICIAL, OFFICIAL_NUMBER, OFFICIAL_UUID, Planted, SEALED, SEALED_NUMBER, SEALED_UUID};
use super::unpack;
use gis_core::crs::{Crs, served};
use gis_core::policy::Audience;
use gis_core::tile::TileId;
use tests::{Answer, Server, declared};
use tile_server::http::router::ROUTES;

/// Somewhere in the middle of the city, Web Mercator metres.
const MIDDLE: (f64, f64) = (3_717_158.173, 6_091_978.119);

/// A walk and what it found.
pub struct Walk<'a> {
    server: &'a Server,
    forbidden: Vec<&'static str>,
    planted: &'a Planted,
    cells: usize,
    leaks: Vec<String>,
}

impl<'a> Walk<'a> {
    /// A walk as an audience.
    pub fn new(server: &'a Server, audience: Audience, planted: &'a Planted) -> Self {
        let mut forbidden = vec![SEALED, SEALED_NUMBER, SEALED_UUID];
        if audience == Audience::Anonymous {
            forbidden.extend([OFFICIAL, OFFICIAL_NUMBER, OFFICIAL_UUID]);
        }
        Self { server, forbidden, planted, cells: 0, leaks: Vec::new() }
    }

    /// Cells walked and leaks found.
    pub fn result(self) -> (usize, Vec<String>) {
        (self.cells, self.leaks)
    }

    /// Every route with every register, row and parameter.
    pub fn everything(&mut self) {
        for route in ROUTES.iter().copied() {
            for path in self.expand(route) {
                for query in queries(route) {
                    self.step(&join(&path, query));
                }
            }
        }
        self.ask_for_canaries();
    }

    fn expand(&self, route: &str) -> Vec<String> {
        let registers = declared().catalog.registers.values();
        let collections: Vec<String> =
            registers.clone().flat_map(|register| register.collections()).map(|(id, _)| id).collect();
        let ids = registers.map(|register| register.id.to_string());
        if route.contains("{z}") {
            return self.tiles();
        }
        if route.contains("{featureId}") || route.contains("{fid}") {
            let base = route.replace("{featureId}", "{fid}").replace("{collectionId}", "{register}");
            return self
                .planted
                .rows
                .iter()
                .map(|(register, fid)| base.replace("{register}", register).replace("{fid}", &fid.to_string()))
                .collect();
        }
        if route.contains("{collectionId}") {
            return collections.iter().map(|id| route.replace("{collectionId}", id)).collect();
        }
        if route.contains("{set}") {
            return ids.chain(["city".to_owned()]).map(|id| route.replace("{set}", &id)).collect();
        }
        if route.contains("{register}") {
            return ids.map(|id| route.replace("{register}", &id)).collect();
        }
        vec![route.to_owned()]
    }

    /// The set of the whole city around its middle, and each register's own set at three zooms.
    fn tiles(&self) -> Vec<String> {
        let mut paths = Vec::new();
        for zoom in 9..=16 {
            let middle = TileId::containing(zoom, MIDDLE.0, MIDDLE.1).expect("a tile");
            let reach = if zoom > 13 { 2 } else { 1 };
            for x in middle.x() - reach..=middle.x() + reach {
                for y in middle.y() - reach..=middle.y() + reach {
                    paths.push(format!("/tiles/city/{zoom}/{x}/{y}"));
                }
            }
            for register in declared().catalog.registers.keys().filter(|_| zoom > 13) {
                paths.push(format!("/tiles/{register}/{zoom}/{}/{}", middle.x(), middle.y()));
            }
        }
        paths
    }

    fn step(&mut self, path: &str) -> Answer {
        let answer = self.server.get(path);
        self.cells += 1;
        assert!(answer.status < 500, "{path}: {}", answer.text());
        let text = format!("{}\n{:?}", unpack::text(&answer), answer.headers).to_lowercase();
        for canary in &self.forbidden {
            if let Some(at) = text.find(canary) {
                let from = text[..at].char_indices().rev().nth(60).map_or(0, |(from, _)| from);
                let part: String = text[from..].chars().take(140).collect();
                self.leaks.push(format!("{path}: …{part}…"));
                break;
            }
        }
        answer
    }

    /// Who knows a canary must not learn that it is there: not by search, not by a filter, not by a count.
    fn ask_for_canaries(&mut self) {
        let asked: Vec<(String, String, String)> = self
            .planted
            .texts
            .iter()
            .filter(|(_, _, text)| self.forbidden.iter().any(|start| text.starts_with(start)))
            .cloned()
            .collect();
        for (register, field, text) in asked {
            let found = self.server.get(&format!("/search?q={text}&limit=50"));
            if found.ok()["hits"].as_array().is_none_or(|hits| !hits.is_empty()) {
                self.leaks.push(format!("/search finds {register}.{field}"));
            }
            let matched = self.server.get(&format!("/ogc/collections/{register}/items?{field}={text}"));
            if matched.status == 200 && matched.json()["numberMatched"] != 0 {
                self.leaks.push(format!("items of {register} by {field}: {}", matched.text()));
            }
            let searched = self.server.get(&format!("/ogc/collections/{register}/items?q={text}"));
            if searched.status == 200 && searched.json()["numberMatched"] != 0 {
                self.leaks.push(format!("items of {register} by q, {field}: {}", searched.text()));
            }
            self.cells += 3;
        }
    }
}

/// What each route is asked with.
fn queries(route: &str) -> Vec<String> {
    let plain = ["", "lang=en", "f=html", "f=html&lang=en", "f=json", "nobody=1"];
    let mut queries: Vec<String> = plain.map(str::to_owned).to_vec();
    if route.ends_with("/{z}/{x}/{y}") {
        return vec![String::new()];
    }
    if route.ends_with("/dossier") {
        // It asks every register, so it is asked once: the page shows no more than the document.
        return vec!["f=json".to_owned()];
    }
    if route.contains("/export/") {
        return ["csv", "geojson", "gpkg", "fgb", "xlsx", "csv&datetime=../..", "csv&status=annulled"]
            .map(|format| format!("f={format}"))
            .to_vec();
    }
    if route == "/print" {
        let page = "center=33.408,47.884&scale=25000&paper=a1";
        let each = declared().catalog.registers.keys().map(|id| format!("{page}&f=svg&registers={id}"));
        return each.chain([format!("{page}&f=svg"), format!("{page}&f=pdf&lang=en"), String::new()]).collect();
    }
    if route == "/api/titles" {
        let all = |id| (1..=100).map(|fid| format!("{id}/{fid}")).collect::<Vec<_>>().join(",");
        return declared().catalog.registers.keys().map(|id| format!("features={}", all(id))).collect();
    }
    if route == "/map.png" {
        return vec!["bbox=33.40,47.88,33.42,47.89&width=200&height=200".to_owned(), String::new()];
    }
    if route.ends_with("/items") {
        queries = ["", "f=html&limit=200", "limit=10000", "limit=3&lang=en", "cursor=2&limit=5", "nobody=1"]
            .map(str::to_owned)
            .to_vec();
        queries.extend(
            ["datetime=../..", "datetime=2020-01-01/2030-01-01&limit=1000", "datetime=2026-01-01"].map(str::to_owned),
        );
        queries.extend(
            [
                "status=annulled",
                "status=active&limit=5",
                "visibility=official",
                "visibility=confidential",
                "bbox=33,47,34,49",
                "sortby=-valid_from&limit=5",
                "sortby=status,valid_to&limit=2",
                "properties=guid,status&limit=50",
                "zoom-level=12&limit=50",
                "q=qz",
            ]
            .map(str::to_owned),
        );
        queries.extend(
            served(6385).into_iter().filter(|crs| *crs != Crs::CRS84).map(|crs| format!("limit=20&crs={}", crs.uri())),
        );
    }
    if route.ends_with("/items") || route.ends_with("{featureId}") {
        queries.extend(["at=2100-01-01T00:00:00Z", "at=2020-01-01T00:00:00Z"].map(str::to_owned));
        queries.push(format!("at={}", chrono::Utc::now().format("%Y-%m-%dT%H:%M:%SZ")));
    }
    if route == "/search" {
        queries.extend(["q=вулиця", "q=qz", "q=1&limit=50", "q=ТОВ&lang=en", "q=7700770077"].map(str::to_owned));
    }
    if route == "/changes" {
        queries.extend(["since=0&limit=1000", "since=1"].map(str::to_owned));
    }
    queries
}

fn join(path: &str, query: String) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.replace(' ', "%20")) }
}
