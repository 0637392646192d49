//! Collects the features of a tile within its limits.

use super::layer::{Attribute, Feature, Layer};
use super::{MAX_BYTES, MAX_FEATURES, MAX_VERTICES, TileId, protobuf, shape};
use crate::crs::{CrsError, LocalMap};
use crate::geometry::{Geometry, Shape};

/// `Tile.layers`.
const LAYERS: u64 = 3;

/// What became of a feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// It is in the tile.
    Kept,
    /// Nothing of it is to be seen in this tile at this zoom.
    Unseen,
    /// The tile is full: nothing more is taken, the caller may stop.
    Full,
}

/// A layer of the builder that gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LayerIndex(usize);

/// A finished tile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// The protobuf message, not compressed; empty when the tile shows nothing.
    pub bytes: Vec<u8>,
    /// True when features were dropped because of the limits.
    pub truncated: bool,
    /// How many features the tile holds.
    pub features: usize,
}

/// Builds one tile, layer by layer.
pub struct TileBuilder<'a> {
    tile: TileId,
    map: &'a LocalMap,
    layers: Vec<Layer>,
    features: usize,
    vertices: usize,
    bytes: usize,
    truncated: bool,
}

impl<'a> TileBuilder<'a> {
    /// An empty tile; `map` leads from the storage CRS to Web Mercator.
    #[must_use]
    pub const fn new(tile: TileId, map: &'a LocalMap) -> Self {
        Self { tile, map, layers: Vec::new(), features: 0, vertices: 0, bytes: 0, truncated: false }
    }

    /// Starts a layer. Names must differ; a layer without features is left out of the tile.
    pub fn layer(&mut self, name: &str) -> LayerIndex {
        self.layers.push(Layer::new(name));
        LayerIndex(self.layers.len() - 1)
    }

    /// Adds a feature in the storage CRS to a layer of this builder, `fid` as its id.
    ///
    /// # Errors
    /// Those of the transformation, for a vertex outside the area of use.
    pub fn add(
        &mut self,
        layer: LayerIndex,
        fid: u64,
        mut geometry: Geometry,
        attributes: &[(&str, Attribute<'_>)],
    ) -> Result<Added, CrsError> {
        if self.is_full() {
            self.truncated = true;
            return Ok(Added::Full);
        }
        match &mut geometry.shape {
            Shape::Points(points) => self.map.apply(points)?,
            Shape::Lines(lines) => lines.iter_mut().try_for_each(|line| self.map.apply(line))?,
            Shape::Polygons(parts) => parts.iter_mut().flatten().try_for_each(|ring| self.map.apply(ring))?,
        }
        let Some(drawn) = shape::draw(self.tile, &geometry) else {
            return Ok(Added::Unseen);
        };
        let layer = &mut self.layers[layer.0];
        let (tags, new_bytes) = layer.enter(attributes);
        let commands = shape::commands(&drawn);
        let feature = Feature { fid, kind: drawn.kind, tags, commands, size: drawn.size };
        self.bytes += feature.weight() + new_bytes;
        self.features += 1;
        self.vertices += drawn.vertex_count();
        layer.features.push(feature);
        Ok(Added::Kept)
    }

    /// Twice the bytes are gathered, so that the largest features can be chosen from more than fit.
    const fn is_full(&self) -> bool {
        self.features >= MAX_FEATURES || self.vertices >= MAX_VERTICES || self.bytes >= 2 * MAX_BYTES
    }

    /// The tile; when it is too large, without its smallest features (of equal ones the later go first).
    #[must_use]
    pub fn finish(mut self) -> Tile {
        if self.bytes > MAX_BYTES {
            self.truncated = true;
            self.drop_smallest();
        }
        let mut bytes = Vec::with_capacity(self.bytes.min(MAX_BYTES));
        let mut features = 0;
        for layer in self.layers.iter().filter(|layer| !layer.features.is_empty()) {
            let mut message = Vec::new();
            layer.write(&mut message);
            protobuf::bytes(&mut bytes, LAYERS, &message);
            features += layer.features.len();
        }
        Tile { bytes, truncated: self.truncated, features }
    }

    fn drop_smallest(&mut self) {
        let mut order: Vec<(usize, usize)> = Vec::with_capacity(self.features);
        for (layer, of) in self.layers.iter().enumerate() {
            order.extend((0..of.features.len()).map(|feature| (layer, feature)));
        }
        let size = |&(layer, feature): &(usize, usize)| self.layers[layer].features[feature].size;
        order.sort_by(|a, b| size(b).total_cmp(&size(a)));
        let mut room = Room::new(&self.layers);
        let staying: Vec<_> =
            order.into_iter().take_while(|(layer, feature)| room.take(&self.layers, *layer, *feature)).collect();
        let mut stays: Vec<Vec<bool>> = self.layers.iter().map(|layer| vec![false; layer.features.len()]).collect();
        staying.into_iter().for_each(|(layer, feature)| stays[layer][feature] = true);
        for (layer, stays) in self.layers.iter_mut().zip(stays) {
            let mut stays = stays.into_iter();
            layer.features.retain(|_| stays.next().unwrap_or(false));
        }
    }
}

/// The bytes left in a tile while features are chosen; a name or value shared by many is paid for once.
struct Room {
    left: usize,
    keys: Vec<Vec<bool>>,
    values: Vec<Vec<bool>>,
}

impl Room {
    fn new(layers: &[Layer]) -> Self {
        Self {
            left: MAX_BYTES,
            keys: layers.iter().map(|layer| vec![false; layer.keys.len()]).collect(),
            values: layers.iter().map(|layer| vec![false; layer.values.len()]).collect(),
        }
    }

    /// Pays for a feature; false when the room is used up.
    fn take(&mut self, layers: &[Layer], layer: usize, feature: usize) -> bool {
        let of = &layers[layer];
        let feature = &of.features[feature];
        let mut weight = feature.weight();
        for (key, value) in &feature.tags {
            weight += if std::mem::replace(&mut self.keys[layer][*key], true) { 0 } else { of.keys.weight(*key) };
            weight +=
                if std::mem::replace(&mut self.values[layer][*value], true) { 0 } else { of.values.weight(*value) };
        }
        self.left = self.left.saturating_sub(weight);
        self.left > 0
    }
}
