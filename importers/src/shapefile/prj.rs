//! The EPSG code behind the WKT of a .prj. ESRI writes names, others write authorities; a name we do not know is no
//! code, and the person says which it is.

/// Systems with one name, written as [`plain`] writes it.
const NAMES: [(&str, i32); 8] = [
    ("gcswgs1984", 4326),
    ("wgs84", 4326),
    ("wgs1984webmercatorauxiliarysphere", 3857),
    ("wgs84pseudomercator", 3857),
    ("ucs2000", 5561),
    ("gcsucs2000", 5561),
    ("pulkovo1942", 4284),
    ("gcspulkovo1942", 4284),
];

/// Families with a number at the end of the name: the name before it, the first and last number, the code of the first.
const FAMILIES: [(&str, i32, i32, i32); 8] = [
    ("ucs2000gausskrugerzone", 4, 7, 5562),
    ("ucs2000gkzone", 4, 7, 5562),
    ("ucs2000ukrainetmzone", 7, 13, 6381),
    ("ucs20003degreegausskrugerzone", 7, 13, 5570),
    ("pulkovo1942cs63zonex", 1, 7, 7825),
    ("pulkovo1942gausskrugerzone", 2, 32, 28402),
    ("pulkovo1942gkzone", 2, 32, 28402),
    ("wgs1984utmzone", 1, 60, 32601),
];

/// The code, when the text is understood.
pub fn epsg(wkt: &str) -> Option<i32> {
    root_authority(wkt).or_else(|| by_name(&plain(root_name(wkt)?)))
}

/// `AUTHORITY["EPSG","6385"]` as the last part of the root, not of a part of it.
fn root_authority(wkt: &str) -> Option<i32> {
    let body = wkt.trim_end().strip_suffix(']')?.trim_end().strip_suffix(']')?;
    let (_, last) = body.rsplit_once('[')?;
    let (authority, code) = last.split_once(',')?;
    let known = authority.trim().eq_ignore_ascii_case("\"EPSG\"");
    if known { code.trim().trim_matches('"').parse().ok() } else { None }
}

fn root_name(wkt: &str) -> Option<&str> {
    wkt.split('"').nth(1)
}

/// Letters and digits only, in lower case: `UCS-2000 / Ukraine TM zone 11` and `UCS_2000_Ukraine_TM_zone_11` are one.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn by_name(name: &str) -> Option<i32> {
    if let Some((_, code)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some(*code);
    }
    let utm = name.replace("wgs84utm", "wgs1984utm");
    let name = utm.strip_suffix('n').unwrap_or(name);
    FAMILIES.iter().find_map(|(family, first, last, code)| {
        let number: i32 = name.strip_prefix(family)?.parse().ok()?;
        (*first..=*last).contains(&number).then(|| code + number - first)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_by_authority_and_by_name() {
        let ucs = "PROJCS[\"UCS-2000 / Ukraine TM zone 11\",GEOGCS[\"x\",AUTHORITY[\"EPSG\",\"5561\"]],AUTHORITY[\"EPSG\",\"6385\"]]";
        assert_eq!(epsg(ucs), Some(6385));
        assert_eq!(epsg("GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\"]]"), Some(4326));
        assert_eq!(epsg("PROJCS[\"Pulkovo_1942_CS63_zone_X3\",GEOGCS[\"GCS_Pulkovo_1942\"]]"), Some(7827));
        assert_eq!(epsg("PROJCS[\"UCS_2000_Ukraine_TM_zone_11\",UNIT[\"Meter\",1.0]]"), Some(6385));
        assert_eq!(epsg("PROJCS[\"WGS_1984_UTM_Zone_36N\",UNIT[\"Meter\",1.0]]"), Some(32636));
    }

    #[test]
    fn an_authority_of_a_part_is_not_that_of_the_whole() {
        assert_eq!(epsg("PROJCS[\"local\",GEOGCS[\"x\",AUTHORITY[\"EPSG\",\"4326\"]]]"), None);
        assert_eq!(epsg("rubbish"), None);
    }
}
