//! Links with everything that clients index: href, rel, type, title.

use serde_json::{Value as Json, json};

/// A link.
pub fn link(href: impl Into<String>, rel: &str, media: &str, title: &str) -> Json {
    json!({ "href": href.into(), "rel": rel, "type": media, "title": title })
}
