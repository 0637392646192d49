//! Maps on paper and as pictures.

use tests::Server;

const PLACE: &str = "center=33.408,47.884";

#[test]
fn a_page_is_a_document_of_its_paper_with_its_fonts_in_it() {
    let server = Server::shared();
    for (paper, size) in [("a4", "[0 0 595.27"), ("a3&orientation=landscape", "[0 0 1190.55")] {
        let answer = server.get(&format!("/print?{PLACE}&scale=2000&paper={paper}&title=Площа%20Визволення"));
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/pdf"), "{}", answer.text());
        assert!(answer.body.starts_with(b"%PDF-1."));
        let text = answer.text();
        assert!(text.contains(size), "{paper}: {:?}", text.lines().find(|line| line.contains("MediaBox")));
        assert!(text.contains("FontFile") && text.contains("NotoSans"), "the fonts are embedded");
    }
}

#[test]
fn the_same_page_as_text_says_what_is_on_it() {
    let server = Server::shared();
    let answer = server.get(&format!("/print?{PLACE}&scale=5000&f=svg&lang=en&registers=street,building"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let text = answer.text();
    for part in ["1:5000", "Not a legal document", "EPSG:6385", "Legend", "Sources", "show=street,building&amp;lang=en"]
    {
        assert!(text.contains(part), "{part} is missing");
    }
    assert_eq!(answer.header("x-map-truncated"), "");
}

#[test]
fn a_place_scale_or_paper_that_makes_no_map_is_refused() {
    let server = Server::shared();
    for query in [
        "scale=1000",
        "center=33.408,47.884",
        "center=33.408,47.884&scale=499",
        "center=33.408,47.884&scale=25001",
        "center=33.408,47.884&scale=1e3",
        "center=30.52,50.45&scale=1000",
        "center=nan,47&scale=1000",
        "center=33.408,47.884&scale=1000&paper=a0",
        "center=33.408,47.884&scale=1000&orientation=up",
        "center=33.408,47.884&scale=1000&registers=nobody",
        "center=33.408,47.884&scale=1000&registers=",
        "center=33.408,47.884&scale=1000&title=%0A%0A1%0A2",
        "center=33.408,47.884&scale=1000&f=png",
        "center=33.408,47.884&scale=1000&nobody=1",
    ] {
        server.get(&format!("/print?{query}")).is_problem(400, "parameter");
    }
    let said = server.get("/print?center=30.52,50.45&scale=1000&lang=uk").json()["detail"].to_string();
    assert!(said.contains("довгота"), "{said}");
}

#[test]
fn a_picture_has_the_size_that_was_asked_for() {
    let server = Server::shared();
    let box_of = "bbox=33.40,47.88,33.42,47.89";
    let answer = server.get(&format!("/map.png?{box_of}&width=640&height=480"));
    assert_eq!((answer.status, answer.header("content-type")), (200, "image/png"), "{}", answer.text());
    assert_eq!(answer.body[..8], [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n']);
    assert_eq!(answer.body[16..24], [0, 0, 2, 128, 0, 0, 1, 224], "width and height");
    assert!(answer.body.len() > 5_000, "something is drawn");
    for query in [
        format!("{box_of}&width=63&height=480"),
        format!("{box_of}&width=640&height=4800"),
        "width=640&height=480".to_owned(),
        "bbox=20,40,40,60&width=640&height=480".to_owned(),
        "bbox=0,0,0.1,0.1&width=640&height=480".to_owned(),
        format!("{box_of}&width=640&height=480&registers=nobody"),
    ] {
        server.get(&format!("/map.png?{query}")).is_problem(400, "parameter");
    }
}
