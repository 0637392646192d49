use super::*;
use crate::sink::Collected;
use flatgeobuf::geozero::{self, ColumnValue, GeomProcessor, GeozeroGeometry, PropertyProcessor};
use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions};
use gis_core::geometry::{Geometry, Position, Shape};
use gis_core::record::RawValue;
use proptest::prelude::*;
use std::time::{Duration, Instant};

struct At(f64, f64);

impl GeozeroGeometry for At {
    fn process_geom<P: GeomProcessor>(&self, to: &mut P) -> geozero::error::Result<()> {
        to.point_begin(0)?;
        to.xy(self.0, self.1, 0)?;
        to.point_end(0)
    }
}

/// A file of points with a name and a number, through the library's own writer.
fn points(count: u32) -> Vec<u8> {
    let options = FgbWriterOptions { crs: FgbCrs { code: 6385, ..FgbCrs::default() }, ..FgbWriterOptions::default() };
    let mut writer = FgbWriter::create_with_options("stops", GeometryType::Point, options).unwrap();
    writer.add_column("name", ColumnType::String, |_, _| {});
    writer.add_column("floors", ColumnType::Int, |_, _| {});
    for at in 0..count {
        let floors = i32::try_from(at).unwrap();
        writer
            .add_feature_geom(At(f64::from(at) + 0.5, 2.5), |feature| {
                feature.property(0, "name", &ColumnValue::String("Миру")).unwrap();
                feature.property(1, "floors", &ColumnValue::Int(floors)).unwrap();
            })
            .unwrap();
    }
    let mut file = Vec::new();
    writer.write(&mut file).unwrap();
    file
}

fn records(bytes: &[u8]) -> Result<Collected, Fault> {
    let mut sink = Collected::default();
    read_from(bytes, &OpenOptions::default(), &mut sink).map(|()| sink)
}

#[test]
fn points_are_read_with_their_values_and_their_system() {
    let mut sink = records(&points(3)).unwrap();
    let info = sink.info.unwrap();
    assert_eq!((info.epsg, info.count, info.layer.as_str()), (Some(6385), Some(3), "stops"));
    assert_eq!(info.columns, ["name", "floors"]);
    assert_eq!(records(&points(1)).unwrap().records.len(), 1);
    // The writer orders features by place.
    sink.records.sort_by_key(|record| format!("{:?}", record.values));
    assert_eq!(sink.records[1].values, [RawValue::Text("Миру".into()), RawValue::Int(1)]);
    assert_eq!(sink.records[1].geometry, Some(Geometry::point(1.5, 2.5)));
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let whole = points(20);
    for at in 0..whole.len() {
        let fault = records(&whole[..at]).unwrap_err();
        assert!(["file_truncated", "file_damaged"].contains(&fault.code.as_str()), "{at}: {}", fault.code);
    }
    let more = [whole.clone(), whole[whole.len() - 100..].to_vec()].concat();
    assert!(records(&more).is_err());
}

#[test]
fn a_huge_length_takes_neither_memory_nor_time() {
    let whole = points(1);
    let header = u32::from_le_bytes(*whole[8..].first_chunk().unwrap()) as usize;
    let first = 12 + header + 80;
    let start = Instant::now();
    for at in [8, first] {
        let mut lying = whole.clone();
        lying[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(records(&lying).unwrap_err().code, "limit_exceeded");
        // Within the limit, but more than there is.
        let size = if at == 8 { HEADER } else { limits::RECORD };
        lying[at..at + 4].copy_from_slice(&u32::try_from(size).unwrap().to_le_bytes());
        assert_eq!(records(&lying).unwrap_err().code, "file_truncated");
    }
    assert!(start.elapsed() < Duration::from_secs(1));
}

#[test]
fn the_size_of_the_index_is_counted_without_overflow() {
    assert_eq!(index_size(1, 16), Some(80));
    assert_eq!(index_size(19, 16), Some(22 * 40));
    assert_eq!((index_size(0, 16), index_size(7, 0)), (Some(0), Some(0)));
    assert_eq!(index_size(u64::MAX, 2), None);
}

#[test]
fn one_part_named_many_times_is_counted_before_it_is_copied() {
    use flatgeobuf::{GeometryArgs, GeometryType};
    let mut builder = flatbuffers::FlatBufferBuilder::new();
    let ring: Vec<f64> = (0..2 * 60_000).map(f64::from).collect();
    let xy = Some(builder.create_vector(&ring));
    let part = flatgeobuf::Geometry::create(&mut builder, &GeometryArgs { xy, ..GeometryArgs::default() });
    let parts = Some(builder.create_vector(&vec![part; 100]));
    let kind = GeometryType::MultiPolygon;
    let whole = flatgeobuf::Geometry::create(&mut builder, &GeometryArgs { parts, type_: kind, ..Default::default() });
    let arguments = flatgeobuf::FeatureArgs { geometry: Some(whole), ..Default::default() };
    let feature = flatgeobuf::Feature::create(&mut builder, &arguments);
    builder.finish_size_prefixed(feature, None);
    let feature = size_prefixed_root_as_feature(builder.finished_data()).unwrap();
    assert_eq!(shape::read(&feature.geometry().unwrap(), GeometryType::Unknown), Err(crate::geometry::TOO_MANY));
}

#[test]
fn rings_and_heights_keep_their_place() {
    use flatgeobuf::GeometryArgs;
    let mut builder = flatbuffers::FlatBufferBuilder::new();
    let square = |x: f64, side: f64| [x, x, x + side, x, x + side, x + side, x, x];
    let xy = Some(builder.create_vector(&[square(0.0, 9.0), square(1.0, 2.0)].concat()));
    let z = Some(builder.create_vector(&[5.0; 8]));
    let ends = Some(builder.create_vector(&[4u32, 8]));
    let polygon = GeometryArgs { xy, z, ends, ..GeometryArgs::default() };
    let geometry = flatgeobuf::Geometry::create(&mut builder, &polygon);
    let arguments = flatgeobuf::FeatureArgs { geometry: Some(geometry), ..Default::default() };
    let feature = flatgeobuf::Feature::create(&mut builder, &arguments);
    builder.finish_size_prefixed(feature, None);
    let feature = size_prefixed_root_as_feature(builder.finished_data()).unwrap();
    let geometry = shape::read(&feature.geometry().unwrap(), GeometryType::Polygon).unwrap().unwrap();
    let Shape::Polygons(polygons) = geometry.shape else { panic!("polygons were expected") };
    assert_eq!((polygons.len(), polygons[0].len(), geometry.has_z), (1, 2, true));
    assert_eq!(polygons[0][1][0], Position { z: 5.0, ..Position::flat(1.0, 1.0) });
}

proptest! {
    #[test]
    fn changed_bytes_end_in_records_or_a_fault(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let mut file = points(5);
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        let start = Instant::now();
        let _ = records(&file);
        prop_assert!(start.elapsed() < Duration::from_secs(1));
    }
}
