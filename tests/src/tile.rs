//! Vector tiles as text, read by a decoder that is not ours.

use fast_mvt::MvtReaderRef;
use std::fmt::Write;

/// Everything in a tile: layers, features, geometry, attributes.
pub fn dump(bytes: &[u8]) -> String {
    let mut text = String::new();
    let reader = MvtReaderRef::new(bytes).expect("a vector tile");
    for layer in reader.layers() {
        writeln!(text, "layer {}", layer.name()).expect("text");
        for feature in layer.features() {
            let geometry = feature.geometry().expect("a geometry");
            writeln!(text, "  feature {} {geometry:?}", feature.id().expect("an id")).expect("text");
            for property in feature.properties() {
                let (key, value) = property.expect("an attribute");
                writeln!(text, "    {key} = {value:?}").expect("text");
            }
        }
    }
    text
}
