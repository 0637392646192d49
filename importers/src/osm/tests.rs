use super::message::{Blob, BlobHeader, Data, DenseNodes, HeaderBlock, PrimitiveBlock, PrimitiveGroup, Relation};
use super::message::{StringTable, Way};
use super::read_open;
use crate::OpenOptions;
use crate::sink::Collected;
use flate2::{Compression, write::ZlibEncoder};
use gis_core::geometry::{Geometry, Shape};
use gis_core::record::{Fault, RawValue, Record};
use prost::Message;
use prost::bytes::Bytes;
use std::io::{Cursor, Write};

/// A block in the making, with its texts.
struct Maker {
    texts: Vec<String>,
    nodes: DenseNodes,
    ways: Vec<Bytes>,
    relations: Vec<Bytes>,
}

impl Maker {
    fn new() -> Self {
        Self { texts: vec![String::new()], nodes: DenseNodes::default(), ways: Vec::new(), relations: Vec::new() }
    }

    fn text(&mut self, text: &str) -> u32 {
        let at = self.texts.iter().position(|have| have == text).unwrap_or_else(|| {
            self.texts.push(text.to_owned());
            self.texts.len() - 1
        });
        u32::try_from(at).unwrap()
    }

    /// A node at degrees times 1e7, with its tags.
    fn node(&mut self, id: i64, [lon, lat]: [i64; 2], tags: &[(&str, &str)]) -> &mut Self {
        let sum = |values: &[i64]| values.iter().sum::<i64>();
        let [ids, lats, lons] = [sum(&self.nodes.id), sum(&self.nodes.lat), sum(&self.nodes.lon)];
        self.nodes.id.push(id - ids);
        self.nodes.lat.push(lat - lats);
        self.nodes.lon.push(lon - lons);
        for (key, value) in tags {
            let pair = [self.text(key), self.text(value)].map(|at| i32::try_from(at).unwrap());
            self.nodes.keys_vals.extend(pair);
        }
        self.nodes.keys_vals.push(0);
        self
    }

    fn tags(&mut self, tags: &[(&str, &str)]) -> (Vec<u32>, Vec<u32>) {
        tags.iter().map(|(key, value)| (self.text(key), self.text(value))).unzip()
    }

    fn way(&mut self, id: i64, nodes: &[i64], tags: &[(&str, &str)]) -> &mut Self {
        let (keys, vals) = self.tags(tags);
        let way = Way { id, keys, vals, info: None, refs: differences(nodes) };
        self.ways.push(way.encode_to_vec().into());
        self
    }

    fn relation(&mut self, id: i64, ways: &[(i64, &str)], tags: &[(&str, &str)]) -> &mut Self {
        let (keys, vals) = self.tags(tags);
        let roles_sid = ways.iter().map(|(_, role)| i32::try_from(self.text(role)).unwrap()).collect();
        let ids: Vec<i64> = ways.iter().map(|(id, _)| *id).collect();
        let relation =
            Relation { id, keys, vals, info: None, roles_sid, memids: differences(&ids), types: vec![1; ways.len()] };
        self.relations.push(relation.encode_to_vec().into());
        self
    }

    fn block(&self) -> PrimitiveBlock {
        let group = |group: PrimitiveGroup| Bytes::from(group.encode_to_vec());
        PrimitiveBlock {
            strings: Some(StringTable { texts: self.texts.iter().cloned().map(Bytes::from).collect() }),
            groups: vec![
                group(PrimitiveGroup { dense: Some(self.nodes.clone()), ..PrimitiveGroup::default() }),
                group(PrimitiveGroup { ways: self.ways.clone(), ..PrimitiveGroup::default() }),
                group(PrimitiveGroup { relations: self.relations.clone(), ..PrimitiveGroup::default() }),
            ],
            ..PrimitiveBlock::default()
        }
    }

    fn file(&self) -> Vec<u8> {
        file(&[], Data::Zlib(deflated(&self.block().encode_to_vec())))
    }
}

fn differences(values: &[i64]) -> Vec<i64> {
    values.iter().scan(0, |before, value| Some(value - std::mem::replace(before, *value))).collect()
}

fn deflated(bytes: &[u8]) -> Bytes {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap().into()
}

fn blob(kind: &str, blob: &Blob) -> Vec<u8> {
    let body = blob.encode_to_vec();
    let header = BlobHeader { kind: kind.to_owned(), size: i32::try_from(body.len()).unwrap() }.encode_to_vec();
    [u32::try_from(header.len()).unwrap().to_be_bytes().to_vec(), header, body].concat()
}

fn file(features: &[&str], data: Data) -> Vec<u8> {
    let required_features = features.iter().map(|feature| (*feature).to_owned()).collect();
    let header = Data::Raw(HeaderBlock { required_features }.encode_to_vec().into());
    let [header, data] = [header, data].map(|data| Blob { raw_size: None, data: Some(data) });
    [blob("OSMHeader", &header), blob("Advertisement", &data), blob("OSMData", &data)].concat()
}

fn read(bytes: &[u8], layer: &str) -> Result<Collected, Fault> {
    let (mut sink, options) =
        (Collected::default(), OpenOptions { layer: Some(layer.into()), ..OpenOptions::default() });
    read_open(Cursor::new(bytes), &options, &mut sink).map(|()| sink)
}

fn code(bytes: &[u8]) -> String {
    read(bytes, "points").unwrap_err().code
}

fn value<'a>(sink: &'a Collected, record: &'a Record, column: &str) -> &'a RawValue {
    let at = sink.info.as_ref().unwrap().columns.iter().position(|have| have == column).unwrap();
    &record.values[at]
}

fn text(text: &str) -> RawValue {
    RawValue::Text(text.to_owned())
}

/// A square of 4 × 4 units with a hole of 2 × 2, and things around it.
fn park() -> Maker {
    let mut maker = Maker::new();
    let corners = [[0, 0], [4, 0], [4, 4], [0, 4], [1, 1], [3, 1], [3, 3], [1, 3]];
    for (id, [x, y]) in (1..).zip(corners) {
        maker.node(id, [335_000_000 + x * 1000, 479_000_000 + y * 1000], &[]);
    }
    maker.node(20, [335_000_000, 479_000_000], &[("natural", "tree"), ("species", "Дуб")]);
    maker.way(1, &[1, 2, 3], &[]).way(2, &[1, 4, 3], &[]).way(3, &[5, 6, 7, 8, 5], &[("natural", "water")]);
    maker.way(4, &[1, 3], &[("highway", "footway")]).way(5, &[1, 2, 99, 1], &[("building", "yes")]);
    maker.relation(1, &[(2, "outer"), (3, ""), (1, "outer")], &[("type", "multipolygon"), ("leisure", "park")]);
    maker.relation(2, &[(1, "outer"), (77, "outer")], &[("type", "multipolygon"), ("landuse", "grass")]);
    maker.relation(3, &[(4, ""), (1, "platform")], &[("type", "route"), ("ref", "5")]);
    maker
}

#[test]
fn nodes_with_tags_are_points_with_all_that_is_known_of_them() {
    let sink = read(&park().file(), "points").unwrap();
    let info = sink.info.as_ref().unwrap();
    assert_eq!((info.epsg, info.count), (Some(4326), Some(1)));
    assert_eq!(info.columns[5..], ["natural", "species"]);
    let tree = &sink.records[0];
    assert_eq!(tree.geometry, Some(Geometry::point(33.5, 47.9)));
    assert_eq!(value(&sink, tree, "osm_id"), &text("node/20"));
    assert_eq!(value(&sink, tree, "osm_type"), &text("node"));
    assert_eq!(value(&sink, tree, "species"), &text("Дуб"));
}

#[test]
fn a_relation_gets_its_hole_whatever_its_roles_say() {
    let sink = read(&park().file(), "areas").unwrap();
    assert_eq!(sink.records.len(), 4);
    let park = &sink.records[2];
    assert_eq!(value(&sink, park, "osm_id"), &text("relation/1"));
    let Some(Geometry { shape: Shape::Polygons(polygons), .. }) = &park.geometry else { panic!("a park has an area") };
    assert_eq!((polygons.len(), polygons[0].len()), (1, 2));
}

#[test]
fn what_an_extract_lacks_is_a_fault_of_the_record() {
    let sink = read(&park().file(), "areas").unwrap();
    let faults: Vec<_> = sink.records.iter().filter_map(|record| record.geometry_fault.as_deref()).collect();
    assert_eq!(faults, ["nodes_missing: 1/4 (way/5)", "members_missing: 1/2 (relation/2)"]);
}

#[test]
fn a_route_is_its_ways_without_the_platforms() {
    let sink = read(&park().file(), "routes").unwrap();
    let Some(Geometry { shape: Shape::Lines(lines), .. }) = &sink.records[0].geometry else {
        panic!("a route has lines")
    };
    assert_eq!(lines.len(), 1);
    assert_eq!(read(&park().file(), "lines").unwrap().records.len(), 1);
}

#[test]
fn places_are_nodes_and_areas_as_points() {
    let sink = read(&park().file(), "places").unwrap();
    assert_eq!(sink.records.len(), 5);
    let points = sink.records.iter().filter_map(|record| record.geometry.as_ref());
    assert!(points.into_iter().all(|geometry| matches!(&geometry.shape, Shape::Points(points) if points.len() == 1)));
}

#[test]
fn ways_of_one_name_are_one_street_without_what_reaches_beyond_the_file() {
    let mut maker = park();
    let street = [("highway", "residential"), ("name", "Поштова")];
    maker.way(10, &[1, 2], &street).way(11, &[2, 3], &street).way(12, &[3, 98], &street);
    maker.way(13, &[1, 4], &[("highway", "footway"), ("name", "Поштова")]);
    let sink = read(&maker.file(), "streets").unwrap();
    assert_eq!(sink.records.len(), 1);
    assert_eq!(value(&sink, &sink.records[0], "osm_id"), &text("way/10"));
    let Some(Geometry { shape: Shape::Lines(lines), .. }) = &sink.records[0].geometry else {
        panic!("a street is lines")
    };
    assert_eq!(lines.len(), 2);
    assert_eq!(sink.notes[0].code, "osm_cut_off");
}

#[test]
fn wanted_columns_are_there_whether_the_file_has_them_or_not() {
    let mut sink = Collected::default();
    let columns = ["start_date", "natural", "osm_id"].map(str::to_owned).to_vec();
    let options = OpenOptions { layer: Some("points".into()), columns, ..OpenOptions::default() };
    read_open(Cursor::new(park().file()), &options, &mut sink).unwrap();
    assert_eq!(sink.info.as_ref().unwrap().columns[5..], ["natural", "start_date"]);
    assert_eq!(value(&sink, &sink.records[0], "start_date"), &RawValue::Null);
}

#[test]
fn a_layer_must_be_named() {
    let fault = read_open(Cursor::new(park().file()), &OpenOptions::default(), &mut Collected::default()).unwrap_err();
    assert_eq!((fault.code.as_str(), fault.choices.len()), ("layer_needed", 6));
}

#[test]
fn what_is_packed_otherwise_is_refused_with_the_way_to_mend_it() {
    for (data, method) in [(Data::Lz4(Bytes::new()), "LZ4"), (Data::Zstd(Bytes::new()), "zstd")] {
        let fault = read(&file(&[], data), "points").unwrap_err();
        assert_eq!(fault.code, "osm_compression");
        assert!(fault.en.contains(method) && fault.en.contains("osmium cat"), "{}", fault.en);
    }
    let empty = || Data::Raw(Bytes::new());
    assert_eq!(code(&file(&["HistoricalInformation"], empty())), "osm_history");
    assert_eq!(code(&file(&["Telepathy"], empty())), "osm_feature");
    assert!(read(&file(&["OsmSchema-V0.6", "DenseNodes"], empty()), "points").is_ok());
}

#[test]
fn a_file_that_is_cut_off_or_unpacks_to_too_much_is_refused() {
    let whole = park().file();
    for end in [1, 3, 10, whole.len() / 2, whole.len() - 1] {
        assert_eq!(code(&whole[..end]), "file_truncated", "{end}");
    }
    let bomb = file(&[], Data::Zlib(deflated(&vec![0; 40 << 20])));
    assert!(bomb.len() < 1 << 20);
    assert_eq!(code(&bomb), "file_damaged");
    assert_eq!(code(&[0xff; 16]), "file_damaged");
    assert_eq!(code(&[]), "file_empty");
}

#[test]
fn numbers_beyond_their_range_are_damage() {
    let change: [fn(&mut PrimitiveBlock); 3] =
        [|block| block.lat_offset = i64::MAX, |block| block.granularity = Some(i32::MAX), |block| block.strings = None];
    for change in change {
        let mut block = park().block();
        change(&mut block);
        assert_eq!(code(&file(&[], Data::Raw(block.encode_to_vec().into()))), "file_damaged");
    }
}

proptest::proptest! {
    #[test]
    fn changed_bytes_never_panic(changes in proptest::collection::vec((0usize..4096, 0u8..), 1..8), layer in 0usize..6) {
        let mut block = park().block().encode_to_vec();
        let size = block.len();
        changes.iter().for_each(|(at, byte)| block[at % size] = *byte);
        let name = super::Layer::ALL[layer].0;
        let _ = read(&file(&[], Data::Raw(block.into())), name);
        let mut whole = park().file();
        let size = whole.len();
        changes.iter().for_each(|(at, byte)| whole[at % size] = *byte);
        let _ = read(&whole, name);
    }

    #[test]
    fn arbitrary_blobs_never_panic(bytes: Vec<u8>) {
        let _ = read(&file(&[], Data::Raw(bytes.clone().into())), "places");
        let _ = read(&bytes, "places");
    }
}
