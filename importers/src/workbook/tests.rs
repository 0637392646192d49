use super::*;
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};
use zip::write::{SimpleFileOptions, ZipWriter};

fn archive(entries: impl IntoIterator<Item = (String, Vec<u8>)>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = PARTS.iter().map(|part| ((*part).to_owned(), b"<xml/>".to_vec()));
    for (name, content) in parts.chain(entries) {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn code(bytes: Vec<u8>) -> String {
    check_archive(Cursor::new(bytes)).unwrap_err().code
}

#[test]
fn a_plain_workbook_passes() {
    check_archive(Cursor::new(archive([("xl/worksheets/sheet1.xml".to_owned(), vec![b'x'; 1000])]))).unwrap();
}

#[test]
fn a_bomb_is_refused_at_once() {
    let start = Instant::now();
    let zeros = vec![0; 100 << 20];
    let bomb = archive((0..3).map(|at| (format!("xl/{at}.xml"), zeros.clone())));
    assert!(bomb.len() < 1 << 20);
    let built = start.elapsed();
    assert_eq!(code(bomb), "archive_too_large");
    assert!(start.elapsed() - built < Duration::from_secs(2));
}

#[test]
fn many_entries_nested_archives_and_other_documents_are_refused() {
    assert_eq!(code(archive((0..300).map(|at| (format!("xl/{at}.xml"), Vec::new())))), "archive_too_large");
    assert_eq!(code(archive([("xl/embeddings/a.bin".to_owned(), archive([]))])), "archive_nested");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    assert_eq!(code(writer.finish().unwrap().into_inner()), "format_mismatch");
}

#[test]
fn a_size_that_lies_is_not_believed() {
    let mut bytes = archive([("xl/a.xml".to_owned(), vec![b'x'; 5000])]);
    let claimed = 5000u32.to_le_bytes();
    while let Some(at) = memchr::memmem::find(&bytes, &claimed) {
        bytes[at..at + 4].copy_from_slice(&1u32.to_le_bytes());
    }
    // Whatever the library makes of it, it ends: refused, or unpacked within the limit.
    let _ = check_archive(Cursor::new(bytes));
}

proptest::proptest! {
    #[test]
    fn changed_bytes_never_panic(at: proptest::sample::Index, byte: u8) {
        let mut bytes = archive([("xl/a.xml".to_owned(), vec![b'x'; 500])]);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = check_archive(Cursor::new(bytes));
    }
}
