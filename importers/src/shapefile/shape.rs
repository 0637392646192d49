//! The .shp (ESRI Shapefile Technical Description, July 1998).

use super::bytes::{Bytes, exact, failed, fill};
use super::rings;
use crate::{geometry as sound, limits};
use gis_core::geometry::{Geometry, Path, Position, Shape};
use gis_core::record::Fault;
use std::io::Read;

/// The first number of every .shp.
const MAGIC: i32 = 9994;

/// What a record gives: a geometry, none, or the code of what is wrong with it.
pub type Outcome = Result<Option<Geometry>, &'static str>;

/// The shapes of a file in order.
pub struct Shapes<R> {
    reader: R,
    kind: i32,
    buffer: Vec<u8>,
}

impl<R: Read> Shapes<R> {
    /// Reads the header.
    pub fn open(mut reader: R) -> Result<Self, Fault> {
        let magic = i32::from_be_bytes(exact(&mut reader, ".shp")?);
        // Five unused numbers, the length of the file and the version: none of them is needed or to be trusted.
        exact::<28>(&mut reader, ".shp")?;
        let kind = i32::from_le_bytes(exact(&mut reader, ".shp")?);
        exact::<64>(&mut reader, ".shp")?;
        if magic == MAGIC {
            Ok(Self { reader, kind, buffer: Vec::new() })
        } else {
            Err(wrong("заголовок", "header"))
        }
    }

    /// The next shape.
    pub fn next_shape(&mut self) -> Result<Outcome, Fault> {
        exact::<4>(&mut self.reader, ".shp")?;
        let words = i32::from_be_bytes(exact(&mut self.reader, ".shp")?);
        let size = usize::try_from(words).unwrap_or(usize::MAX).saturating_mul(2);
        if !(4..=limits::RECORD).contains(&size) {
            return Err(wrong("довжина запису", "record length"));
        }
        fill(&mut self.reader, &mut self.buffer, size, ".shp")?;
        let mut bytes = Bytes(&self.buffer);
        let kind = bytes.take().map(i32::from_le_bytes);
        match kind {
            Some(0) => Ok(Ok(None)),
            Some(kind) if kind == self.kind => Ok(geometry(kind, bytes)),
            _ => Err(wrong("тип об’єкта в записі", "shape type of a record")),
        }
    }

    /// Nothing but the file's end may follow the last row of the .dbf.
    pub fn finish(&mut self) -> Result<(), Fault> {
        let mut byte = [0];
        match self.reader.read(&mut byte).map_err(|error| failed(&error, ".shp"))? {
            0 => Ok(()),
            _ => Err(Fault::new(
                "sibling_mismatch",
                "У .shp більше записів, ніж у .dbf: файли не з одного набору. Вивантажте шейп ще раз.",
                "The .shp has more records than the .dbf: they do not belong together. Export the shapefile again.",
            )),
        }
    }
}

fn wrong(uk: &str, en: &str) -> Fault {
    Fault::new(
        "file_damaged",
        format!("Файл .shp пошкоджено: неправильний {uk}. Вивантажте його ще раз."),
        format!("The .shp is damaged: wrong {en}. Export it again."),
    )
}

/// Shape types: 1 point, 3 line, 5 polygon, 8 multipoint; +10 with heights, +20 with measures only.
fn geometry(kind: i32, bytes: Bytes) -> Outcome {
    let heights = (11..=18).contains(&kind);
    let shape = match kind {
        1 | 11 | 21 => point(bytes, heights).map(Ok),
        8 | 18 | 28 => multipoint(bytes, heights).map(Ok),
        3 | 13 | 23 => parts(bytes, heights).map(|lines| Ok(Shape::Lines(lines))),
        5 | 15 | 25 => parts(bytes, heights).map(rings::polygons),
        _ => return Err(sound::TYPE),
    };
    let shape = shape.ok_or(sound::INVALID)??;
    sound::checked(Geometry { shape, has_z: false })
}

fn point(mut bytes: Bytes, heights: bool) -> Option<Shape> {
    let (x, y) = (bytes.float()?, bytes.float()?);
    let z = if heights { bytes.float()? } else { f64::NAN };
    Some(Shape::Points(vec![Position { x, y, z }]))
}

fn multipoint(mut bytes: Bytes, heights: bool) -> Option<Shape> {
    bytes.skip(32)?;
    let count = bytes.count()?;
    positions(&mut bytes, count, heights).map(Shape::Points)
}

fn parts(mut bytes: Bytes, heights: bool) -> Option<Vec<Path>> {
    bytes.skip(32)?;
    let (parts, count) = (bytes.count()?, bytes.count()?);
    if parts > bytes.0.len() / 4 {
        return None;
    }
    let starts = (0..parts).map(|_| bytes.count()).collect::<Option<Vec<_>>>()?;
    let positions = positions(&mut bytes, count, heights)?;
    let ends = starts.iter().skip(1).copied().chain([count]);
    starts.iter().zip(ends).map(|(start, end)| positions.get(*start..end).map(<[Position]>::to_vec)).collect()
}

/// The vertices, whose heights stand behind all of them and behind the range of the heights.
fn positions(bytes: &mut Bytes, count: usize, heights: bool) -> Option<Vec<Position>> {
    if count > bytes.0.len() / 16 {
        return None;
    }
    let flat = |bytes: &mut Bytes| Some(Position::flat(bytes.float()?, bytes.float()?));
    let mut positions = (0..count).map(|_| flat(bytes)).collect::<Option<Vec<_>>>()?;
    if heights {
        bytes.skip(16)?;
        for position in &mut positions {
            position.z = bytes.float()?;
        }
    }
    Some(positions)
}
