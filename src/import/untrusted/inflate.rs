//! Unpacking with a limit that is counted while the bytes come, whatever their headers claim.

use super::Wrong;
use crate::import::limits::RATIO_FROM;
use memmap2::MmapMut;
use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read};
use zstd::stream::read::Decoder;
use zstd::zstd_safe;

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

/// Bytes in pieces: who reads them frees them, so that they never stand in memory twice. They are
/// mapped, since an allocator would keep for later what was freed.
#[derive(Default)]
pub struct Pieces {
    pieces: VecDeque<Piece>,
    /// Bytes of the first piece that were read already.
    read: usize,
    len: u64,
}

/// Bytes of one piece, at most.
const PIECE: usize = 1 << 20;

struct Piece {
    map: MmapMut,
    len: usize,
}

impl Piece {
    /// Takes bytes from `source` until it is full, or nothing is left.
    fn of(source: &mut impl Read) -> io::Result<Piece> {
        let mut piece = Piece {
            map: MmapMut::map_anon(PIECE)?,
            len: 0,
        };
        while piece.len < PIECE {
            match source.read(&mut piece.map[piece.len..]) {
                Ok(0) => break,
                Ok(count) => piece.len += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
                Err(error) => return Err(error),
            }
        }
        Ok(piece)
    }

    fn bytes(&self) -> &[u8] {
        &self.map[..self.len]
    }
}

impl Pieces {
    pub fn len(&self) -> u64 {
        self.len
    }

    /// The beginning, up to the size of one piece.
    pub fn head(&self) -> &[u8] {
        self.pieces.front().map_or(&[], Piece::bytes)
    }

    pub fn head_mut(&mut self) -> &mut [u8] {
        let piece = self.pieces.front_mut();
        piece.map_or(&mut [], |piece| &mut piece.map[..piece.len])
    }

    pub fn into_vec(mut self) -> Vec<u8> {
        let mut all = Vec::new();
        for piece in self.pieces {
            all.extend_from_slice(&piece.bytes()[self.read..]);
            self.read = 0;
        }
        all
    }

    fn push(&mut self, piece: Piece) {
        self.len += piece.len as u64;
        self.pieces.push_back(piece);
    }
}

impl Read for Pieces {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let Some(piece) = self.pieces.front() else {
            return Ok(0);
        };
        let rest = &piece.bytes()[self.read..];
        let count = rest.len().min(out.len());
        out[..count].copy_from_slice(&rest[..count]);
        self.read += count;
        if self.read == piece.len {
            self.pieces.pop_front();
            self.read = 0;
        }
        Ok(count)
    }
}

/// Reads all of `source`, which has `packed` bytes as it is packed.
pub fn gather(source: impl Read, packed: u64, cap: Cap) -> Result<Pieces, Wrong> {
    fill(source, packed, cap, &|error| in_words(error, CANNOT))
}

/// Inflates the one zstd frame that `source` is.
///
/// A frame that says how long it is, or has a checksum, is held to it.
pub fn unzstd(source: impl Read, packed: u64, cap: Cap) -> Result<Pieces, Wrong> {
    let mut source = BufReader::new(source);
    let claim = source
        .fill_buf()
        .map_err(|error| in_words(&error, CANNOT))?;
    let otherwise = match zstd_safe::get_frame_content_size(claim) {
        Ok(Some(_)) => "its zstd frame is not as long as it says",
        _ => CANNOT,
    };
    let damaged = |error: &io::Error| in_words(error, otherwise);
    let mut stream = frame(source).map_err(|error| damaged(&error))?;
    let pieces = fill(&mut stream, packed, cap, &damaged)?;
    match stream.finish().read(&mut [0]) {
        Ok(0) => Ok(pieces),
        Ok(_) => Err(Wrong::damaged("something stands behind its zstd frame")),
        Err(error) => Err(damaged(&error)),
    }
}

/// Inflates the zstd frame with which `source` begins.
pub fn frame<R: BufRead>(source: R) -> io::Result<Decoder<'static, R>> {
    let mut stream = Decoder::with_buffer(source)?.single_frame();
    stream.window_log_max(WINDOW_LOG_MAX)?;
    Ok(stream)
}

/// The largest window that a frame may ask for is 32 MiB; `zstd -19` asks for 8.
const WINDOW_LOG_MAX: u32 = 25;

fn fill(
    mut source: impl Read,
    packed: u64,
    cap: Cap,
    damaged: &dyn Fn(&io::Error) -> Wrong,
) -> Result<Pieces, Wrong> {
    let mut pieces = Pieces::default();
    loop {
        let piece = Piece::of(&mut source).map_err(|error| damaged(&error))?;
        if piece.len == 0 {
            return Ok(pieces);
        }
        pieces.push(piece);
        cap.check(pieces.len, packed)?;
    }
}

const CANNOT: &str = "its packed bytes cannot be inflated";

/// What the readers of this file say goes to the learner; of what the library says, its kind.
fn in_words(error: &io::Error, otherwise: &str) -> Wrong {
    let said = error.get_ref().map(|inner| inner.to_string());
    Wrong::damaged(match said.as_deref().unwrap_or_default() {
        LONGER => LONGER,
        said if said.contains("too much memory") => "its zstd frame asks for a window above 32 MiB",
        said if said.contains("checksum") => "its checksum is not the one of its content",
        _ => otherwise,
    })
}

const LONGER: &str = "it is longer than it says";

/// Counts what is read, and ends with an error where that is more than was claimed.
pub struct Counted<R> {
    pub source: R,
    pub count: u64,
    pub claim: u64,
}

impl<R> Counted<R> {
    /// Whether all that was claimed was read.
    pub fn is_whole(&self) -> bool {
        self.count == self.claim
    }
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
            Err("it is damaged: its packed bytes cannot be inflated".into())
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
