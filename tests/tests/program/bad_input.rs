//! What is hostile, broken or gone: a clear answer, nothing half done, the server alive.

use crate::api::encoded;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use tests::{Database, Server, declared, program, wait_until};

/// Texts that end up in SQL, HTML, headers, logs and terminals of careless programs.
const HOSTILE: [&str; 14] = [
    "'; DROP TABLE reg.street; --",
    "' OR '1'='1",
    "1) OR (1=1",
    "$1",
    "\\' OR 1=1",
    "%00",
    "\u{0}",
    "a\u{0}b",
    "\u{202e}gnp.exe",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "\r\nSet-Cookie: a=b",
    "../../../../etc/passwd",
    "\u{1F3E0}\u{0301}\u{FFFD}",
];

fn alive(server: &Server) {
    assert_eq!(server.get("/ready").status, 200);
}

#[test]
fn the_first_readers_find_open_connections() {
    let database = Database::empty();
    let open = || {
        database.number(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'misto'",
        )
    };
    for (server, least) in [(Server::start(&database), 8), (Server::official(&database), 6)] {
        let before = open();
        drop(server);
        wait_until(10, "the connections of a server that was killed are closed", || open() <= before - least);
    }
}

#[test]
fn hostile_text_in_any_parameter_is_data_or_refused() {
    let database = Database::demo();
    let server = Server::start(&database);
    let rows = database.number("SELECT count(*) FROM reg.street");
    let street = declared().catalog.register("street").unwrap();
    let names = street
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .chain(["limit", "bbox", "crs", "bbox-crs", "datetime", "at", "cursor", "f", "lang", "nobody"]);
    for name in names {
        for text in HOSTILE {
            let answer = server.get(&format!("/ogc/collections/street/items?limit=1&{name}={}", encoded(text)));
            assert!([200, 400].contains(&answer.status), "{name}={text:?}: {} {}", answer.status, answer.text());
            assert!(answer.header("set-cookie").is_empty());
            assert!(
                answer.status == 400 || answer.ok()["numberMatched"] == 0,
                "{name}={text:?} matches: {}",
                answer.text()
            );
        }
    }
    assert_eq!(database.number("SELECT count(*) FROM reg.street"), rows);
    alive(&server);
}

#[test]
fn hostile_text_in_a_path_or_a_name_of_a_parameter_is_refused() {
    let database = Database::demo();
    let server = Server::start(&database);
    for text in HOSTILE {
        let text = encoded(text);
        for path in [
            "/ogc/collections/{}",
            "/ogc/collections/{}/items",
            "/ogc/collections/street/items/{}",
            "/tiles/{}",
            "/tiles/{}/1/0/0",
            "/tiles/city/{}/0/0",
            "/styles/{}",
            "/o/{}/1",
            "/o/street/{}",
            "/api/registers/{}",
            "/{}",
        ] {
            let answer = server.get(&path.replace("{}", &text));
            assert!([400, 404].contains(&answer.status), "{path} with {text}: {}", answer.status);
            assert!(!answer.text().contains("<script>"));
        }
        let answer = server.get(&format!("/ogc/collections/street/items?{text}=1"));
        assert_eq!(answer.status, 400, "{text}: {}", answer.text());
    }
    alive(&server);
}

#[test]
fn a_search_takes_any_text_and_keeps_its_bounds() {
    let database = Database::demo();
    let server = Server::start(&database);
    for text in HOSTILE.iter().chain(&["&|!():*<->", "''''", "a:*", "!!", "  ", "—", "вул. 'Поштова' & 1"])
    {
        let answer = server.get(&format!("/search?q={}", encoded(text)));
        assert!([200, 400].contains(&answer.status), "{text:?}: {}", answer.text());
    }
    server.get("/search?q=a%00b").is_problem(400, "parameter");
    server.get(&format!("/search?q={}", "a".repeat(201))).is_problem(400, "parameter");
    server.get("/search").is_problem(400, "parameter");
    server.get("/search?q=аб&limit=51").is_problem(400, "parameter");
    assert_eq!(server.get(&format!("/search?q={}", encoded(&"я ".repeat(90)[..180]))).status, 200);
    alive(&server);
}

#[test]
fn long_queries_and_many_parameters_are_refused() {
    let database = Database::empty();
    let server = Server::start(&database);
    let long = "a".repeat(10 * 1024);
    server.get(&format!("/search?q={long}")).is_problem(400, "parameter");
    server.get(&format!("/ogc/collections/street/items?name_uk={long}")).is_problem(400, "parameter");
    let many: Vec<String> = (0..65).map(|at| format!("p{at}=1")).collect();
    server.get(&format!("/ogc/collections/street/items?{}", many.join("&"))).is_problem(400, "parameter");
    let head = server.try_get(&format!("/search?q={}", "a".repeat(60 * 1024)), &[]);
    assert!(head.is_err() || head.is_ok_and(|answer| (400..500).contains(&answer.status)));
    alive(&server);
}

#[test]
fn only_reading_is_offered() {
    let database = Database::empty();
    let server = Server::start(&database);
    for method in ["POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"] {
        let answer = told(
            &server,
            &format!(
                "{method} /ogc/collections/street/items HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            ),
        );
        assert!(answer.starts_with("HTTP/1.1 405"), "{method}: {answer}");
    }
    let options = told(&server, "OPTIONS /ogc HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    let has = |line: &str| options.to_lowercase().contains(&line.to_lowercase());
    assert!(options.starts_with("HTTP/1.1 204") && has("\r\nallow: GET, HEAD, OPTIONS\r\n"), "{options}");
    // A page of another host may ask, too, also with headers of its own.
    assert!(
        has("\r\naccess-control-allow-origin: *\r\n") && has("\r\naccess-control-allow-headers: *\r\n"),
        "{options}"
    );
    let head = told(&server, "HEAD /ogc HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assert!(head.starts_with("HTTP/1.1 200") && head.ends_with("\r\n\r\n"), "{head}");
    alive(&server);
}

/// What comes back for these bytes until the server closes.
fn told(server: &Server, request: &str) -> String {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn a_foreign_host_header_is_not_believed() {
    let database = Database::empty();
    let server = Server::start(&database);
    let answer = told(&server, "GET /ogc HTTP/1.1\r\nHost: evil\"><script>\r\nConnection: close\r\n\r\n");
    assert!(!answer.contains("<script>"), "{answer}");
}

#[test]
fn who_sends_headers_slowly_is_cut_off() {
    let database = Database::empty();
    let server = Server::start(&database);
    let begun = Instant::now();
    let answer = told(&server, "GET /ogc HTTP/1.1\r\nHost: a\r\nX-Slow: ");
    assert!(begun.elapsed() < Duration::from_secs(20), "the server waited {:?}", begun.elapsed());
    assert!(!answer.starts_with("HTTP/1.1 200"), "{answer}");
    alive(&server);
}

#[test]
fn a_server_that_is_told_to_stop_answers_what_it_has_begun() {
    let database = Database::demo();
    let server = Server::start(&database);
    let url = format!("{}/ogc/collections/building/items?limit=10000", server.url);
    let asked: Vec<_> = (0..3)
        .map(|_| {
            let url = url.clone();
            std::thread::spawn(move || tests::http::get(&tests::http::agent(), &url, &[]))
        })
        .collect();
    std::thread::sleep(Duration::from_millis(60));
    server.terminate();
    for answer in asked {
        let answer = answer.join().unwrap().unwrap();
        assert!(answer.status == 200 && answer.json()["features"].is_array(), "{}", answer.status);
    }
    assert!(server.ended(20).success());
}

/// A private cluster of the program's own, which a test may kill.
struct Private(PathBuf);

impl Private {
    fn new(name: &str) -> Self {
        let place = std::env::temp_dir().join(format!("misto-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&place).unwrap();
        Self(place)
    }

    fn server(&self) -> Server {
        let mut command = program::command("misto");
        command.args(["serve", "--prepare", "--size", "tiny"]).env("MISTO_DATA_DIR", self.0.join("db"));
        Server::run(&mut command)
    }

    fn kill_postgres(&self) {
        let file = std::fs::read_to_string(self.0.join("db/data/postmaster.pid")).unwrap();
        program::done(Command::new("kill").args(["-9", file.lines().next().unwrap()]));
    }
}

impl Drop for Private {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn is_gone(place: &Path) -> bool {
    !place.join("db/data/postmaster.pid").exists()
}

#[test]
fn a_killed_database_is_a_clear_answer_and_comes_back_by_itself() {
    let private = Private::new("killed");
    let server = private.server();
    let before = server.json("/ogc/collections/street/items?limit=1")["numberMatched"].clone();
    private.kill_postgres();
    let (mut refused, mut answered) = (0, 0);
    wait_until(60, "the server answers again", || {
        let begun = Instant::now();
        let answer = server.get("/ogc/collections/street/items?limit=1&status=active");
        assert!(begun.elapsed() < Duration::from_secs(15), "an answer took {:?}", begun.elapsed());
        if answer.status == 503 {
            answer.is_problem(503, "busy");
            assert!(answer.header("retry-after").parse::<u32>().is_ok());
            refused += 1;
        }
        answered = if answer.status == 200 { answered + 1 } else { 0 };
        answered == 20
    });
    println!("killed database: {refused} requests refused, then answered");
    assert_eq!(server.json("/ogc/collections/street/items?limit=1")["numberMatched"], before);
    assert_eq!(server.get("/health").status, 200);
    server.terminate();
    assert!(server.ended(30).success());
    assert!(is_gone(&private.0), "PostgreSQL was left running");
}

#[test]
fn a_server_killed_with_its_database_starts_again_with_all_data() {
    let private = Private::new("both");
    let server = private.server();
    let before = server.json("/ogc/collections/address/items?limit=1")["numberMatched"].clone();
    private.kill_postgres();
    drop(server);
    let server = private.server();
    assert_eq!(server.json("/ogc/collections/address/items?limit=1")["numberMatched"], before);
    server.terminate();
    assert!(server.ended(30).success());
    assert!(is_gone(&private.0), "PostgreSQL was left running");
}
