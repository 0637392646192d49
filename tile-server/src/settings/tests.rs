//! The settings from outside: what a person who wrote them sees.

use std::ffi::OsString;
use std::path::Path;

use super::*;

const CITY: &str = include_str!("../../../city.toml");

fn error_of(text: &str) -> String {
    Settings::parse(Path::new("/city/city.toml"), text).unwrap_err().to_string()
}

fn city() -> Settings {
    Settings::parse(Path::new("/city/city.toml"), CITY).unwrap()
}

fn overridden(name: &str, value: &str) -> Result<Settings, SettingsError> {
    let mut settings = city();
    overrides::apply(&mut settings, |asked| (asked == name).then(|| OsString::from(value)))?;
    settings.check()?;
    Ok(settings)
}

#[test]
fn the_first_city_is_kryvyi_rih() {
    let settings = city();
    assert_eq!(settings.city.id.as_str(), "kryvyi-rih");
    assert_eq!(settings.city.bounds.as_array(), [33.10, 47.60, 33.70, 48.25]);
    assert!(settings.city.bounds.contains(settings.city.center));
    assert_eq!(settings.city.storage_crs.get(), 6385);
    assert_eq!(settings.city.ucs2000_operation.code(), 5840);
    assert_eq!(settings.city.territory_code.as_str(), "UA12060170000091033");
}

#[test]
fn a_mailbox_is_an_address_and_nothing_else() {
    let with = |email: &str| CITY.replace("\"gis@example.org\"", &format!("\"{email}\""));
    let settings = Settings::parse(Path::new("/city/city.toml"), &with("gis@example.org")).unwrap();
    assert_eq!(settings.city.contact_email.unwrap().as_str(), "gis@example.org");
    for wrong in ["gis", "@example.org", "gis@example.org?bcc=x@example.org", "a@b@example.org"] {
        assert!(error_of(&with(wrong)).contains("gis@example.org"), "{wrong}");
    }
}

#[test]
fn settings_that_are_missing_are_told_with_one_cause_and_the_way_to_mend_it() {
    let Err(error) = read(Path::new("/nowhere/city.toml")) else { panic!("it is there") };
    // As the program prints it: with all causes.
    let said = format!("{:#}", anyhow::Error::from(error));
    assert_eq!(said.matches("No such file").count(), 1, "{said}");
    assert!(said.ends_with("name the file with MISTO_CITY"), "{said}");
}

#[test]
fn relative_paths_begin_at_the_file() {
    assert_eq!(city().server.layers, Path::new("/city/layers"));
}

#[test]
fn a_mistyped_key_is_refused_at_its_place_with_the_key_that_was_meant() {
    let error = error_of(&CITY.replace("listen =", "lisen ="));
    let line = CITY.lines().position(|line| line.starts_with("listen")).unwrap() + 1;
    assert!(error.starts_with(&format!("/city/city.toml:{line}:1: unknown field `lisen`")), "{error}");
    assert!(error.contains("\n  | ^^^^^\n"), "{error}");
    assert!(error.ends_with("help: did you mean `listen`?"), "{error}");
}

#[test]
fn a_mistyped_section_is_refused_with_the_section_that_was_meant() {
    let error = error_of(&CITY.replace("[server]", "[sever]"));
    assert!(error.contains("unknown field `sever`") && error.ends_with("did you mean `server`?"), "{error}");
}

#[test]
fn a_wrong_value_is_refused_at_its_place_with_what_would_be_right() {
    let cases = [
        ("\"UA12060170000091033\"", "\"UA1206017000009103\"", "17 digits"),
        ("\"UA12060170000091033\"", "\"UА12060170000091033\"", "Latin letters"),
        ("[33.10, 47.60, 33.70, 48.25]", "[33.70, 47.60, 33.10, 48.25]", "west must be less than east"),
        ("[33.10, 47.60, 33.70, 48.25]", "[33.10, 147.60, 33.70, 148.25]", "longitude, latitude"),
        ("5840", "5590", "5840, 7817"),
        ("\"kryvyi-rih\"", "\"Кривий Ріг\"", "begins with a letter"),
        ("\"127.0.0.1:8080\"", "\"localhost\"", "socket address"),
        ("max_rejected_percent = 5", "max_rejected_percent = 105", "between 0 and 100"),
    ];
    for (right, wrong, advice) in cases {
        assert!(CITY.contains(right), "{right}");
        let error = error_of(&CITY.replacen(right, wrong, 1));
        let line = CITY.lines().position(|line| line.contains(right)).unwrap() + 1;
        assert!(error.starts_with(&format!("/city/city.toml:{line}:")), "{error}");
        assert!(error.contains(advice) && error.contains('^'), "{error}");
    }
}

#[test]
fn a_file_that_is_not_toml_is_refused_at_its_place() {
    let error = error_of("[city]\nid = \"я\" = 3\n");
    assert!(error.starts_with("/city/city.toml:2:10:"), "{error}");
    assert!(error_of("").contains("missing field `city`"));
}

#[test]
fn every_variable_has_a_setting_and_refuses_nonsense_by_name() {
    for Override { name, key, .. } in OVERRIDES {
        let (section, _) = key.split_once('.').unwrap();
        assert!(CITY.contains(&format!("[{section}]")), "{key}");
        let is_path =
            ["MISTO_VIEWER", "MISTO_LAYERS", "MISTO_FONTS", "MISTO_DATA_DIR", "MISTO_POSTGRES_BIN", "MISTO_WORKER"];
        if !is_path.contains(name) {
            let error = overridden(name, "нісенітниця").unwrap_err().to_string();
            assert!(error.contains(name) && error.contains(key), "{error}");
        }
    }
}

#[test]
fn the_environment_wins_over_the_file() {
    let settings = overridden("MISTO_LISTEN", "0.0.0.0:9000").unwrap();
    assert_eq!(settings.server.listen.port(), 9000);
    assert_eq!(overridden("MISTO_LISTEN", "").unwrap(), city());
    assert!(overridden("DATABASE_URL", "postgres://u:secret@host/db").unwrap().cluster().is_none());
}

#[test]
fn a_password_in_the_database_url_is_not_printed() {
    let settings = overridden("DATABASE_URL", "postgres://u:secret@host/db").unwrap();
    assert!(!format!("{settings:?}").contains("secret"));
    let error = overridden("DATABASE_URL", "mysql://u:secret@host/db").unwrap_err();
    assert!(!error.to_string().contains("secret"), "{error}");
    let wrong = "[database]\nurl = \"mysql://u:secret@host/db\"";
    let error = error_of(&CITY.replace("[database]", wrong));
    assert!(error.contains("mysql://********@host") && !error.contains("secret"), "{error}");
}

#[test]
fn pools_that_the_cluster_cannot_serve_are_refused() {
    let error = overridden("MISTO_POOL_PUBLIC", "40").unwrap_err().to_string();
    assert!(error.contains("add up to 60 connections; at most 48"), "{error}");
}
