//! A geometry on the grid of a tile, and its commands (Vector Tile Specification 2.1, § 4.3).

use super::clip::{Frame, clip_line, clip_ring, push_new};
use super::protobuf::{varint, zigzag};
use super::simplify::simplify;
use super::{BUFFER, Cell, EXTENT, MIN_AREA_UNITS, TileId};
use crate::geometry::{Geometry, Position, Shape};

const MOVE_TO: u32 = 1;
const LINE_TO: u32 = 2;
const CLOSE_PATH: u32 = 7;

/// What of a geometry a tile shows.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Drawn {
    /// `Tile.GeomType`: 1 points, 2 lines, 3 polygons.
    pub kind: u8,
    pub paths: Vec<Vec<Cell>>,
    /// Area of polygons, length of lines, in units; zero for points.
    pub size: f64,
}

impl Drawn {
    pub fn vertex_count(&self) -> usize {
        self.paths.iter().map(Vec::len).sum()
    }
}

/// Brings a geometry in Web Mercator onto the grid of a tile; `None` when nothing of it is to be seen.
pub(super) fn draw(tile: TileId, geometry: &Geometry) -> Option<Drawn> {
    let frame = Frame::square(EXTENT, BUFFER);
    let drawn = match &geometry.shape {
        Shape::Points(points) => draw_points(tile, points, &frame),
        Shape::Lines(lines) => draw_lines(lines.iter().map(|line| cells(tile, line)), &frame),
        Shape::Polygons(polygons) => {
            let polygons = polygons.iter().map(|rings| rings.iter().map(|ring| cells(tile, ring)));
            draw_polygons(polygons, &frame)
        }
    };
    (!drawn.paths.is_empty()).then_some(drawn)
}

/// The path on the grid, without repeated cells.
fn cells(tile: TileId, path: &[Position]) -> Vec<Cell> {
    let mut cells = Vec::with_capacity(path.len());
    for position in path {
        push_new(&mut cells, tile.cell(position.x, position.y));
    }
    cells
}

fn draw_points(tile: TileId, points: &[Position], frame: &Frame) -> Drawn {
    let cells = points.iter().map(|point| tile.cell(point.x, point.y));
    let inside: Vec<Cell> = cells.filter(|cell| frame.contains(*cell)).collect();
    let paths = if inside.is_empty() { Vec::new() } else { vec![inside] };
    Drawn { kind: 1, paths, size: 0.0 }
}

pub(super) fn draw_lines(lines: impl Iterator<Item = Vec<Cell>>, frame: &Frame) -> Drawn {
    let mut drawn = Drawn { kind: 2, ..Drawn::default() };
    for mut line in lines {
        let Some(around) = Frame::around(&line).filter(|around| frame.meets(around) && line.len() > 1) else {
            continue;
        };
        simplify(&mut line);
        drawn.size += line.windows(2).map(|edge| length(edge[0], edge[1])).sum::<f64>();
        if frame.holds(&around) {
            drawn.paths.push(line);
        } else {
            drawn.paths.extend(clip_line(&line, frame));
        }
    }
    drawn
}

/// Shells under a pixel are dropped with their holes, holes under a pixel alone; both are judged before the clip,
/// so that all tiles that show a polygon decide the same.
pub(super) fn draw_polygons<R: Iterator<Item = Vec<Cell>>>(polygons: impl Iterator<Item = R>, frame: &Frame) -> Drawn {
    let mut drawn = Drawn { kind: 3, ..Drawn::default() };
    for rings in polygons {
        for (index, mut ring) in rings.enumerate() {
            let shown = Frame::around(&ring).filter(|around| frame.meets(around));
            if let Some(around) = shown {
                simplify(&mut ring);
                let doubled = doubled_area(&ring);
                let is_seen = doubled.abs() >= i128::from(2 * MIN_AREA_UNITS);
                let clipped = match (is_seen, frame.holds(&around)) {
                    (false, _) => Vec::new(),
                    (true, true) => ring,
                    (true, false) => clip_ring(&ring, frame),
                };
                if doubled_area(&clipped) != 0 {
                    drawn.size += if index == 0 { doubled.unsigned_abs() as f64 / 2.0 } else { 0.0 };
                    drawn.paths.push(wound(clipped, index == 0));
                    continue;
                }
            }
            if index == 0 {
                break;
            }
        }
    }
    drawn
}

/// Shells have a positive area in the y-down plane of the tile, holes a negative one (§ 4.3.3.3).
fn wound(mut ring: Vec<Cell>, is_shell: bool) -> Vec<Cell> {
    if (doubled_area(&ring) > 0) != is_shell {
        ring.reverse();
    }
    ring
}

/// Twice the area by the surveyor's formula.
pub(super) fn doubled_area(ring: &[Cell]) -> i128 {
    let cross = |a: Cell, b: Cell| i128::from(a.0) * i128::from(b.1) - i128::from(b.0) * i128::from(a.1);
    ring.windows(2).map(|edge| cross(edge[0], edge[1])).sum()
}

fn length(a: Cell, b: Cell) -> f64 {
    ((b.0 - a.0) as f64).hypot((b.1 - a.1) as f64)
}

/// The commands of a drawn geometry as packed varints.
pub(super) fn commands(drawn: &Drawn) -> Vec<u8> {
    let mut pen = Pen { out: Vec::with_capacity(drawn.vertex_count() * 3 + 8), at: (0, 0) };
    for path in &drawn.paths {
        match (drawn.kind, path.as_slice()) {
            (1, points) => pen.run(MOVE_TO, points),
            (2, [first, rest @ ..]) => {
                pen.run(MOVE_TO, &[*first]);
                pen.run(LINE_TO, rest);
            }
            // The last vertex of a ring is its first: closing the path draws it.
            (_, [first, rest @ .., _]) => {
                pen.run(MOVE_TO, &[*first]);
                pen.run(LINE_TO, rest);
                varint(&mut pen.out, u64::from(CLOSE_PATH | 1 << 3));
            }
            _ => {}
        }
    }
    pen.out
}

struct Pen {
    out: Vec<u8>,
    at: Cell,
}

impl Pen {
    /// One command for many vertices, each as the way from the one before.
    fn run(&mut self, command: u32, cells: &[Cell]) {
        varint(&mut self.out, u64::from(command) | (cells.len() as u64) << 3);
        for cell in cells {
            // Cells were clipped to the frame of the tile: the differences are small.
            varint(&mut self.out, u64::from(zigzag((cell.0 - self.at.0) as i32)));
            varint(&mut self.out, u64::from(zigzag((cell.1 - self.at.1) as i32)));
            self.at = *cell;
        }
    }
}
