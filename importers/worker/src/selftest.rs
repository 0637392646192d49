//! `misto-worker selftest FILE` raises the walls and then tries to get past them; a line per attempt, and success only
//! when all of them fail and FILE alone can be read.

use crate::{readable, sandbox};
use std::fs::{self, File};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Command, ExitCode};

/// A name for people, and whether the attempt got through.
type Attempt = (&'static str, bool);

/// Raises the walls and runs every attempt.
pub fn run(file: &Path) -> ExitCode {
    if let Err(fault) = sandbox::enter(&readable(file)) {
        println!("{}: {}", fault.code, fault.en);
        return ExitCode::FAILURE;
    }
    let own = File::open(file).is_ok();
    println!("the file itself: {}", if own { "readable" } else { "NOT READABLE" });
    let leaks = attempts(file).into_iter().filter(|(name, through)| {
        println!("{name}: {}", if *through { "GOT THROUGH" } else { "refused" });
        *through
    });
    if leaks.count() == 0 && own { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn attempts(file: &Path) -> Vec<Attempt> {
    let folder = file.parent().unwrap_or(file);
    vec![
        ("read /etc/passwd", fs::read("/etc/passwd").is_ok()),
        ("read /proc/self/environ", fs::read("/proc/self/environ").is_ok()),
        ("list the folder of the file", fs::read_dir(folder).is_ok_and(|mut list| list.next().is_some())),
        ("write beside the file", fs::write(folder.join("misto-selftest"), "x").is_ok()),
        ("write to /tmp", fs::write("/tmp/misto-selftest", "x").is_ok()),
        ("delete the file", fs::remove_file(file).is_ok()),
        ("listen on TCP", TcpListener::bind("127.0.0.1:0").is_ok()),
        ("connect by TCP", TcpStream::connect("127.0.0.1:5432").is_ok()),
        ("open UDP", UdpSocket::bind("127.0.0.1:0").is_ok()),
        ("connect to a unix socket", UnixStream::pair().is_ok()),
        ("start a program", Command::new("/bin/true").status().is_ok()),
        ("start a thread", std::thread::Builder::new().spawn(|| ()).is_ok()),
        ("take three gigabytes", Vec::<u8>::new().try_reserve_exact(3 << 30).is_ok()),
    ]
}
