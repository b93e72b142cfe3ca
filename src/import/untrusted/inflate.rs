//! Unpacking with a limit that is counted while the bytes come, whatever their headers claim.

use super::Wrong;
use crate::import::limits::RATIO_FROM;
use std::collections::VecDeque;
use std::io::{self, BufReader, Read};
use zstd::stream::read::Decoder;

/// How far something may swell.
#[derive(Clone, Copy, Debug)]
pub struct Cap {
    pub bytes: u64,
    /// The option that raises `bytes`.
    pub option: &'static str,
    /// Bytes for each packed one, once `RATIO_FROM` are out.
    pub ratio: u64,
}

impl Cap {
    /// Whether `packed` bytes may become `len`.
    pub fn check(self, len: u64, packed: u64) -> Result<(), Wrong> {
        if self.bytes < len {
            let what = format!("it inflates to more than {} bytes", self.bytes);
            return Err(Wrong::new(what, format!("raise `{}`", self.option)));
        }
        if RATIO_FROM < len && packed.saturating_mul(self.ratio) < len {
            let what = format!("it inflates to more than {} times its size", self.ratio);
            return Err(Wrong::new(what, "raise `--max-ratio` if you trust it"));
        }
        Ok(())
    }
}

/// Bytes in pieces: who reads them frees them, so that they never stand in memory twice.
#[derive(Default)]
pub struct Pieces {
    pieces: VecDeque<Vec<u8>>,
    /// Bytes of the first piece that were read already.
    read: usize,
    len: u64,
}

/// Bytes of one piece.
const PIECE: usize = 1 << 20;

impl Pieces {
    pub fn len(&self) -> u64 {
        self.len
    }

    /// The beginning, up to the size of one piece.
    pub fn head(&self) -> &[u8] {
        self.pieces.front().map_or(&[], Vec::as_slice)
    }

    pub fn head_mut(&mut self) -> &mut [u8] {
        self.pieces.front_mut().map_or(&mut [], Vec::as_mut_slice)
    }

    pub fn into_vec(mut self) -> Vec<u8> {
        if self.pieces.len() == 1 && self.read == 0 {
            return self.pieces.pop_front().unwrap_or_default();
        }
        let mut all = Vec::new();
        for piece in self.pieces {
            all.extend_from_slice(&piece[self.read..]);
            self.read = 0;
        }
        all
    }

    fn push(&mut self, piece: Vec<u8>) {
        self.len += piece.len() as u64;
        self.pieces.push_back(piece);
    }
}

impl From<&[u8]> for Pieces {
    fn from(bytes: &[u8]) -> Pieces {
        let mut pieces = Pieces::default();
        bytes
            .chunks(PIECE)
            .for_each(|piece| pieces.push(piece.to_vec()));
        pieces
    }
}

impl Read for Pieces {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let Some(piece) = self.pieces.front() else {
            return Ok(0);
        };
        let rest = &piece[self.read..];
        let count = rest.len().min(out.len());
        out[..count].copy_from_slice(&rest[..count]);
        self.read += count;
        if self.read == piece.len() {
            self.pieces.pop_front();
            self.read = 0;
        }
        Ok(count)
    }
}

/// Inflates the one zstd frame that `source` is.
///
/// A frame that says how long it is, or has a checksum, is held to it.
pub fn unzstd(source: impl Read, packed: u64, cap: Cap) -> Result<Pieces, Wrong> {
    let damaged = |error: io::Error| Wrong::damaged(in_words(&error));
    let mut stream = Decoder::with_buffer(BufReader::new(source))
        .map_err(damaged)?
        .single_frame();
    stream.window_log_max(WINDOW_LOG_MAX).map_err(damaged)?;
    let pieces = gather(&mut stream, packed, cap)?;
    match stream.finish().read(&mut [0]).map_err(damaged)? {
        0 => Ok(pieces),
        _ => Err(Wrong::damaged("something stands behind its zstd frame")),
    }
}

/// The largest window that a frame may ask for is 32 MiB; `zstd -19` asks for 8.
const WINDOW_LOG_MAX: u32 = 25;

/// Reads all of `source`, which has `packed` bytes as it is packed.
pub fn gather(mut source: impl Read, packed: u64, cap: Cap) -> Result<Pieces, Wrong> {
    let mut pieces = Pieces::default();
    loop {
        let mut piece = Vec::new();
        source
            .by_ref()
            .take(PIECE as u64)
            .read_to_end(&mut piece)
            .map_err(|error| Wrong::damaged(in_words(&error)))?;
        if piece.is_empty() {
            return Ok(pieces);
        }
        piece.shrink_to_fit();
        pieces.push(piece);
        cap.check(pieces.len, packed)?;
    }
}

/// What the readers of this file say goes to the learner; what libraries say does not.
fn in_words(error: &io::Error) -> &'static str {
    match error.get_ref().map(|inner| inner.to_string()).as_deref() {
        Some(LONGER) => LONGER,
        _ => "its packed bytes cannot be inflated",
    }
}

const LONGER: &str = "it is longer than it says";

/// Counts what is read, and ends with an error where that is more than was claimed.
pub struct Counted<R> {
    pub source: R,
    pub count: u64,
    pub claim: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(out)?;
        self.count += count as u64;
        match self.claim < self.count {
            true => Err(io::Error::other(LONGER)),
            false => Ok(count),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAP: Cap = Cap {
        bytes: 3 << 20,
        option: "--max-media",
        ratio: 200,
    };

    fn inflated(packed: &[u8], cap: Cap) -> Result<Vec<u8>, String> {
        unzstd(packed, packed.len() as u64, cap)
            .map(Pieces::into_vec)
            .map_err(|wrong| wrong.what)
    }

    fn packed(bytes: &[u8]) -> Vec<u8> {
        zstd::encode_all(bytes, 1).unwrap()
    }

    #[test]
    fn a_frame_comes_back_whole() {
        let bytes: Vec<u8> = (0..2_500_000u32).map(|at| (at / 7) as u8).collect();
        assert!(inflated(&packed(&bytes), CAP) == Ok(bytes));
        assert_eq!(inflated(&packed(b""), CAP), Ok(Vec::new()));
    }

    #[test]
    fn the_limit_is_met_while_inflating() {
        let frame = packed(&vec![0; 4 << 20]);
        assert_eq!(
            inflated(&frame, CAP),
            Err("it inflates to more than 3145728 bytes".into())
        );
        let cap = Cap {
            bytes: 1 << 30,
            ..CAP
        };
        let frame = packed(&vec![0; 80 << 20]);
        assert_eq!(
            inflated(&frame, cap),
            Err("it inflates to more than 200 times its size".into())
        );
    }

    #[test]
    fn a_frame_that_is_cut_or_followed_is_damaged() {
        let frame = packed(b"some text that is long enough to be cut");
        assert_eq!(
            inflated(&frame[..frame.len() - 6], CAP),
            Err("it is damaged: its packed bytes cannot be inflated".into())
        );
        let followed = [&frame[..], b"x"].concat();
        assert_eq!(
            inflated(&followed, CAP),
            Err("it is damaged: something stands behind its zstd frame".into())
        );
        assert_eq!(
            inflated(b"SQLite format 3\0", CAP),
            Err("it is damaged: its zstd frame cannot be read".into())
        );
    }

    #[test]
    fn pieces_are_read_in_order() {
        let bytes: Vec<u8> = (0..2_100_000u32).map(|at| at as u8).collect();
        let mut pieces = gather(&bytes[..], bytes.len() as u64, CAP).ok().unwrap();
        let mut start = [0; 5];
        pieces.read_exact(&mut start).unwrap();
        assert_eq!(start, bytes[..5]);
        assert!(pieces.into_vec() == bytes[5..]);
    }
}
