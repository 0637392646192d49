//! Each mistake in the files of `layers/` is told with its file, its line and the way to mend it.
#![expect(clippy::unwrap_used, reason = "a file that cannot be written fails the test")]

use gis_core::load;
use std::fs;
use std::path::{Path, PathBuf};

const MODULES: &str = r#"[[module]]
id = "city"
title = { uk = "Місто", en = "City" }
subsystems = { S01 = { uk = "Підсистема", en = "Subsystem" } }
"#;

const TILESETS: &str = r#"[[tileset]]
id = "all"
title = { uk = "Усе", en = "All" }
registers = ["thing"]
max_zoom = 16
"#;

const CODES: &str = r#"id = "kind"
title = { uk = "Вид", en = "Kind" }

[[item]]
code = "one"
label = { uk = "Один", en = "One" }

[[item]]
code = "two"
label = { uk = "Два", en = "Two" }
"#;

const ICON: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill-rule="evenodd" d="M4 4h16v16H4z"/></svg>"#;

const THING: &str = r##"id = "thing"
subsystem = "S01"
title = { uk = "Речі", en = "Things" }
source = "рішення виконкому"

[display]
title = { uk = "Річ {name}", en = "Thing {name}" }

[[geometry]]
name = "geom"
type = "Point"
label = { uk = "Місце", en = "Place" }

[[field]]
name = "name"
type = "text"
pattern = '^\d+$'
label = { uk = "Назва", en = "Name" }
search = "words"
tile_from = 10

[[field]]
name = "kind"
type = "code"
codes = "kind"
label = { uk = "Вид", en = "Kind" }
tile_from = 10

[[field]]
name = "part_of"
type = "ref"
to = "thing"
label = { uk = "Частина", en = "Part of" }

[[field]]
name = "price"
type = "int"
label = { uk = "Ціна", en = "Price" }
visibility = "official"

[[rule]]
id = "name_is_short"
check = "name <> 'x'"
text = { uk = "Не x.", en = "Not x." }

[[hide]]
profiles = ["martial"]
when = "kind = 'two'"
ground = "акт"

[[style]]
kind = "circle"
by = "kind"
zoom = [10, 24]
color = "#aa0000"
icon = "dot"
[style.classes]
one = "#00aa00"
"##;

/// A folder of declarations, removed when it goes.
struct Layers(PathBuf);

impl Layers {
    fn sound(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("misto-mistakes-{}-{name}", std::process::id()));
        for below in ["city", "codes", "icons"] {
            fs::create_dir_all(folder.join(below)).unwrap();
        }
        let groups = Path::new(env!("CARGO_MANIFEST_DIR")).join("../layers/groups.toml");
        let layers = Self(folder);
        layers.write("groups.toml", &fs::read_to_string(groups).unwrap());
        for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../layers/codes")).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), layers.0.join("codes").join(file.file_name())).unwrap();
        }
        for (file, text) in [
            ("modules.toml", MODULES),
            ("tilesets.toml", TILESETS),
            ("codes/kind.toml", CODES),
            ("icons/dot.svg", ICON),
            ("city/thing.toml", THING),
        ] {
            layers.write(file, text);
        }
        layers
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.0.join(file), text).unwrap();
    }

    /// The mistakes as `misto registers check` prints them, without the folder.
    fn mistakes(&self) -> String {
        let folder = format!("{}/", self.0.display());
        load::load(&self.0).err().map_or_else(String::new, |mistakes| mistakes.to_string().replace(&folder, ""))
    }
}

impl Drop for Layers {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// File, what is written there, what is written instead, the mistake and its hint.
type Case = (&'static str, &'static str, &'static str, &'static str);

const CASES: &[Case] = &[
    ("city/thing.toml", "source =", "sorce =", "city/thing.toml:4: unknown field `sorce`, expected one of"),
    ("city/thing.toml", "source = \"рішення виконкому\"\n", "", "missing field `source`\n  hint: add the key"),
    (
        "city/thing.toml",
        "source = \"рішення виконкому\"",
        "source = \" \"",
        "city/thing.toml:4: thing: `source` is empty\n  hint: name the act",
    ),
    (
        "city/thing.toml",
        "\"S01\"",
        "\"S99\"",
        "city/thing.toml:2: thing: the subsystem `S99` does not exist\n  hint: see layers/modules.toml",
    ),
    (
        "city/thing.toml",
        "en = \"Things\"",
        "en = \"\"",
        "thing: a text is missing in one language\n  hint: give both `uk` and `en`",
    ),
    (
        "city/thing.toml",
        "Річ {name}",
        "Річ {nmae}",
        "thing: `display` names the field `nmae`, which does not exist\n  hint: the nearest name is `name`",
    ),
    (
        "city/thing.toml",
        "Річ {name}",
        "Річ [{name}",
        "city/thing.toml:7: thing: the template `Річ [{name}` is not one: `[` is not closed",
    ),
    (
        "city/thing.toml",
        "type = \"Point\"",
        "type = \"Point\"\nrules = [\"no_overlap\"]",
        "thing: `no_overlap` of `geom`, which is no polygon\n  hint: the rule is for the type MultiPolygon",
    ),
    (
        "city/thing.toml",
        "name = \"price\"",
        "name = \"kind\"",
        "thing: `kind` is declared twice\n  hint: a field group may already bring it in",
    ),
    (
        "city/thing.toml",
        "name = \"price\"",
        "name = \"version\"",
        "thing: `version` is a name of the system\n  hint: choose another name",
    ),
    ("city/thing.toml", "name = \"price\"", "name = \"on_surface\"", "thing: `on_surface` is a name of the system"),
    ("city/thing.toml", "name = \"price\"", "name = \"bbox\"", "thing: `bbox` is a name of the system"),
    (
        "city/thing.toml",
        "subsystem =",
        "registration_prefix = \"t\"\nsubsystem =",
        "city/thing.toml:2: thing: `registration_prefix` and a field with the role `registration_number` go together",
    ),
    (
        "city/thing.toml",
        "name = \"price\"",
        "name = \"price\"\nrole = \"status\"",
        "thing: 2 fields have the role Status",
    ),
    (
        "city/thing.toml",
        "to = \"thing\"",
        "to = \"thong\"",
        "city/thing.toml:32: thing: `part_of` refers to `thong`, which is not a register\n  hint: the nearest name is `thing`",
    ),
    (
        "city/thing.toml",
        "to = \"thing\"\n",
        "",
        "thing: `part_of` is a ref without `to`\n  hint: name the register it refers to",
    ),
    ("city/thing.toml", "type = \"ref\"", "type = \"int\"", "thing: `part_of` has `to` but is no ref"),
    (
        "city/thing.toml",
        "type = \"int\"",
        "type = \"records\"",
        "thing: `price`: `of` and the type `records` go together\n  hint: list the parts in [[field.of]]",
    ),
    ("city/thing.toml", r"'^\d+$'", r"'^(\d+$'", "the pattern of `name` is not one"),
    (
        "city/thing.toml",
        "type = \"int\"",
        "type = \"bool\"\nsearch = \"words\"",
        "thing: `price` cannot be searched that way\n  hint: search texts, numbers and codes",
    ),
    (
        "city/thing.toml",
        "codes = \"kind\"",
        "codes = \"knd\"",
        "thing: the code list `knd` of `kind` does not exist\n  hint: the nearest name is `kind`",
    ),
    (
        "city/thing.toml",
        "codes = \"kind\"\n",
        "",
        "thing: `kind` is a code without `codes`\n  hint: name its code list",
    ),
    ("city/thing.toml", "type = \"code\"", "type = \"text\"", "thing: `kind` has `codes` but is no code"),
    (
        "city/thing.toml",
        "codes = \"kind\"",
        "codes = \"kind\"\nparent = \"sort\"",
        "`parent` names the field `sort`, which does not exist",
    ),
    (
        "city/thing.toml",
        "type = \"int\"",
        "type = \"decimal\"\ncomputed = { area = \"gem\" }",
        "thing: `price` is computed from `gem`, which is no geometry\n  hint: name a geometry of this register",
    ),
    (
        "city/thing.toml",
        "type = \"int\"",
        "type = \"int\"\ncomputed = { within = { register = \"thing\" } }",
        "thing: `price` is computed from `thing`\n  hint: it must be a ref to that register",
    ),
    ("city/thing.toml", "name <> 'x'", "nam <> 'x'", "which does not exist\n  hint: the nearest name is `name`"),
    ("city/thing.toml", "name <> 'x'", "name <>", "city/thing.toml:43: not an expression at character 7"),
    (
        "city/thing.toml",
        "ground = \"акт\"",
        "ground = \"\"",
        "thing: a `hide` lacks profiles or its ground\n  hint: name the profiles and the act",
    ),
    (
        "city/thing.toml",
        "ground = \"акт\"",
        "fields = [\"name\"]\nground = \"акт\"",
        "thing: a `hide` names both `fields` and `when`\n  hint: a condition hides whole records",
    ),
    ("city/thing.toml", "kind = 'two'", "price = 2", "thing: `hide` looks at `price`, which is not public"),
    (
        "city/thing.toml",
        "by = \"kind\"",
        "by = \"sort\"",
        "thing: `style` names the field `sort`, which does not exist",
    ),
    ("city/thing.toml", "#aa0000", "red", "thing: `red` is not a colour\n  hint: write #rrggbb"),
    (
        "city/thing.toml",
        "one = \"#00aa00\"",
        "three = \"#00aa00\"",
        "thing: the style class `three` is not a code of `by`\n  hint: use codes of the field's list",
    ),
    (
        "city/thing.toml",
        "[10, 24]",
        "[24, 10]",
        "thing: a zoom range runs backwards or beyond 24\n  hint: write [first, last]",
    ),
    (
        "city/thing.toml",
        "icon = \"dot\"",
        "icon = \"dog\"",
        "thing: there is no icon `dog`\n  hint: layers/icons has dot",
    ),
    (
        "city/thing.toml",
        "kind = \"circle\"",
        "kind = \"line\"",
        "thing: only circles and icons carry icons\n  hint: leave out `icon` and `icons`",
    ),
    (
        "city/thing.toml",
        "kind = \"circle\"\nby = \"kind\"\nzoom = [10, 24]\ncolor = \"#aa0000\"\nicon = \"dot\"",
        "kind = \"icon\"\nby = \"kind\"",
        "thing: an icon has no name\n  hint: name it in `icon`",
    ),
    (
        "city/thing.toml",
        "kind = \"circle\"\nby = \"kind\"\nzoom = [10, 24]\ncolor = \"#aa0000\"\nicon = \"dot\"",
        "kind = \"label\"\nby = \"kind\"",
        "thing: a label has no `text`\n  hint: give its template in both languages",
    ),
    (
        "city/thing.toml",
        "subsystem =",
        "groups = [\"nobody\"]\nsubsystem =",
        "city/thing.toml:2: the field group `nobody` does not exist\n  hint: groups are declared in layers/groups.toml",
    ),
    (
        "codes/kind.toml",
        "\"two\"",
        "\"one\"",
        "codes/kind.toml: the code `one` stands twice\n  hint: leave one of them out",
    ),
    (
        "codes/kind.toml",
        "en = \"Two\"",
        "en = \"\"",
        "codes/kind.toml: the code `two` lacks a label\n  hint: give `uk` and `en`",
    ),
    (
        "tilesets.toml",
        "[\"thing\"]",
        "[\"thong\"]",
        "tilesets.toml: the register `thong` does not exist\n  hint: the nearest name is `thing`",
    ),
    (
        "tilesets.toml",
        "id = \"all\"",
        "id = \"thing\"",
        "tilesets.toml: `thing` is also a register\n  hint: give the tile set another id",
    ),
    ("icons/dot.svg", "M4 4", "url(#x)", "icons/dot.svg: an icon is one path on a square of 24 units"),
    ("modules.toml", "[[module]]", "[module", "modules.toml:1"),
];

#[test]
fn the_folder_of_the_cases_is_sound() {
    assert_eq!(Layers::sound("sound").mistakes(), "");
}

#[test]
fn each_mistake_is_told_with_its_file_and_the_way_to_mend_it() {
    let layers = Layers::sound("each");
    let mut untold = Vec::new();
    for (file, right, wrong, told) in CASES {
        let text = fs::read_to_string(layers.0.join(file)).unwrap();
        assert!(text.contains(right), "{file} has no {right}");
        layers.write(file, &text.replacen(right, wrong, 1));
        let mistakes = layers.mistakes();
        if !mistakes.contains(told) || !mistakes.contains("\n  hint: ") {
            untold.push(format!("{wrong}\n  gives: {mistakes}\n  not: {told}"));
        }
        layers.write(file, &text);
    }
    assert!(untold.is_empty(), "{}", untold.join("\n\n"));
}

#[test]
fn an_id_of_two_files_is_told() {
    let layers = Layers::sound("twice");
    layers.write("city/thing2.toml", THING);
    assert!(
        layers
            .mistakes()
            .contains("city/thing2.toml:1: the id `thing` is declared twice\n  hint: give one of them another id")
    );
}

#[test]
fn a_file_that_is_missing_is_told() {
    let layers = Layers::sound("missing");
    fs::remove_file(layers.0.join("groups.toml")).unwrap();
    assert!(layers.mistakes().contains("groups.toml: cannot be read"), "{}", layers.mistakes());
}
