use super::{in4, xml};
use crate::OpenOptions;
use crate::sink::Collected;
use encoding_rs::{Encoding, IBM866, UTF_8, WINDOWS_1251};
use gis_core::geometry::{Geometry, Shape};
use gis_core::record::{Fault, RawValue, Record};
use proptest::prelude::*;

/// A person of whom nothing may get out.
const CANARY: &str = "Канаркова";

/// What comes before and behind the units.
fn exchange(system: &str, units: &str) -> String {
    let points = [
        (1, 0, 0),
        (2, 40, 0),
        (3, 40, 50),
        (4, 0, 50),
        (5, 40, 90),
        (6, 0, 90),
        (7, 10, 10),
        (8, 20, 10),
        (9, 20, 20),
    ];
    let point = |(id, north, east): &(i32, i32, i32)| {
        format!("<Point><UIDP>{id}</UIDP><X>{}.08</X><Y>{}.74</Y></Point>", 5_299_758 + north, 4_366_777 + east)
    };
    let points: String = points.iter().map(point).collect();
    let lines = [(1, "34"), (2, "4123"), (3, "3564"), (4, "7897")];
    let line = |(id, points): &(i32, &str)| {
        let points: String = points.chars().map(|point| format!("<P>{point}</P>")).collect();
        format!("<PL><ULID>{id}</ULID><Points>{points}</Points></PL>")
    };
    let lines: String = lines.iter().map(line).collect();
    format!(
        "<?xml version=\"1.0\"?>\n<UkrainianCadastralExchangeFile><AdditionalPart><ServiceInfo><FileID><FileDate>2024-01-15\
         </FileDate></FileID><FormatVersion>0.7</FormatVersion></ServiceInfo><InfoLandWork><Executor><CompanyName>{CANARY}\
         </CompanyName></Executor></InfoLandWork></AdditionalPart><InfoPart><MetricInfo><CoordinateSystem>{system}\
         </CoordinateSystem><MeasurementUnit><M/></MeasurementUnit><PointInfo>{points}</PointInfo><Polyline>{lines}\
         </Polyline></MetricInfo><CadastralZoneInfo><CadastralZoneNumber>1211000000:04</CadastralZoneNumber>\
         <CadastralQuarters><CadastralQuarterInfo><CadastralQuarterNumber>123</CadastralQuarterNumber><RegionalContacts>\
         <DKZRHead><LastName>{CANARY}</LastName></DKZRHead></RegionalContacts><Parcels>{units}</Parcels>\
         </CadastralQuarterInfo></CadastralQuarters></CadastralZoneInfo></InfoPart></UkrainianCadastralExchangeFile>"
    )
}

const XML_LAYERS: [&str; 8] = [
    "CadastralZoneInfo",
    "CadastralQuarterInfo",
    "ParcelInfo",
    "LandParcelInfo",
    "RestrictionInfo",
    "LeaseInfo",
    "SubleaseInfo",
    "AdjacentUnitInfo",
];

const SK63: &str = "<SC63><X/></SC63>";

fn boundary(lines: &[i32]) -> String {
    let lines: String = lines.iter().map(|line| format!("<Line><ULID>{line}</ULID></Line>")).collect();
    format!("<Boundary><Lines>{lines}</Lines><Closed>true</Closed></Boundary>")
}

/// A parcel that follows the schema, with a person wherever the schema has one.
fn parcel(number: &str, size: &str, externals: &str) -> String {
    let person = format!(
        "<NaturalPerson><FullName><LastName>{CANARY}</LastName></FullName><TaxNumber>{CANARY}</TaxNumber>\
         <Address><Street>{CANARY}</Street></Address></NaturalPerson>"
    );
    format!(
        "<ParcelInfo><ParcelLocationInfo><Region>Дніпропетровська область</Region><Settlement>м. Кривий Ріг</Settlement>\
         <ParcelLocation><Urban/></ParcelLocation><ParcelAddress><StreetType>вулиця</StreetType><StreetName>Тестова\
         </StreetName><Building>1</Building></ParcelAddress><AdditionalInfoBlock><AdditionalInfo>{CANARY}</AdditionalInfo>\
         </AdditionalInfoBlock></ParcelLocationInfo><CategoryPurposeInfo><Category>200</Category><Purpose>02.01</Purpose>\
         </CategoryPurposeInfo><OwnershipInfo><Code>100</Code></OwnershipInfo><ParcelMetricInfo><ParcelID>{number}</ParcelID>\
         <Description>{CANARY}</Description><Area><MeasurementUnit>га</MeasurementUnit><Size>{size}</Size></Area>\
         <Error>0.0001</Error><Externals>{externals}</Externals></ParcelMetricInfo><Proprietors><ProprietorInfo>\
         <Authentication>{person}</Authentication></ProprietorInfo></Proprietors><LegalModeInfo><Grantee>{person}</Grantee>\
         </LegalModeInfo><TechnicalDocumentationInfo><DocumentList>001</DocumentList><DocumentList>002</DocumentList>\
         <DocumentList>003</DocumentList></TechnicalDocumentationInfo><Leases><LeaseInfo><LeaseAgreement><Leasees><Leasee>\
         {person}</Leasee></Leasees><Area>0.1</Area></LeaseAgreement></LeaseInfo></Leases><Restrictions><RestrictionInfo>\
         <RestrictionCode>01.05</RestrictionCode><RestrictionName>{CANARY}</RestrictionName><Beneficiaries><Beneficiary>\
         {person}</Beneficiary></Beneficiaries></RestrictionInfo></Restrictions><LandsParcel><LandParcelInfo><LandCode>007.01\
         </LandCode><MetricInfo><Area><MeasurementUnit>кв.м</MeasurementUnit><Size>1900</Size></Area><Externals>{externals}\
         </Externals></MetricInfo></LandParcelInfo></LandsParcel><AdjacentUnits><AdjacentUnitInfo><AdjacentBoundary><Lines>\
         <Line><ULID>2</ULID></Line></Lines><Closed>false</Closed></AdjacentBoundary><Proprietor>{person}</Proprietor>\
         </AdjacentUnitInfo></AdjacentUnits></ParcelInfo>"
    )
}

/// A parcel of two lines, 40 m by 50 m.
fn plain_parcel() -> String {
    parcel("0001", "0.2", &boundary(&[1, 2]))
}

const IN4: &str = "## sample\r\nBR,\r\nN=1,NP=\"1\",X=5299758.08,Y=4366777.74,\r\nN=2,NP=\"2\",X=5299798.08,Y=4366777.74,\r\n\
    N=3,NP=\"3\",X=5299798.08,Y=4366867.74\r\nBL,\r\nDS=\"1211000000\",\r\nSD=\"04\",\r\nBC=\"123\",\r\nSZ=\"га.\",\r\n\
    SR,\r\nSC=\"1230001\",\r\nAD=\"м. Кривий Ріг, вул. Тестова, 1\",\r\nNM=\"Канаркова\",\r\nKU=\"Канаркова\",\r\n\
    AU=\"Канаркова\",\r\nTD=\"Канаркова\",\r\nLN=\"Канаркова\",\r\nPF=\"Приватна власність\",\r\nKF=\"-\",\r\nKZ=\"200\",\r\n\
    AS=0.1000,\r\nN=1,NP=\"Канаркова\",X=5299758.08,Y=4366777.74,MX=0.05,\r\nN=2,NP=\"2\",X=5299798.08,Y=4366777.74,\r\n\
    N=3,NP=\"3\",X=5299798.08,Y=4366827.74\r\nNB,\r\nNM=\"Канаркова\",\r\nN=1,NP=\"1\",X=5299758.08,Y=4366777.74,\r\n\
    N=2,NP=\"2\",X=5299798.08,Y=4366777.74\r\n";

fn options(layer: &str) -> OpenOptions {
    OpenOptions { layer: Some(layer.to_owned()), ..OpenOptions::default() }
}

fn read_xml(bytes: &[u8], options: &OpenOptions) -> Result<Collected, Fault> {
    let mut sink = Collected::default();
    xml::read_from(bytes, &bytes[..bytes.len().min(256)], options, &mut sink).map(|()| sink)
}

fn read_in4(bytes: &[u8], layer: &str) -> Result<Collected, Fault> {
    let mut sink = Collected::default();
    let options = OpenOptions { epsg: Some(7828), ..options(layer) };
    in4::read_from(bytes, bytes, &options, &mut sink).map(|()| sink)
}

fn parcels(text: &str) -> Result<Collected, Fault> {
    read_xml(text.as_bytes(), &options("ParcelInfo"))
}

fn codes(sink: &Collected) -> Vec<&str> {
    sink.notes.iter().map(|note| note.code.as_str()).collect()
}

fn value<'a>(sink: &'a Collected, record: &'a Record, column: &str) -> &'a RawValue {
    let columns = &sink.info.as_ref().unwrap().columns;
    &record.values[columns.iter().position(|name| name == column).unwrap()]
}

fn text(text: &str) -> RawValue {
    RawValue::Text(text.to_owned())
}

fn rings(geometry: Option<&Geometry>) -> Vec<usize> {
    let Some(Geometry { shape: Shape::Polygons(polygons), .. }) = geometry else { panic!("polygons were expected") };
    polygons.iter().map(Vec::len).collect()
}

#[test]
fn a_parcel_has_its_number_its_area_and_its_boundary_with_northing_as_y() {
    let sink = parcels(&exchange(SK63, &plain_parcel())).unwrap();
    assert_eq!(codes(&sink), [""; 0]);
    let (info, parcel) = (sink.info.as_ref().unwrap(), &sink.records[0]);
    assert_eq!((info.epsg, info.count, info.layer.as_str()), (Some(7828), Some(1), "ParcelInfo"));
    assert_eq!(*value(&sink, parcel, "CadastralNumber"), text("1211000000:04:123:0001"));
    assert_eq!(*value(&sink, parcel, "AreaHa"), RawValue::Float(0.2));
    assert_eq!(*value(&sink, parcel, "ErrorHa"), RawValue::Float(0.0001));
    assert_eq!(*value(&sink, parcel, "ParcelLocation"), text("Urban"));
    assert_eq!(*value(&sink, parcel, "Location"), text("Дніпропетровська область, м. Кривий Ріг, вулиця Тестова, 1"));
    assert_eq!(
        *value(&sink, parcel, "LandsParcel"),
        RawValue::Json("[{\"LandCode\":\"007.01\",\"AreaHa\":0.19}]".into())
    );
    assert_eq!(*value(&sink, parcel, "EPSG"), RawValue::Int(7828));
    let bounds = parcel.geometry.as_ref().unwrap().bounds();
    assert_eq!((bounds.min_x, bounds.max_y), (4_366_777.74, 5_299_798.08));
}

#[test]
fn a_hole_and_a_second_shell_find_their_places() {
    let externals = format!("{}<Internals>{}</Internals>", boundary(&[2, 1]), boundary(&[4]));
    let two = format!("{}{}<Internals>{}</Internals>", boundary(&[1, 3]), boundary(&[1, 2]), boundary(&[4]));
    let units = parcel("0001", "0.195", &externals) + &parcel("0002", "0.355", &two);
    let sink = parcels(&exchange(SK63, &units)).unwrap();
    assert_eq!(rings(sink.records[0].geometry.as_ref()), [2]);
    assert_eq!(rings(sink.records[1].geometry.as_ref()), [1, 2]);
    assert_eq!(codes(&sink), [""; 0]);
}

#[test]
fn every_layer_is_offered_and_read() {
    let file = exchange(SK63, &plain_parcel());
    let fault = read_xml(file.as_bytes(), &OpenOptions::default()).unwrap_err();
    assert_eq!((fault.code.as_str(), fault.choices.len()), ("layer_needed", 8));
    assert_eq!(read_xml(file.as_bytes(), &options("Proprietors")).unwrap_err().code, "layer_unknown");
    let placed = ["ParcelInfo", "LandParcelInfo", "AdjacentUnitInfo"];
    for choice in fault.choices {
        let sink = read_xml(file.as_bytes(), &options(&choice.value)).unwrap();
        let expected = usize::from(choice.value != "SubleaseInfo");
        assert_eq!(sink.records.len(), expected, "{}", choice.value);
        let has_place = sink.records.iter().any(|record| record.geometry.is_some());
        assert_eq!(has_place, placed.contains(&choice.value.as_str()), "{}", choice.value);
    }
}

#[test]
fn a_boundary_with_a_gap_is_a_fault_of_its_record_and_told() {
    let sink = parcels(&exchange(SK63, &parcel("0001", "0.2", &boundary(&[1, 9])))).unwrap();
    assert_eq!(sink.records[0].geometry_fault.as_deref(), Some("boundary_incomplete"));
    assert!(sink.notes[0].uk.contains("ULID 9") && sink.notes[0].record == Some(1), "{:?}", sink.notes);
    let sink = parcels(&exchange(SK63, &parcel("0001", "0.2", &boundary(&[1, 4])))).unwrap();
    assert_eq!(
        (sink.records[0].geometry_fault.as_deref(), codes(&sink)),
        (Some("ring_not_closed"), vec!["boundary_open"])
    );
    let sink = parcels(&exchange(SK63, &parcel("0001", "0.2", &boundary(&[2])))).unwrap();
    assert_eq!((rings(sink.records[0].geometry.as_ref()), codes(&sink)), (vec![1], vec!["boundary_closed"]));
    let unnamed = boundary(&[1, 2]).replace("<ULID>1<", "<ULID>?<");
    let sink = parcels(&exchange(SK63, &parcel("0001", "0.2", &unnamed))).unwrap();
    assert_eq!(
        (sink.records[0].geometry_fault.as_deref(), codes(&sink)),
        (Some("boundary_incomplete"), vec!["line_unreadable"])
    );
    let sink = parcels(&exchange(SK63, &parcel("0001", "0.2", &boundary(&[1, 3])[..30]))).map(|_| ());
    assert_eq!(sink.unwrap_err().code, "file_damaged");
    let hole = format!("{}<Internals>{}</Internals>", boundary(&[1, 2]), boundary(&[]));
    let sink = parcels(&exchange(SK63, &parcel("0001", "0.2", &hole))).unwrap();
    assert_eq!((rings(sink.records[0].geometry.as_ref()), codes(&sink)), (vec![1], vec!["boundary_empty"]));
    let sink = parcels(&exchange(SK63, &parcel("0001", "0.2", ""))).unwrap();
    assert_eq!((&sink.records[0].geometry, codes(&sink)), (&None, vec!["boundary_empty"]));
}

#[test]
fn an_unnumbered_parcel_is_read_and_told() {
    for number in ["0000", "", " "] {
        let sink = parcels(&exchange(SK63, &parcel(number, "0.2", &boundary(&[1, 2])))).unwrap();
        assert_eq!(*value(&sink, &sink.records[0], "CadastralNumber"), RawValue::Null);
        assert_eq!(*value(&sink, &sink.records[0], "Numbered"), RawValue::Bool(false));
        assert_eq!(codes(&sink), ["parcel_unnumbered"]);
    }
}

#[test]
fn an_area_that_is_not_that_of_the_boundary_is_told_in_both_languages() {
    let sink = parcels(&exchange(SK63, &parcel("0001", "0.25", &boundary(&[1, 2])))).unwrap();
    let note = &sink.notes[0];
    assert_eq!(note.code, "area_differs");
    assert!(note.uk.contains("0.2500") && note.en.contains("0.2000 ha"), "{note:?}");
}

#[test]
fn a_system_that_cannot_be_computed_is_refused_unless_a_person_names_one() {
    for system in ["<Local>МСК Кривого Рогу</Local>", "<SC63><C/></SC63>", "<SC42_3>33</SC42_3>", ""] {
        let file = exchange(system, &plain_parcel());
        assert_eq!(parcels(&file).unwrap_err().code, "crs_unknown", "{system}");
        let named = OpenOptions { epsg: Some(7828), ..options("ParcelInfo") };
        assert_eq!(read_xml(file.as_bytes(), &named).unwrap().info.unwrap().epsg, Some(7828));
    }
    assert_eq!(parcels(&exchange("<WGS84/>", &plain_parcel())).unwrap_err().code, "crs_contradicts");
}

#[test]
fn one_file_in_every_encoding_gives_the_same_records() {
    let plain = exchange(SK63, &plain_parcel());
    let expected = parcels(&plain).unwrap().records;
    let declared: [(&'static Encoding, &str); 3] =
        [(UTF_8, "UTF-8"), (WINDOWS_1251, "windows-1251"), (IBM866, "cp866")];
    for (encoding, name) in declared {
        let text = plain.replace("version=\"1.0\"", &format!("version='1.0' encoding='{name}'"));
        // cp866 has no Ukrainian і.
        let text = if encoding == IBM866 { text.replace('і', "i") } else { text };
        let sink = read_xml(&encoding.encode(&text).0, &options("ParcelInfo")).unwrap();
        assert_eq!(sink.records[0].geometry, expected[0].geometry, "{name}");
        assert!(sink.info.unwrap().encoding.unwrap().ends_with("(XML declaration)"));
        if encoding != IBM866 {
            assert_eq!(sink.records, expected, "{name}");
        }
    }
    let lying = read_xml(&WINDOWS_1251.encode(&plain).0, &options("ParcelInfo"));
    assert_eq!(lying.unwrap_err().code, "encoding_mismatch");
}

#[test]
fn namespaces_a_mark_and_space_within_elements_are_read() {
    let mut text = exchange("<SC63>\n <X> </X>\n</SC63>", &plain_parcel());
    text = text.replace("<UkrainianCadastralExchangeFile>", "<UkrainianCadastralExchangeFile xmlns:p=\"urn:x\">");
    text = text.replace("<ParcelID>0001</ParcelID>", "<p:ParcelID>\r\n 0001 </p:ParcelID>");
    let sink = parcels(&format!("\u{feff}{text}")).unwrap();
    assert_eq!(*value(&sink, &sink.records[0], "CadastralNumber"), text_of_number());
}

fn text_of_number() -> RawValue {
    text("1211000000:04:123:0001")
}

#[test]
fn what_could_swell_or_lead_out_is_refused() {
    let file = exchange(SK63, &plain_parcel());
    let bomb = file.replace("?>\n", "?><!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>");
    assert_eq!(parcels(&bomb).unwrap_err().code, "xml_entities");
    assert_eq!(parcels(&file.replace("Тестова", "&secret;")).unwrap_err().code, "xml_entities");
    assert_eq!(parcels(&file.replace("0001", &"<a>".repeat(100))).unwrap_err().code, "xml_too_deep");
    assert_eq!(parcels(&file.replace("0001", &" ".repeat(3 << 20))).unwrap_err().code, "limit_exceeded");
    assert_eq!(parcels(&file[..file.len() - 40]).unwrap_err().code, "file_truncated");
    assert_eq!(parcels(&file.replace("UkrainianCadastralExchangeFile", "Other")).unwrap_err().code, "file_damaged");
}

#[test]
fn deviations_of_points_and_lines_are_told_once() {
    let file = exchange(SK63, &plain_parcel())
        .replace("<PointInfo>", "<PointInfo><Point><UIDP>-1</UIDP><X>0.0</X><Y>0.0</Y></Point><Point/>")
        .replace("<Polyline>", "<Polyline><PL><ULID>-1</ULID><Points><P>0</P></Points></PL><Odd/>")
        .replace("<FormatVersion>0.7", "<FormatVersion>9")
        .replace("<M/>", "<Other/>")
        .replace("5299758.08", "5299758,08");
    let sink = parcels(&file).unwrap();
    let mut codes = codes(&sink);
    codes.sort_unstable();
    let expected = [
        "coordinate_unit",
        "decimal_comma",
        "element_unknown",
        "format_version",
        "line_unreadable",
        "point_unreadable",
    ];
    assert_eq!(codes, expected);
    assert!(sink.records[0].geometry.is_some());
}

#[test]
fn a_point_number_with_two_places_spoils_only_its_own_boundaries() {
    let file = exchange(SK63, &(plain_parcel() + &parcel("0002", "0.1", &boundary(&[4]))))
        .replace("<PointInfo>", "<PointInfo><Point><UIDP>7</UIDP><X>5299700</X><Y>4366700</Y></Point>");
    let sink = parcels(&file).unwrap();
    assert!(sink.records[0].geometry.is_some());
    assert_eq!(sink.records[1].geometry_fault.as_deref(), Some("boundary_incomplete"));
    assert!(codes(&sink).contains(&"point_twice") && codes(&sink).contains(&"point_missing"));
}

#[test]
fn blocks_of_in4_are_layers_with_the_numbers_they_stand_in() {
    let zone = read_in4(IN4.as_bytes(), "BR").unwrap();
    assert_eq!(*value(&zone, &zone.records[0], "CadastralZoneNumber"), text("1211000000:04"));
    let quarter = read_in4(IN4.as_bytes(), "BL").unwrap();
    assert_eq!(*value(&quarter, &quarter.records[0], "CadastralQuarter"), text("1211000000:04:123"));
    let parcel = read_in4(IN4.as_bytes(), "SR").unwrap();
    assert_eq!(*value(&parcel, &parcel.records[0], "CadastralNumber"), text_of_number());
    assert_eq!(*value(&parcel, &parcel.records[0], "AreaHa"), RawValue::Float(0.1));
    assert_eq!((rings(parcel.records[0].geometry.as_ref()), codes(&parcel)), (vec![1], vec![]));
    let neighbour = read_in4(IN4.as_bytes(), "NB").unwrap();
    assert!(matches!(neighbour.records[0].geometry.as_ref().unwrap().shape, Shape::Lines(_)));
}

#[test]
fn the_encodings_of_in4_are_told_apart_and_asked_for_without_a_preview() {
    let expected = read_in4(IN4.as_bytes(), "SR").unwrap().records;
    let sink = read_in4(&WINDOWS_1251.encode(IN4).0, "SR").unwrap();
    assert_eq!(sink.records, expected);
    let sink = read_in4(&IBM866.encode(&IN4.replace('і', "i")).0, "SR").unwrap();
    assert_eq!(sink.records[0].geometry, expected[0].geometry);
    let short = WINDOWS_1251.encode("SR,\r\nNM=\"Мир\",\r\n").0.into_owned();
    let fault = read_in4(&short, "SR").map(|_| ()).unwrap_err();
    assert_eq!(fault.code, "encoding_unknown");
    assert!(fault.choices.iter().all(|choice| choice.preview.is_empty()));
}

#[test]
fn in4_without_a_system_of_a_person_is_refused() {
    let mut sink = Collected::default();
    let fault = in4::read_from(IN4.as_bytes(), IN4.as_bytes(), &options("SR"), &mut sink).unwrap_err();
    assert_eq!(fault.code, "crs_unknown");
}

#[test]
fn odd_lines_of_in4_are_told_with_their_numbers() {
    let text = "AD=\"до блоку\",\r\nrubbish\r\nSR,\r\nSC=\"12\",\r\nAD=\"без кінця,\r\nN=1,X=abc,Y=5,\r\n";
    let sink = read_in4(text.as_bytes(), "SR").unwrap();
    let mut codes = codes(&sink);
    codes.sort_unstable();
    let expected = [
        "area_unreadable",
        "block_missing",
        "boundary_empty",
        "line_text",
        "node_unreadable",
        "parcel_number",
        "quarter_number",
        "quote_open",
        "zone_number",
    ];
    assert_eq!(codes, expected);
    assert!(sink.notes.iter().any(|note| note.code == "node_unreadable" && note.en.starts_with("Line 6:")));
}

/// Everything that leaves a reader, as one text.
fn said(result: &Result<Collected, Fault>) -> String {
    match result {
        Ok(sink) => format!("{:?} {:?} {:?}", sink.info, sink.records, sink.notes),
        Err(fault) => format!("{fault:?}"),
    }
}

#[test]
fn nothing_that_is_said_of_persons_leaves_the_readers() {
    let file = exchange(SK63, &plain_parcel());
    for layer in XML_LAYERS {
        assert!(!said(&read_xml(file.as_bytes(), &options(layer))).contains(CANARY), "{layer}");
    }
    for layer in ["BR", "BL", "SR", "CL", "OB", "NB"] {
        assert!(!said(&read_in4(IN4.as_bytes(), layer)).contains(CANARY), "{layer}");
    }
}

#[test]
fn no_damage_of_a_file_makes_a_reader_repeat_a_person() {
    let file = exchange(SK63, &plain_parcel());
    for place in file.match_indices(CANARY).map(|(at, _)| at) {
        for damage in ["<", "&", "</x>", "<x>", "&x;", "]]>", "<!--"] {
            let inside = place + CANARY.chars().next().map_or(0, char::len_utf8);
            for at in [place, inside, place + CANARY.len()] {
                let broken = format!("{}{damage}{}", &file[..at], &file[at..]);
                assert!(!said(&parcels(&broken)).contains("анаркова"), "{damage} at {at}");
            }
        }
        assert!(!said(&parcels(&file[..place + CANARY.len()])).contains(CANARY));
    }
    for place in IN4.match_indices(CANARY).map(|(at, _)| at) {
        for damage in ["\"", "\r\n", "\",", "=", "SR,", "\\"] {
            let broken = format!("{}{damage}{}", &IN4[..place], &IN4[place..]);
            assert!(!said(&read_in4(broken.as_bytes(), "SR")).contains(CANARY), "{damage} at {place}");
        }
    }
}

fn any_layer() -> impl Strategy<Value = &'static str> {
    prop::sample::select(XML_LAYERS.to_vec())
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes: Vec<u8>) {
        let _ = read_xml(&bytes, &options("ParcelInfo"));
        let _ = read_in4(&bytes, "SR");
    }

    #[test]
    fn a_file_with_bytes_changed_is_read_or_refused(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        layer in any_layer(),
    ) {
        let mut xml = exchange(SK63, &plain_parcel()).into_bytes();
        let mut in4 = IN4.as_bytes().to_vec();
        for (at, byte) in changes {
            *at.get_mut(&mut xml) = byte;
            *at.get_mut(&mut in4) = byte;
        }
        let _ = read_xml(&xml, &options(layer));
        let _ = read_in4(&in4, "SR");
    }

    #[test]
    fn a_file_with_a_piece_moved_is_read_or_refused(
        from in any::<prop::sample::Index>(),
        to in any::<prop::sample::Index>(),
        length in 1..400_usize,
        layer in any_layer(),
    ) {
        let mut xml = exchange(SK63, &plain_parcel()).into_bytes();
        let start = from.index(xml.len());
        let piece: Vec<u8> = xml.drain(start..xml.len().min(start + length)).collect();
        let target = to.index(xml.len() + 1);
        xml.splice(target..target, piece);
        let _ = read_xml(&xml, &options(layer));
    }
}
