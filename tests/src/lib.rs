//! What the tests share: the built programs, a private PostgreSQL, a fresh database and a server of its own for each test.
//!
//! One PostgreSQL serves a whole test program. A template database is migrated, gets the registers and the
//! demonstration city once; each test then works in a copy, which takes a few dozen milliseconds. Helpers panic with
//! what went wrong: that is how a test fails.

pub mod cities;
pub mod database;
pub mod http;
pub mod program;
pub mod server;
pub mod tile;

pub use database::Database;
pub use http::Answer;
pub use server::Server;

use std::sync::OnceLock;
use tile_server::context::Declared;
use tokio::runtime::Runtime;

/// Settings and declarations of the repository's own city.
pub fn declared() -> &'static Declared {
    static DECLARED: OnceLock<Declared> = OnceLock::new();
    DECLARED
        .get_or_init(|| Declared::read(Some(&program::root().join("city.toml"))).expect("the declarations are sound"))
}

/// Waits until something is so, at most this many seconds.
pub fn wait_until(seconds: u64, what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = std::time::Instant::now();
    while !is_so() {
        assert!(begun.elapsed().as_secs() < seconds, "after {seconds} s still not: {what}");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

/// Runs a future of the store to its end.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    runtime().block_on(future)
}

/// One for all tests: the connections of a store live in it.
pub(crate) fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| Runtime::new().expect("a runtime"))
}
