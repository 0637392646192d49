//! What OGC clients rely on.

use tests::{Database, Server};

#[test]
fn the_landing_page_leads_everywhere() {
    let database = Database::demo();
    let server = Server::start(&database);
    let landing = server.json("/ogc");
    println!("{landing:#}");
}
