//! FlatGeobuf 3 in the storage CRS, with the packed Hilbert R-tree. The writer of the `flatgeobuf` crate knows no feature
//! without a place; this one uses the crate's tables and its tree. An index cannot hold such features, so that a file
//! with one has none.

mod feature;

use super::{Bounded, Column, ExportError, Layout};
use ::flatgeobuf::packed_r_tree::{NodeItem, PackedRTree, calc_extent, hilbert_sort};
use ::flatgeobuf::{ColumnArgs, ColumnType, Crs, CrsArgs, GeometryType as Kind, Header, HeaderArgs, VERSION};
use feature::Encoder;
use flatbuffers::FlatBufferBuilder;
use gis_core::geometry::Geometry;
use gis_core::register::{FieldType, GeometryType};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::os::unix::fs::FileExt;

/// The first bytes of a file; the fourth is the major version, the last the patch level.
const MAGIC: [u8; 8] = [b'f', b'g', b'b', VERSION, b'f', b'g', b'b', 0];

pub fn write(layout: &Layout, rows: &mut Bounded, out: &mut (dyn Write + Send)) -> Result<(), ExportError> {
    let mut spool = Spool::new(tempfile::tempfile()?);
    let mut encoder = Encoder::default();
    for row in rows {
        let row = row?;
        let bounds = row.geometry.as_ref().map(Geometry::bounds);
        let node = bounds.map(|b| NodeItem::bounds(b.min_x, b.min_y, b.max_x, b.max_y));
        spool.add(node, &encoder.feature(layout, row))?;
    }
    spool.send(layout, out)
}

/// Features in the order they came, and where each of them lies.
struct Spool {
    file: BufWriter<File>,
    /// Box of each feature; `offset` is its number until the tree is made.
    nodes: Vec<NodeItem>,
    /// Where each feature begins, and where the last one ends.
    begins: Vec<u64>,
    is_indexed: bool,
}

impl Spool {
    fn new(file: File) -> Self {
        Self { file: BufWriter::new(file), nodes: Vec::new(), begins: vec![0], is_indexed: true }
    }

    fn add(&mut self, node: Option<NodeItem>, bytes: &[u8]) -> Result<(), ExportError> {
        self.is_indexed &= node.is_some();
        let mut node = node.unwrap_or_else(|| NodeItem::create(0));
        node.offset = self.nodes.len() as u64;
        self.nodes.push(node);
        self.begins.push(self.begins.last().copied().unwrap_or(0) + bytes.len() as u64);
        self.file.write_all(bytes)?;
        Ok(())
    }

    /// Begin and size of a feature by its number.
    fn place(&self, number: u64) -> (u64, u64) {
        let at = usize::try_from(number).unwrap_or(usize::MAX);
        (self.begins[at], self.begins[at + 1] - self.begins[at])
    }

    fn send(mut self, layout: &Layout, out: &mut (dyn Write + Send)) -> Result<(), ExportError> {
        let extent = calc_extent(&self.nodes);
        self.is_indexed &= !self.nodes.is_empty();
        out.write_all(&MAGIC)?;
        out.write_all(&header(layout, &self, &extent))?;
        if self.is_indexed {
            hilbert_sort(&mut self.nodes, &extent);
            self.tree(&extent)?.stream_write(&mut &mut *out)?;
        }
        let order: Vec<(u64, u64)> = self.nodes.iter().map(|node| self.place(node.offset)).collect();
        let file = self.file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        let mut bytes = Vec::new();
        for (begin, size) in order {
            bytes.resize(usize::try_from(size).unwrap_or(usize::MAX), 0);
            file.read_exact_at(&mut bytes, begin)?;
            out.write_all(&bytes)?;
        }
        Ok(())
    }

    /// The tree over the sorted features, each at the place it will have in the file.
    fn tree(&self, extent: &NodeItem) -> Result<PackedRTree, ExportError> {
        let mut at = 0;
        let sorted: Vec<NodeItem> = self
            .nodes
            .iter()
            .map(|node| {
                let placed = NodeItem { offset: at, ..node.clone() };
                at += self.place(node.offset).1;
                placed
            })
            .collect();
        PackedRTree::build(&sorted, extent, PackedRTree::DEFAULT_NODE_SIZE)
            .map_err(|error| ExportError::Format(error.to_string()))
    }
}

fn header(layout: &Layout, spool: &Spool, extent: &NodeItem) -> Vec<u8> {
    let mut fbb = FlatBufferBuilder::new();
    let columns: Vec<_> = std::iter::once(("fid", ColumnType::Long, "fid"))
        .chain(layout.columns.iter().map(|column| (column.name.as_str(), column_type(column), column.label.as_str())))
        .map(|(name, type_, label)| {
            let (name, title) = (Some(fbb.create_string(name)), Some(fbb.create_string(label)));
            ::flatgeobuf::Column::create(&mut fbb, &ColumnArgs { name, type_, title, ..ColumnArgs::default() })
        })
        .collect();
    let system = CrsArgs {
        org: layout.storage.epsg().map(|_| fbb.create_string("EPSG")),
        code: layout.storage.epsg().unwrap_or(0),
        name: Some(fbb.create_string(layout.storage.title())),
        wkt: Some(fbb.create_string(&layout.storage.wkt())),
        ..CrsArgs::default()
    };
    let sides = [extent.min_x, extent.min_y, extent.max_x, extent.max_y];
    let args = HeaderArgs {
        name: Some(fbb.create_string(&layout.layer)),
        envelope: sides.iter().all(|side| side.is_finite()).then(|| fbb.create_vector(&sides)),
        geometry_type: layout.place.as_ref().map_or(Kind::Unknown, |place| kind(place.kind)),
        has_z: layout.place.as_ref().is_some_and(|place| place.has_z),
        columns: Some(fbb.create_vector(&columns)),
        features_count: spool.nodes.len() as u64,
        index_node_size: if spool.is_indexed { PackedRTree::DEFAULT_NODE_SIZE } else { 0 },
        crs: layout.place.is_some().then(|| Crs::create(&mut fbb, &system)),
        title: Some(fbb.create_string(&layout.title)),
        description: Some(fbb.create_string(&layout.description)),
        ..HeaderArgs::default()
    };
    let header = Header::create(&mut fbb, &args);
    fbb.finish_size_prefixed(header, None);
    fbb.finished_data().to_vec()
}

const fn kind(kind: GeometryType) -> Kind {
    match kind {
        GeometryType::Point => Kind::Point,
        GeometryType::MultiPoint => Kind::MultiPoint,
        GeometryType::MultiLineString => Kind::MultiLineString,
        GeometryType::MultiPolygon => Kind::MultiPolygon,
    }
}

fn column_type(column: &Column) -> ColumnType {
    match column.kind {
        _ if column.list => ColumnType::Json,
        FieldType::Int | FieldType::Ref => ColumnType::Long,
        FieldType::Decimal | FieldType::Money => ColumnType::Double,
        FieldType::Bool => ColumnType::Bool,
        FieldType::Date | FieldType::Datetime => ColumnType::DateTime,
        FieldType::Json | FieldType::Records => ColumnType::Json,
        _ => ColumnType::String,
    }
}
