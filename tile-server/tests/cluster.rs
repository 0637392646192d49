//! The private cluster against a real PostgreSQL, in a temporary directory: starts, stops, crashes, two users at once.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tile_server::cluster::{Cluster, ClusterError, ClusterSettings, Durability, Origin, Stop};

/// A directory that is removed with the test; short, because a socket path is.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("misto-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn cluster(&self) -> ClusterSettings {
        ClusterSettings {
            name: "test".to_owned(),
            data_dir: Some(self.0.join("c l")),
            postgres_bin: None,
            durability: Durability::Tests,
        }
    }

    fn postmaster(&self) -> String {
        let text = std::fs::read_to_string(self.0.join("c l/data/postmaster.pid")).unwrap();
        text.lines().next().unwrap().to_owned()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What one statement answers through the URL that the program connects with.
fn ask(cluster: &Cluster, statement: &str) -> String {
    let output = Command::new("psql").args(["-XAtq", "-c", statement, &cluster.url()]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn kill_9(pid: &str) {
    assert!(Command::new("kill").args(["-9", pid]).status().unwrap().success());
}

/// The fields of `/proc/<pid>/stat` after the name: state, parent, group, session; nothing for no such process.
fn process(pid: &str) -> Vec<String> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let fields = stat.rsplit_once(") ").map(|(_, fields)| fields.split(' ').map(str::to_owned));
    fields.into_iter().flatten().collect()
}

fn is_alive(pid: &str) -> bool {
    // A zombie is dead: in a container nobody may be there to bury it.
    process(pid).first().is_some_and(|state| state != "Z")
}

fn assert_dies(pid: &str) {
    let begun = Instant::now();
    while is_alive(pid) {
        assert!(begun.elapsed() < Duration::from_secs(10), "process {pid} lives on");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_cluster_is_created_used_stopped_and_started_again_with_its_data() {
    let directory = Directory::new("life");
    let mut cluster = Cluster::start(&directory.cluster()).unwrap();
    assert_eq!(cluster.origin(), Origin::Created);
    assert!(ask(&cluster, "SELECT postgis_version()").starts_with('3'));
    assert_eq!(ask(&cluster, "SHOW listen_addresses"), "");
    assert_eq!(ask(&cluster, "SHOW data_checksums"), "on");
    assert_eq!(ask(&cluster, "SELECT upper('їжак')"), "ЇЖАК");
    ask(&cluster, "CREATE TABLE kept AS SELECT 7 AS n");
    let pid = directory.postmaster();
    assert_eq!(cluster.stop().unwrap(), Stop::Stopped);
    assert_eq!(cluster.stop().unwrap(), Stop::Already);
    assert!(!is_alive(&pid));

    let cluster = Cluster::start(&directory.cluster()).unwrap();
    assert_eq!(cluster.origin(), Origin::Started);
    assert_eq!(ask(&cluster, "SELECT n FROM kept"), "7");
    let pid = directory.postmaster();
    drop(cluster);
    assert!(!is_alive(&pid));
}

#[test]
fn postgresql_lives_in_a_session_of_its_own() {
    let directory = Directory::new("session");
    let _cluster = Cluster::start(&directory.cluster()).unwrap();
    let postmaster = directory.postmaster();
    let session = &process(&postmaster)[3];
    assert_eq!(*session, postmaster);
    assert_ne!(*session, process("self")[3]);
}

#[test]
fn the_last_of_two_users_stops_the_cluster_whoever_came_first() {
    let directory = Directory::new("two");
    let mut first = Cluster::start(&directory.cluster()).unwrap();
    let mut second = Cluster::start(&directory.cluster()).unwrap();
    assert_eq!(second.origin(), Origin::Adopted);
    assert_eq!(first.stop().unwrap(), Stop::InUse);
    assert_eq!(ask(&second, "SELECT 1"), "1");
    assert_eq!(second.stop().unwrap(), Stop::Stopped);
}

/// The variable that turns the next test into the program that gets killed.
const VICTIM: &str = "MISTO_TEST_VICTIM_DIRECTORY";

/// Without the variable nothing; with it: a program that starts a cluster and never gets to stop it.
#[test]
fn victim() {
    let Some(path) = std::env::var_os(VICTIM) else {
        return;
    };
    let directory = Directory(path.into());
    let _cluster = Cluster::start(&directory.cluster()).unwrap();
    println!("ready");
    std::thread::sleep(Duration::from_secs(120));
}

/// Runs the victim until its cluster answers, then kills it with signal 9.
fn start_and_kill_a_program(directory: &Directory) {
    let mut program = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "victim", "--nocapture"])
        .env(VICTIM, &directory.0)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(program.stdout.take().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line.contains("ready")));
    program.kill().unwrap();
    program.wait().unwrap();
}

#[test]
fn an_orphan_of_a_killed_program_is_adopted_and_then_stopped() {
    let directory = Directory::new("orphan");
    start_and_kill_a_program(&directory);
    let pid = directory.postmaster();
    assert!(is_alive(&pid));
    let mut cluster = Cluster::start(&directory.cluster()).unwrap();
    assert_eq!((cluster.origin(), directory.postmaster()), (Origin::Adopted, pid.clone()));
    assert_eq!(cluster.stop().unwrap(), Stop::Stopped);
    assert!(!is_alive(&pid));
}

#[test]
fn a_killed_postgresql_recovers_what_was_committed() {
    let directory = Directory::new("crash");
    let cluster = Cluster::start(&directory.cluster()).unwrap();
    ask(&cluster, "SET synchronous_commit = on; CREATE TABLE kept AS SELECT 7 AS n");
    let pid = directory.postmaster();
    kill_9(&pid);
    assert_dies(&pid);
    assert_eq!(cluster.revive().unwrap(), Origin::Started);
    assert_eq!(cluster.revive().unwrap(), Origin::Adopted);
    assert_eq!(ask(&cluster, "SELECT n FROM kept"), "7");
}

#[test]
fn processes_that_a_killed_postgresql_left_are_waited_for() {
    let directory = Directory::new("left");
    let cluster = Cluster::start(&directory.cluster()).unwrap();
    // Busy, not asleep: only a process that waits notices that its parent is gone.
    let busy = "SELECT count(*) FROM generate_series(1, 20000000)";
    let mut client = Command::new("psql")
        .args(["-Xq", "-c", busy, &cluster.url()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let count =
        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%generate_series(1%' AND pid <> pg_backend_pid()";
    while ask(&cluster, count) == "0" {}
    kill_9(&directory.postmaster());
    assert_eq!(cluster.revive().unwrap(), Origin::Started);
    client.wait().unwrap();
}

#[test]
fn a_half_made_cluster_is_made_anew() {
    let directory = Directory::new("half");
    std::fs::create_dir_all(directory.0.join("c l/data.new/base")).unwrap();
    let cluster = Cluster::start(&directory.cluster()).unwrap();
    assert_eq!(cluster.origin(), Origin::Created);
}

#[test]
fn a_start_that_fails_says_what_postgresql_said() {
    let directory = Directory::new("broken");
    drop(Cluster::start(&directory.cluster()).unwrap());
    let control = directory.0.join("c l/data/global/pg_control");
    std::fs::write(&control, b"").unwrap();
    let error = Cluster::start(&directory.cluster()).unwrap_err();
    assert!(matches!(error, ClusterError::Start { .. }), "{error}");
    assert!(error.to_string().contains("control file") || error.to_string().contains("pg_control"), "{error}");
}

#[test]
fn nobody_else_can_reach_the_socket() {
    use std::os::unix::fs::PermissionsExt;
    let directory = Directory::new("closed");
    let cluster = Cluster::start(&directory.cluster()).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(cluster.socket_dir()), 0o700);
    assert_eq!(mode(&directory.0.join("c l/data")), 0o700);
}
