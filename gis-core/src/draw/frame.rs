//! From the storage CRS to the drawing.

use crate::geometry::{Bounds, Position};

/// Circumference of the sphere of web maps, metres.
const CIRCUMFERENCE_M: f64 = 40_075_016.685_578_5;
/// Side of a tile that zooms of styles are told by, pixels.
const TILE_PX: f64 = 512.0;
/// Size of a pixel of styles on paper, millimetres (CSS: 96 an inch).
pub const PIXEL_MM: f64 = 25.4 / 96.0;

/// A rectangle of the drawing, in its units, y downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Left side.
    pub x: f64,
    /// Upper side.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// Which part of the storage CRS is drawn where.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// Where on the drawing.
    pub rect: Rect,
    /// Easting of its left side.
    west: f64,
    /// Northing of its upper side.
    north: f64,
    /// Units of the drawing a metre.
    per_metre: f64,
    /// Units of the drawing a pixel of styles.
    pub pixel: f64,
    /// The zoom of web maps that shows as much detail.
    pub zoom: f64,
}

impl Frame {
    /// On paper, in millimetres, at a scale; `latitude` in degrees.
    #[must_use]
    pub fn on_paper(center: Position, scale: u32, rect: Rect, latitude: f64) -> Self {
        let per_metre = 1000.0 / f64::from(scale);
        Self::around(center, rect, (per_metre, PIXEL_MM), latitude)
    }

    /// On a screen, in pixels: a box of the storage CRS in the middle, as large as it fits.
    #[must_use]
    pub fn on_screen(bounds: &Bounds, width: f64, height: f64, latitude: f64) -> Self {
        let center =
            Position::flat(f64::midpoint(bounds.min_x, bounds.max_x), f64::midpoint(bounds.min_y, bounds.max_y));
        let fits = |pixels: f64, metres: f64| pixels / metres.max(f64::MIN_POSITIVE);
        let per_metre = fits(width, bounds.max_x - bounds.min_x).min(fits(height, bounds.max_y - bounds.min_y));
        Self::around(center, Rect { x: 0.0, y: 0.0, width, height }, (per_metre, 1.0), latitude)
    }

    fn around(center: Position, rect: Rect, (per_metre, pixel): (f64, f64), latitude: f64) -> Self {
        let metres_a_pixel = pixel / per_metre;
        Self {
            rect,
            west: center.x - rect.width / per_metre / 2.0,
            north: center.y + rect.height / per_metre / 2.0,
            per_metre,
            pixel,
            zoom: (CIRCUMFERENCE_M * latitude.to_radians().cos() / (TILE_PX * metres_a_pixel)).log2(),
        }
    }

    /// Where a position lies on the drawing.
    #[must_use]
    pub fn at(&self, position: &Position) -> (f64, f64) {
        (
            self.rect.x + (position.x - self.west) * self.per_metre,
            self.rect.y + (self.north - position.y) * self.per_metre,
        )
    }

    /// What it shows, storage CRS.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        Bounds {
            min_x: self.west,
            min_y: self.north - self.rect.height / self.per_metre,
            max_x: self.west + self.rect.width / self.per_metre,
            max_y: self.north,
        }
    }

    /// Units of the drawing that a length takes.
    #[must_use]
    pub fn length(&self, metres: f64) -> f64 {
        metres * self.per_metre
    }
}

impl Rect {
    /// The right side.
    #[must_use]
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// The lower side.
    #[must_use]
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// True when a point lies in it.
    #[must_use]
    pub fn contains(&self, (x, y): (f64, f64)) -> bool {
        self.x <= x && x <= self.right() && self.y <= y && y <= self.bottom()
    }
}
