//! Hashes the built-in decks once, at build time, so that a start compares one string instead of
//! reading them all. It also makes an added deck rebuild the binary, which `include_dir` alone
//! would not.

use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=decks");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let mut files = Vec::new();
    collect(&root.join("decks"), &mut files);
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        let bytes = fs::read(&file).expect("a deck file can be read");
        let name = file.strip_prefix(&root).expect("found below the root");
        hash.update(name.to_string_lossy().as_bytes());
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(&bytes);
    }
    let hex: String = hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
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
