//! Putting canaries where readers may not look.

use super::super::edit;
use gis_core::register::{Field, FieldType, Register, Role, Visibility};
use store::sql::search::{is_found, renew};
use tests::{Database, declared, run};
use uuid::Uuid;

/// How canaries begin that staff may see.
pub const OFFICIAL: &str = "qzstaff";
/// How canaries begin that nobody may see without a logged purpose.
pub const SEALED: &str = "qzsealed";
/// Digits of the same.
pub const OFFICIAL_NUMBER: &str = "77007700770";
/// Digits of the same.
pub const SEALED_NUMBER: &str = "88008800880";
/// UUIDs of the same.
pub const OFFICIAL_UUID: &str = "77007700-7700";
/// UUIDs of the same.
pub const SEALED_UUID: &str = "88008800-8800";

/// Rows of each register that get canaries: hidden fields only, then a row for staff, a sealed one, an annulled one.
const KINDS: [&str; 4] = ["fields", "official", "confidential", "annulled"];

/// What was planted.
pub struct Planted {
    /// Rows with canaries: register and fid.
    pub rows: Vec<(String, i64)>,
    /// Canaries of text: register, field, canary.
    pub texts: Vec<(String, String, String)>,
    /// How many canaries there are.
    pub count: usize,
}

/// Plants a canary in every hidden field and in all fields of hidden rows, and in the history of each.
pub fn plant(database: &Database) -> Planted {
    let mut planted = Planted { rows: Vec::new(), texts: Vec::new(), count: 0 };
    database.sql("CREATE TABLE public.unplanted (what text)");
    for register in declared().catalog.registers.values() {
        let fids = database.sql(&format!(
            "SELECT string_agg(fid::text, ' ') FROM (SELECT fid FROM reg.\"{}\" ORDER BY fid LIMIT 4) t",
            register.id
        ));
        let fids: Vec<i64> = fids.split(' ').map(|fid| fid.parse().expect("a demonstration feature")).collect();
        let mut script = String::new();
        for (kind, fid) in KINDS.iter().zip(&fids) {
            script += &plant_row(register, kind, *fid, &mut planted);
            planted.rows.push((register.id.to_string(), *fid));
        }
        script += &remember(register, &fids);
        database.sql(&script);
        renew_search(database, register);
    }
    let unplanted = database.number("SELECT count(*) FROM public.unplanted");
    assert!(unplanted < 80, "{}", database.sql("SELECT * FROM public.unplanted"));
    planted.count -= usize::try_from(unplanted).expect("a count");
    planted
}

fn plant_row(register: &Register, kind: &str, fid: i64, planted: &mut Planted) -> String {
    let mut script = String::new();
    for field in &register.fields {
        let own = register.visibility_of(field);
        let level = match kind {
            "fields" => own,
            "confidential" => Visibility::Confidential,
            _ => own.max(Visibility::Official),
        };
        let Some((sql, text)) = canary(field, level).filter(|_| level > Visibility::Public) else { continue };
        planted.count += 1;
        planted.texts.extend(text.map(|text| (register.id.to_string(), field.name.to_string(), text)));
        // A rule of the register may refuse the value; then this field keeps what it holds.
        script += &format!(
            "DO $do$ BEGIN UPDATE reg.\"{0}\" SET \"{1}\" = {sql} WHERE fid = {fid}; \
             EXCEPTION WHEN check_violation OR numeric_value_out_of_range THEN INSERT INTO public.unplanted VALUES ('{0}.{1}'); END $do$;\n",
            register.id, field.name
        );
    }
    let role = if kind == "annulled" { Role::Status } else { Role::Access };
    let column = register.role(role).map(|field| field.name.to_string()).expect("every register has the record group");
    if kind != "fields" {
        script += &format!("UPDATE reg.\"{}\" SET \"{column}\" = '{kind}' WHERE fid = {fid};\n", register.id);
    }
    script
}

/// An SQL literal that stands nowhere else, and its text to search for.
fn canary(field: &Field, level: Visibility) -> Option<(String, Option<String>)> {
    let sealed = level == Visibility::Confidential;
    let unique = Uuid::new_v4().simple().to_string();
    let word: String = format!("{}{}", if sealed { SEALED } else { OFFICIAL }, &unique[..12]);
    let word: String = word.chars().take(field.max_length.unwrap_or(200)).collect();
    let uuid = format!("{}{}", if sealed { SEALED_UUID } else { OFFICIAL_UUID }, &Uuid::new_v4().to_string()[13..]);
    let number = format!(
        "{}{:04}",
        if sealed { SEALED_NUMBER } else { OFFICIAL_NUMBER },
        unique.bytes().map(u32::from).sum::<u32>()
    );
    let one = match field.kind {
        FieldType::Text => format!("'{word}'"),
        FieldType::Url => format!("'https://{word}.example'"),
        FieldType::Uuid | FieldType::File => format!("'{uuid}'::uuid"),
        FieldType::Int if field.max.is_none() => number,
        FieldType::Decimal | FieldType::Money if field.max.is_none() && field.values.is_empty() => number,
        FieldType::Json => format!("'{{\"signer\": \"{word}\"}}'::jsonb"),
        FieldType::Records => {
            let parts: Vec<String> = field
                .of
                .iter()
                .filter(|part| part.kind == FieldType::Text)
                .map(|part| format!("\"{}\": \"{word}\"", part.name))
                .collect();
            format!("'[{{{}}}]'::jsonb", parts.join(", "))
        }
        _ => return None,
    };
    let text = matches!(field.kind, FieldType::Text | FieldType::Records).then(|| word.clone());
    Some((if field.list { format!("ARRAY[{one}]") } else { one }, text))
}

/// The rows as they are now stand in history too, as known until the newest changeset.
fn remember(register: &Register, fids: &[i64]) -> String {
    let columns = store::sql::columns::data_columns(register).join(", ");
    let fids: Vec<String> = fids.iter().map(ToString::to_string).collect();
    format!(
        "INSERT INTO reg.\"{0}_history\" (fid, version, changeset, incomplete, closed_by, {columns}) \
         SELECT fid, version, changeset, incomplete, (SELECT max(id) FROM misto.changeset), {columns} FROM reg.\"{0}\" WHERE fid IN ({1});",
        register.id,
        fids.join(", ")
    )
}

fn renew_search(database: &Database, register: &Register) {
    let catalog = &declared().catalog;
    for register in catalog.registers.values().filter(|other| is_found(other) && other.id >= register.id) {
        let all = format!("SELECT fid FROM reg.\"{}\"", register.id);
        database.sql(&format!("SET search_path = misto, public; {}", renew(catalog, register, &all).join("; ")));
    }
}

/// Edits a visible row of each register through a commit, so that everything derived is made anew.
pub fn edit(database: &Database, planted: &Planted) {
    let store = database.store();
    for register in declared().catalog.registers.values().filter(|register| register.field("note").is_some()) {
        let most = planted
            .rows
            .iter()
            .filter(|(id, _)| *id == register.id.as_str())
            .map(|(_, fid)| *fid)
            .max()
            .unwrap_or_default();
        // A register of few rows has none left that is as it was.
        let fid =
            database.number(&format!("SELECT coalesce(min(fid), 0) FROM reg.\"{}\" WHERE fid > {most}", register.id));
        if fid == 0 {
            continue;
        }
        let level = if register.visibility == Visibility::Confidential { SEALED } else { OFFICIAL };
        let note = format!("{level}{}", &Uuid::new_v4().simple().to_string()[..12]);
        run(edit::update(&store, register.id.as_str(), fid, &[("note", &note)]));
    }
}
