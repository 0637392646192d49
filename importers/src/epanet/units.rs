//! Units: the unit of flow decides those of everything else (EPANET 2.2 user manual, appendix A).

/// Metres in a foot.
const FOOT: f64 = 0.3048;

/// Millimetres in an inch.
const INCH: f64 = 25.4;

/// A unit of flow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Units {
    /// As [OPTIONS] calls it.
    pub name: &'static str,
    /// True where lengths are in feet and diameters in inches.
    us: bool,
    /// Cubic metres a day.
    flow: f64,
}

const fn us(name: &'static str, flow: f64) -> Units {
    Units { name, us: true, flow }
}

const fn metric(name: &'static str, flow: f64) -> Units {
    Units { name, us: false, flow }
}

const ALL: [Units; 11] = [
    us("GPM", 5.450_992_968_96),
    us("CFS", 2_446.575_545_548_8),
    us("MGD", 3_785.411_784),
    us("IMGD", 4_546.09),
    us("AFD", 1_233.481_837_547_52),
    metric("LPS", 86.4),
    metric("LPM", 1.44),
    metric("MLD", 1_000.0),
    metric("CMH", 24.0),
    metric("CMD", 1.0),
    metric("CMS", 86_400.0),
];

impl Default for Units {
    /// US gallons a minute: what EPANET takes where a file says nothing.
    fn default() -> Self {
        ALL[0]
    }
}

impl Units {
    /// The unit of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        ALL.iter().copied().find(|units| units.name.eq_ignore_ascii_case(name))
    }

    /// A length, height or level in metres, to a tenth of a millimetre.
    #[must_use]
    pub fn metres(self, value: f64) -> f64 {
        let metres = if self.us { value * FOOT } else { value };
        (metres * 1e4).round() / 1e4
    }

    /// The diameter of a pipe or valve in whole millimetres.
    #[must_use]
    pub fn millimetres(self, value: f64) -> f64 {
        (if self.us { value * INCH } else { value }).round()
    }

    /// A flow in cubic metres a day, to a litre.
    #[must_use]
    pub fn flow(self, value: f64) -> f64 {
        (value * self.flow * 1e3).round() / 1e3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn us_units_become_metric_and_metric_ones_stay() {
        let gallons = Units::named("gpm").unwrap();
        assert_eq!((gallons.metres(100.0), gallons.millimetres(6.0), gallons.flow(1.0)), (30.48, 152.0, 5.451));
        let litres = Units::named("LPS").unwrap();
        assert_eq!((litres.metres(100.0), litres.millimetres(150.0), litres.flow(1.0)), (100.0, 150.0, 86.4));
        assert_eq!(Units::named("BUCKETS"), None);
    }
}
