//! Packs the built-in decks into the binary, and hashes them once, so that a start compares one string
//! instead of reading them all.

use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Of 22: files are small, and every build packs them.
const LEVEL: i32 = 12;

fn main() {
    println!("cargo::rerun-if-changed=decks");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    let decks = root.join("decks");
    let mut files = Vec::new();
    collect(&decks, &mut files);
    files.sort();
    let mut hash = Sha256::new();
    let mut list = String::from("&[\n");
    for (idx, file) in files.iter().enumerate() {
        let bytes = fs::read(file).expect("a deck file can be read");
        let path = file.strip_prefix(&decks).expect("found below the decks");
        let path = path
            .to_str()
            .expect("deck files have plain names")
            .replace('\\', "/");
        hash.update(&path);
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(&bytes);
        let packed = zstd::bulk::compress(&bytes, LEVEL).expect("memory is enough");
        let place = out.join(format!("deck-{idx}"));
        fs::write(&place, packed).expect("cargo's folder can be written");
        let len = bytes.len();
        list +=
            &format!("File {{ path: {path:?}, len: {len}, packed: include_bytes!({place:?}) }},\n");
    }
    fs::write(out.join("decks.rs"), list + "]").expect("cargo's folder can be written");
    let hash = hash.finalize();
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    println!("cargo::rustc-env=RETAIN_DECKS_HASH={hex}");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder)
        .expect("the decks folder can be read")
        .flatten()
    {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}
