//! Collects the features of a tile within its limits.

use super::layer::{Attribute, Encoded, Layer};
use super::{MAX_BYTES, MAX_FEATURES, MAX_VERTICES, TileId, protobuf, shape};
use crate::crs::{CrsError, LocalMap};
use crate::geometry::{Geometry, Shape};

/// `Tile.layers`.
const LAYERS: u64 = 3;
/// Bytes of a feature's and a layer's frame: key and length.
const FRAME_BYTES: usize = 8;

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
        let before = layer.dictionary_bytes();
        let bytes = feature(fid, &layer.tags(attributes), &drawn);
        self.bytes += bytes.len() + FRAME_BYTES + layer.dictionary_bytes() - before;
        self.features += 1;
        self.vertices += drawn.vertex_count();
        layer.features.push(Encoded { bytes, size: drawn.size });
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
        let mut room = MAX_BYTES;
        for layer in &self.layers {
            room = room.saturating_sub(layer.dictionary_bytes() + FRAME_BYTES);
        }
        let features = self.layers.iter().flat_map(|layer| &layer.features);
        let mut sizes: Vec<(f64, usize)> =
            features.map(|feature| (feature.size, feature.bytes.len() + FRAME_BYTES)).collect();
        let mut order: Vec<usize> = (0..sizes.len()).collect();
        order.sort_by(|a, b| sizes[*b].0.total_cmp(&sizes[*a].0));
        for index in order {
            let stays = room >= sizes[index].1;
            room = if stays { room - sizes[index].1 } else { 0 };
            sizes[index].1 = usize::from(stays);
        }
        let mut stays = sizes.into_iter().map(|size| size.1 == 1);
        for layer in &mut self.layers {
            layer.features.retain(|_| stays.next().unwrap_or(false));
        }
    }
}

/// The message `Tile.Feature`.
fn feature(fid: u64, tags: &[u8], drawn: &shape::Drawn) -> Vec<u8> {
    let commands = shape::commands(drawn);
    let mut out = Vec::with_capacity(tags.len() + commands.len() + 20);
    protobuf::number(&mut out, 1, fid);
    protobuf::bytes(&mut out, 2, tags);
    protobuf::number(&mut out, 3, drawn.kind.into());
    protobuf::bytes(&mut out, 4, &commands);
    out
}
