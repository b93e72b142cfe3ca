//! The files of an export.

use crate::import::draft::{Content, Fault, Harvest, Medium};
use crate::import::file::File;
use crate::import::format::Options;
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct SourceMedium {
    name: String,
    base64: String,
}

pub(super) fn read_media(
    file: &File,
    media: Vec<SourceMedium>,
    options: &Options,
    harvest: &mut Harvest,
) -> Result<(), Fault> {
    let mut n_bytes = 0;
    for (idx, medium) in media.into_iter().enumerate() {
        let place = format!("{}: media[{idx}]", file.path);
        let is_plain = !medium.name.is_empty()
            && !matches!(medium.name.as_str(), "." | "..")
            && !medium.name.contains(['/', '\\', ':'])
            && !medium.name.chars().any(char::is_control);
        if !is_plain {
            let what = "`name` is no plain file name";
            harvest
                .refused
                .push(Fault::new(place, what, "take out folders and `:`"));
            continue;
        }
        let Some(bytes) = bytes_of(&medium.base64) else {
            harvest
                .refused
                .push(Fault::new(place, "it is no base64", "export it again"));
            continue;
        };
        n_bytes += bytes.len() as u64;
        if options.limits.media_bytes < n_bytes {
            let what = format!(
                "its pictures and sounds have more than {} bytes",
                options.limits.media_bytes
            );
            return Err(Fault::new(file.path, what, "raise `--max-media`"));
        }
        harvest.media.push(Medium {
            name: medium.name,
            content: Content::Bytes(bytes),
        });
    }
    Ok(())
}

/// RFC 4648, section 4; `None` where it is something else.
pub(super) fn bytes_of(base64: &str) -> Option<Vec<u8>> {
    let digits = base64.trim_end_matches('=').as_bytes();
    let n_pads = base64.len() - digits.len();
    if !base64.len().is_multiple_of(4) || 2 < n_pads {
        return None;
    }
    let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
    for chunk in digits.chunks(4) {
        let mut bits = 0;
        for place in 0..4 {
            let digit = chunk.get(place).map_or(Some(0), |digit| value(*digit))?;
            bits = bits << 6 | digit;
        }
        let three = u32::to_be_bytes(bits);
        bytes.extend_from_slice(&three[1..chunk.len()]);
    }
    Some(bytes)
}

fn value(digit: u8) -> Option<u32> {
    let value = match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}
