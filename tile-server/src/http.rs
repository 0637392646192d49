//! The HTTP server. [`router`] is its table of contents: every URL stands there once.

pub mod ask;
pub mod body;
pub mod browser;
pub mod catalogue;
pub mod dossier;
pub mod export;
pub mod feature;
pub mod health;
pub mod html;
pub mod limits;
pub mod listen;
pub mod ogc;
pub mod portal;
pub mod print;
pub mod problem;
pub mod router;
pub mod sealed;
pub mod search;
pub mod state;
pub mod style;
pub mod tiles;

pub use router::router;
pub use state::App;
