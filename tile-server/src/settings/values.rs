//! Numbers, places and choices of settings that cannot be wrong once they exist. Each reads itself from text, so that `city.toml` and the
//! environment have the same rules and the same errors.

use std::str::FromStr;

use serde::Deserialize;

/// A whole number with limits; also an amount of bytes, seconds, milliseconds or connections, as the name of its key says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "i64")]
pub struct Count<const MIN: u32, const MAX: u32>(u32);

impl<const MIN: u32, const MAX: u32> Count<MIN, MAX> {
    /// A default of the program; a number outside the limits becomes the nearest limit.
    pub(super) const fn of(number: u32) -> Self {
        Self(if number < MIN {
            MIN
        } else if number > MAX {
            MAX
        } else {
            number
        })
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl<const MIN: u32, const MAX: u32> TryFrom<i64> for Count<MIN, MAX> {
    type Error = String;

    fn try_from(number: i64) -> Result<Self, String> {
        let fitting = u32::try_from(number).ok().filter(|number| (MIN..=MAX).contains(number));
        fitting.map(Self).ok_or_else(|| format!("{number} is not between {MIN} and {MAX}"))
    }
}

impl<const MIN: u32, const MAX: u32> FromStr for Count<MIN, MAX> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number: i64 = text.trim().parse().map_err(|_| format!("`{text}` is not a whole number"))?;
        Self::try_from(number)
    }
}

/// A share in percent, 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(try_from = "f64")]
pub struct Percent(f64);

impl Percent {
    /// The rejected rows, in percent of all, that an import bears when the city says nothing.
    pub(super) const REJECTED: Self = Self(5.0);

    /// The share, 0.0 to 100.0.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for Percent {
    type Error = String;

    fn try_from(number: f64) -> Result<Self, String> {
        if (0.0..=100.0).contains(&number) {
            Ok(Self(number))
        } else {
            Err(format!("{number} is not between 0 and 100"))
        }
    }
}

impl FromStr for Percent {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number: f64 = text.trim().parse().map_err(|_| format!("`{text}` is not a number"))?;
        Self::try_from(number)
    }
}

/// A zoom of the map, 0 to 22.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(try_from = "f64")]
pub struct Zoom(f64);

impl Zoom {
    /// The zoom.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for Zoom {
    type Error = String;

    fn try_from(number: f64) -> Result<Self, String> {
        if (0.0..=22.0).contains(&number) {
            Ok(Self(number))
        } else {
            Err(format!("zoom {number} is not between 0 and 22"))
        }
    }
}

/// The rectangle of the city in degrees: longitudes and latitudes of WGS 84.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(try_from = "[f64; 4]")]
pub struct Bounds {
    /// Longitude of the western edge.
    pub west: f64,
    /// Latitude of the southern edge.
    pub south: f64,
    /// Longitude of the eastern edge.
    pub east: f64,
    /// Latitude of the northern edge.
    pub north: f64,
}

impl Bounds {
    /// The corners as GeoJSON and TileJSON write them: west, south, east, north.
    #[must_use]
    pub const fn as_array(self) -> [f64; 4] {
        [self.west, self.south, self.east, self.north]
    }

    /// Whether a position lies inside or on the edge.
    #[must_use]
    pub fn contains(self, center: Center) -> bool {
        (self.west..=self.east).contains(&center.longitude) && (self.south..=self.north).contains(&center.latitude)
    }
}

impl TryFrom<[f64; 4]> for Bounds {
    type Error = String;

    fn try_from([west, south, east, north]: [f64; 4]) -> Result<Self, String> {
        let on_earth = |range: f64, values: [f64; 2]| values.iter().all(|value| (-range..=range).contains(value));
        if !(on_earth(180.0, [west, east]) && on_earth(90.0, [south, north])) {
            return Err(
                "bounds are [west, south, east, north] in degrees: longitude, latitude, longitude, latitude".to_owned()
            );
        }
        if west >= east || south >= north {
            return Err("west must be less than east and south less than north: [west, south, east, north]".to_owned());
        }
        Ok(Self { west, south, east, north })
    }
}

/// The middle of the first view: `[longitude, latitude]` in degrees.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(from = "[f64; 2]")]
pub struct Center {
    /// Longitude, degrees east.
    pub longitude: f64,
    /// Latitude, degrees north.
    pub latitude: f64,
}

impl From<[f64; 2]> for Center {
    fn from([longitude, latitude]: [f64; 2]) -> Self {
        Self { longitude, latitude }
    }
}

/// A language of the portal and of the labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Ukrainian.
    Uk,
    /// English.
    En,
}

impl Language {
    /// BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Uk => "uk",
            Self::En => "en",
        }
    }
}

/// The transformation between UCS-2000 and WGS 84, by its EPSG code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "i64")]
pub enum Ucs2000Operation {
    /// EPSG:5840, accuracy 1 m: what PROJ and so every GIS client uses.
    Epsg5840,
    /// EPSG:7817, the defining parameters towards ITRF2000; half a metre east of the other here.
    Epsg7817,
}

impl Ucs2000Operation {
    /// The EPSG code.
    #[must_use]
    pub const fn code(self) -> u32 {
        match self {
            Self::Epsg5840 => 5840,
            Self::Epsg7817 => 7817,
        }
    }
}

impl TryFrom<i64> for Ucs2000Operation {
    type Error = String;

    fn try_from(code: i64) -> Result<Self, String> {
        match code {
            5840 => Ok(Self::Epsg5840),
            7817 => Ok(Self::Epsg7817),
            _ => Err(format!("EPSG:{code} is not one of the known operations of UCS-2000: 5840, 7817")),
        }
    }
}
