//! An import that dies at any moment leaves the old register or the new one, whole.

use crate::files::Folder;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tests::cities::{City, long, mapping};
use tests::wait_until;

/// Squares of the file; fewer in the short run.
fn squares() -> u32 {
    if long() { 20_000 } else { 3_000 }
}

/// Moments that are the same in each run.
struct Moments(u64);

impl Moments {
    /// The next fraction of 1 (numbers of Knuth's MMIX).
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(self.0 >> 32).expect("32 bits")) / f64::from(u32::MAX)
    }
}

#[test]
fn an_import_killed_at_any_moment_leaves_the_old_or_the_new_whole() {
    let (city, folder) = (City::own(), Folder::new());
    let files = [1, 2].map(|floors| folder.squares(&format!("{floors}.geojson"), squares(), floors));
    city.import(&mapping("squares"), &files[0]);
    let begun = Instant::now();
    city.import(&mapping("squares"), &files[1]);
    let whole = begun.elapsed();

    let (mut moments, mut now) = (Moments(7), 2);
    let mut seen = [0, 0];
    for _ in 0..if long() { 20 } else { 3 } {
        let other = 3 - now;
        killed(&city, &files[other - 1], whole.mul_f64(moments.next()));
        let found = floors(&city);
        assert!([now, other].contains(&found), "{found}");
        seen[usize::from(found == other)] += 1;
        now = found;
    }
    println!("killed: {} times the old, {} times the new", seen[0], seen[1]);

    let retry = city.import(&mapping("squares"), &files[2 - now]);
    assert_eq!(retry.changes("building"), [0, i64::from(squares()), 0]);
    assert_eq!(floors(&city), 3 - now);
    assert_eq!((city.staged("building"), city.database.number("SELECT count(*) FROM misto.batch")), (0, 0));
    assert_eq!(city.database.number("SELECT count(*) FROM misto.import WHERE state = 'running'"), 0);
}

/// Starts an import, kills it, waits until PostgreSQL has seen that.
fn killed(city: &City, file: &Path, after: Duration) {
    let mut command = city.importing(&mapping("squares"), file, &[]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("misto starts");
    std::thread::sleep(after);
    child.kill().expect("it is ours");
    child.wait().expect("its end");
    wait_until(60, "its connections are gone", || {
        city.database.number(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'misto'",
        ) == 0
    });
}

/// The number of floors that all squares have.
fn floors(city: &City) -> usize {
    let found = city.database.sql("SELECT floors, count(*) FROM reg.building GROUP BY floors");
    let (floors, count) = found.split_once('|').expect("rows");
    assert_eq!(count, squares().to_string(), "old and new are mixed: {found}");
    floors.parse().expect("a number")
}
