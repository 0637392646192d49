use super::*;
use crate::crs::Crs;
use crate::geometry::{Position, Shape};
use crate::policy::{Actor, scope};
use crate::register::{Profile, Register};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A register of streets with two classes, names and a limit on when it is drawn.
const STREETS: &str = r##"
id = "street"
subsystem = "S01"
title = { uk = "Вулиці", en = "Streets" }
source = "test"
display = { title = { uk = "{name}", en = "{name}" } }

[[geometry]]
name = "geom"
type = "MultiLineString"
label = { uk = "Вісь", en = "Axis" }

[[field]]
name = "name"
type = "text"
label = { uk = "Назва", en = "Name" }
tile_from = 10

[[field]]
name = "length"
type = "int"
label = { uk = "Довжина", en = "Length" }
tile_from = 10

[[field]]
name = "secret"
type = "text"
label = { uk = "Таємне", en = "Secret" }
visibility = "official"
tile_from = 10

[[style]]
kind = "line"
zoom = [12, 24]
when = "length < 1000"
color = "#112233"
width = [1, 4]

[[style]]
kind = "label"
zoom = [12, 24]
text = { uk = "{name}", en = "{name}" }
size = 10

[[style]]
kind = "line"
zoom = [12, 24]
when = "secret = 'x'"
color = "#ff0000"
"##;

fn register() -> Register {
    toml::from_str(STREETS).unwrap()
}

fn catalog() -> Catalog {
    Catalog {
        registers: BTreeMap::new(),
        codes: BTreeMap::new(),
        modules: Vec::new(),
        tilesets: Vec::new(),
        icons: BTreeMap::from([("bus".to_owned(), "M4 4h16v16H4z".to_owned())]),
        profile: Profile::Peace,
    }
}

fn line(points: &[(f64, f64)], name: &str, length: i64) -> Feature {
    let line = points.iter().map(|(x, y)| Position::flat(300_000.0 + x, 5_308_000.0 + y)).collect();
    Feature {
        values: vec![Value::Text(name.to_owned()), Value::Int(length)],
        geometry: Geometry { shape: Shape::Lines(vec![line]), has_z: false },
    }
}

fn page(scale: u32, title: &str) -> Sheet {
    Sheet {
        paper: Paper::A4,
        orientation: Orientation::Portrait,
        scale,
        center: Position::flat(300_000.0, 5_308_000.0),
        latitude: 47.9,
        system: Crs::from_epsg(6385).unwrap(),
        lang: Lang::Uk,
        title: title.to_owned(),
        sources: vec![Source {
            register: crate::text::Ident::new("street").unwrap(),
            title: "Вулиці".to_owned(),
            updated: NaiveDate::from_ymd_opt(2026, 11, 1),
            licence: Some("CC-BY-4.0".to_owned()),
        }],
        permalink: "https://city.example/#map=17/47.9/33".to_owned(),
        today: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
        is_cut: false,
    }
}

/// The page with some lines on it.
fn drawn(sheet: &Sheet, features: Vec<Feature>) -> String {
    let register = register();
    let scope = scope(&register, &Actor::anonymous()).unwrap();
    let content =
        Content { scope: &scope, geometry: &register.geometries[0], fields: scope.fields().collect(), features };
    let picture = Picture {
        catalog: &catalog(),
        contents: vec![content],
        lang: Lang::Uk,
        clock: Clock { today: sheet.today },
        is_cut: sheet.is_cut,
    };
    super::sheet(&picture, sheet).unwrap()
}

/// The numbers of the first path of a group.
fn path(svg: &str, group: &str) -> Vec<f64> {
    let from = svg.find(&format!("id=\"{group}\"")).unwrap();
    let data = svg[from..].split(" d=\"").nth(1).unwrap().split('"').next().unwrap();
    data.split(['M', 'L', ' ', 'Z']).filter(|part| !part.is_empty()).map(|part| part.parse().unwrap()).collect()
}

#[test]
fn a_hundred_metres_are_as_long_as_the_scale_says() {
    for (scale, millimetres) in [(500, 200.0), (1_000, 100.0), (5_000, 20.0), (25_000, 4.0)] {
        let svg = drawn(&page(scale, "т"), vec![line(&[(-50.0, 0.0), (50.0, 0.0)], "А", 100)]);
        let numbers = path(&svg, "street.Line");
        assert!((numbers[2] - numbers[0] - millimetres).abs() < 0.002, "1:{scale}: {numbers:?}");
        assert!((numbers[3] - numbers[1]).abs() < 1e-9);
    }
    assert!(drawn(&page(1_000, "т"), Vec::new()).contains(r#"width="210mm" height="297mm" viewBox="0 0 210 297""#));
}

#[test]
fn the_middle_of_the_map_is_where_it_was_asked_for() {
    let sheet = page(1_000, "т");
    let (x, y) = sheet.frame().at(&sheet.center);
    let rect = sheet.frame().rect;
    assert!((x - rect.x - rect.width / 2.0).abs() < 1e-9 && (y - rect.y - rect.height / 2.0).abs() < 1e-9);
}

#[test]
fn conditions_hold_and_styles_of_hidden_fields_are_left_out() {
    let svg = drawn(&page(1_000, "т"), vec![line(&[(0.0, 0.0), (50.0, 0.0)], "Довга", 5_000)]);
    assert!(!svg.contains("<path stroke="), "the condition does not hold");
    assert!(!svg.contains("#ff0000"));
}

#[test]
fn legend_and_sources_name_what_is_in_view_alone() {
    let empty = drawn(&page(1_000, "т"), vec![line(&[(9_000.0, 0.0), (9_050.0, 0.0)], "Далека", 5)]);
    assert!(!empty.contains("Вулиці"));
    let full = drawn(&page(1_000, "т"), vec![line(&[(0.0, 0.0), (90.0, 0.0)], "Соборності", 90)]);
    assert!(full.contains("Вулиці, станом на 01.11.2026, CC-BY-4.0"));
    assert!(full.contains(">Соборності<"), "the street is named");
    for part in
        ["1:1000", "Не є юридичним документом", "EPSG:6385", "22.11.2026", "id=\"qr\"", "id=\"north\"", ">300000<"]
    {
        assert!(full.contains(part), "{part} is missing");
    }
}

#[test]
fn a_map_that_is_not_whole_says_so() {
    let sheet = Sheet { is_cut: true, ..page(1_000, "т") };
    assert!(drawn(&sheet, Vec::new()).contains("показано не всі"));
    assert!(!drawn(&page(1_000, "т"), Vec::new()).contains("показано не всі"));
}

#[test]
fn a_long_title_stands_in_lines_and_a_hostile_one_is_text() {
    let long =
        "Схема розташування земельних ділянок уздовж проспекту Поштового від площі Визволення до вулиці Соборності";
    let svg = drawn(&page(1_000, long), Vec::new());
    let title = svg.split("id=\"title\"").nth(1).unwrap().split("</g>").next().unwrap();
    assert!(title.matches("<text").count() > 1);
    let hostile = drawn(&page(1_000, "</text><script>"), Vec::new());
    assert!(!hostile.contains("<script>"));
}

#[test]
fn a_point_is_drawn_by_its_icon_alone_or_in_a_circle_that_has_room_for_it() {
    let point = || Geometry::point(0.0, 0.0);
    let drawn = |kind: &str, width: f64, at: Geometry| {
        let text = format!(
            "id = \"stop\"\nsubsystem = \"S27\"\ntitle = {{ uk = \"Зупинки\", en = \"Stops\" }}\nsource = \"test\"\n\
             display = {{ title = {{ uk = \"Зупинка\", en = \"Stop\" }} }}\n\
             [[geometry]]\nname = \"geom\"\ntype = \"Point\"\nlabel = {{ uk = \"Місце\", en = \"Place\" }}\n\
             [[style]]\nkind = \"{kind}\"\nicon = \"bus\"\nwidth = [{width}, {width}]\n"
        );
        let register: Register = toml::from_str(&text).unwrap();
        let (catalog, actor) = (catalog(), Actor::anonymous());
        let scope = scope(&register, &actor).unwrap();
        let geometry = &register.geometries[0];
        let feature = Feature { values: Vec::new(), geometry: at };
        let contents = vec![Content { scope: &scope, geometry, fields: Vec::new(), features: vec![feature] }];
        let picture = Picture {
            catalog: &catalog,
            contents,
            lang: Lang::Uk,
            clock: Clock { today: NaiveDate::default() },
            is_cut: false,
        };
        let bounds = crate::geometry::Bounds { min_x: -50.0, min_y: -50.0, max_x: 50.0, max_y: 50.0 };
        let frame = Frame::on_screen(&bounds, 200.0, 200.0, 47.9);
        picture.map(&frame).0.document().unwrap()
    };
    let has = |drawing: &str| (drawing.contains("<circle"), drawing.contains("M4 4h16v16H4z"));
    assert_eq!(has(&drawn("icon", 1.0, point())), (false, true));
    assert_eq!(has(&drawn("circle", 10.0, point())), (true, true));
    assert_eq!(has(&drawn("circle", 3.0, point())), (true, false));
    // An area is not filled with the colour of its icon.
    let ring = [(0.0, 0.0), (20.0, 0.0), (20.0, 20.0), (0.0, 20.0), (0.0, 0.0)];
    let ring: Vec<Position> = ring.into_iter().map(|(x, y)| Position::flat(x, y)).collect();
    let area = Geometry { shape: Shape::Polygons(vec![vec![ring]]), has_z: false };
    let drawing = drawn("icon", 1.0, area);
    assert_eq!((has(&drawing), drawing.matches("<path").count()), ((false, true), 1), "{drawing}");
}

#[test]
fn a_page_looks_as_it_did() {
    let features = vec![
        line(&[(-60.0, -20.0), (60.0, 30.0)], "Соборності", 130),
        line(&[(0.0, -100.0), (0.0, 100.0)], "Поштова", 200),
    ];
    insta::assert_snapshot!(drawn(&page(1_000, "Дві вулиці"), features));
}

#[test]
fn a_picture_keeps_what_was_asked_for_in_its_middle() {
    let bounds = crate::geometry::Bounds { min_x: 0.0, min_y: 0.0, max_x: 100.0, max_y: 50.0 };
    let frame = Frame::on_screen(&bounds, 200.0, 200.0, 47.9);
    assert_eq!(frame.at(&Position::flat(0.0, 25.0)), (0.0, 100.0));
    assert_eq!(frame.at(&Position::flat(100.0, 25.0)), (200.0, 100.0));
}
