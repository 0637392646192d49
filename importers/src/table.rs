//! Tables: what CSV and worksheets share.

pub mod csv;
pub mod csv_shape;
pub mod degrees;
pub mod points;
pub mod wkt;

pub use points::GeometrySource;
