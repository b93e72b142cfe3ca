//! One file from the web: only the address that was named, with limits, a time, and a download that
//! goes on where it broke off.

use super::super::context::Context;
use super::super::failure::{Failure, Kind, Result};
use super::super::files::make_private_folder;
use super::git::short_name;
use super::progress::Progress;
use crate::import::limits::Limits;
use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::time::Duration;
use ureq::http::{Response, header};
use ureq::{Agent, Body};

/// How long nothing may come before a fetch is given up.
const SILENCE: Duration = Duration::from_secs(30);

/// How often a download that broke off is taken up again.
const TRIES: u32 = 4;

/// A file that was fetched.
pub struct Download {
    pub name: String,
    pub bytes: Vec<u8>,
    /// The server's name of this edition: its `ETag`, else `Last-Modified`.
    pub revision: Option<String>,
}

/// Whether it is the address of something on the web.
pub fn is_address(named: &str) -> bool {
    named.starts_with("https://") || named.starts_with("http://")
}

/// Fetches one file; `None` where the server says that it is still the edition `since`.
pub fn fetch(
    named: &str,
    since: Option<&str>,
    limits: &Limits,
    context: &Context,
) -> Result<Option<Download>> {
    let address = direct(named);
    if !address.starts_with("https://") && !is_loopback(&address) {
        return Err(Failure::usage(format!("`{named}` is not encrypted"))
            .hint("use an address that starts with `https://`"));
    }
    let agent: Agent = Agent::config_builder()
        .https_only(!is_loopback(&address))
        .timeout_connect(Some(Duration::from_secs(20)))
        .timeout_recv_response(Some(SILENCE))
        .timeout_global(Some(Duration::from_secs(1800)))
        .max_redirects(5)
        .user_agent(concat!("retain/", env!("CARGO_PKG_VERSION")))
        .build()
        .into();
    let mut part = Part::open(&address, context)?;
    let progress = Progress::new(context, &format!("fetching {named}"));
    let mut why = String::new();
    for _ in 0..TRIES {
        let request = part.request(&agent, &address, since);
        let response = match request {
            Ok(response) => response,
            Err(ureq::Error::StatusCode(416)) => {
                part.restart()?;
                continue;
            }
            Err(ureq::Error::StatusCode(code)) => {
                return Err(refused(named, &format!("the server answers {code}")));
            }
            Err(error) => {
                why = error.to_string();
                continue;
            }
        };
        if response.status() == 304 {
            part.forget();
            return Ok(None);
        }
        match part.take(response, limits, &progress) {
            Ok(revision) => {
                let bytes = part.finish()?;
                return Ok(Some(Download {
                    name: file_name(&address),
                    bytes,
                    revision,
                }));
            }
            Err(Broken::TooLarge) => {
                part.forget();
                let what = format!("{named}: more than {} bytes", limits.collection_bytes);
                return Err(Failure::invalid(what).hint("raise `--max-collection`"));
            }
            Err(Broken::Lost(error)) => why = error,
        }
    }
    Err(refused(named, &why))
}

fn refused(named: &str, why: &str) -> Failure {
    Failure::new(Kind::Runtime, format!("cannot fetch {named}: {why}"))
        .hint("nothing was changed; what has come is kept, and the next try goes on from there")
}

/// The file itself where the address is that of a page around it.
fn direct(named: &str) -> String {
    let page = named
        .strip_prefix("https://github.com/")
        .filter(|rest| rest.contains("/blob/"));
    match page {
        Some(rest) => format!("https://github.com/{}", rest.replacen("/blob/", "/raw/", 1)),
        None => named.to_string(),
    }
}

fn is_loopback(address: &str) -> bool {
    let host = address.strip_prefix("http://").unwrap_or_default();
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.strip_prefix("[::1]").map_or(host, |_| "::1");
    matches!(
        host.rsplit_once(':').map_or(host, |(name, _)| name),
        "127.0.0.1" | "localhost" | "::1" | ":"
    )
}

fn file_name(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let name = path
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let name: String = name
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '\\' | ':'))
        .collect();
    match name.is_empty() || name == "." || name == ".." {
        true => "download".to_string(),
        false => name,
    }
}

/// Why a download did not end.
enum Broken {
    TooLarge,
    Lost(String),
}

/// A download on its way: what has come of it stands in a file until it is whole.
struct Part {
    path: PathBuf,
    /// Names the edition that the part is of.
    note: PathBuf,
}

impl Part {
    fn open(address: &str, context: &Context) -> Result<Part> {
        let folder = context.state_dir.join("fetch");
        make_private_folder(&folder)?;
        let name = short_name(address);
        Ok(Part {
            path: folder.join(format!("{name}.part")),
            note: folder.join(format!("{name}.edition")),
        })
    }

    fn length(&self) -> u64 {
        fs::metadata(&self.path).map_or(0, |metadata| metadata.len())
    }

    fn request(
        &self,
        agent: &Agent,
        address: &str,
        since: Option<&str>,
    ) -> std::result::Result<Response<Body>, ureq::Error> {
        let mut request = agent.get(address);
        if let Some(since) = since {
            let is_tag = since.starts_with('"') || since.starts_with("W/");
            let name = if is_tag {
                header::IF_NONE_MATCH
            } else {
                header::IF_MODIFIED_SINCE
            };
            request = request.header(name, since);
        }
        let edition = fs::read_to_string(&self.note)
            .ok()
            .filter(|edition| !edition.is_empty());
        if let (length @ 1.., Some(edition)) = (self.length(), edition) {
            request = request
                .header(header::RANGE, format!("bytes={length}-"))
                .header(header::IF_RANGE, edition);
        }
        request.call()
    }

    /// Adds what comes; returns the edition once it is whole.
    fn take(
        &mut self,
        mut response: Response<Body>,
        limits: &Limits,
        progress: &Progress,
    ) -> std::result::Result<Option<String>, Broken> {
        let lost = |error: std::io::Error| Broken::Lost(error.to_string());
        let named = |name: header::HeaderName| {
            let value = response.headers().get(name)?.to_str().ok()?;
            Some(value.to_string())
        };
        let tag = named(header::ETAG);
        let revision = tag.clone().or_else(|| named(header::LAST_MODIFIED));
        let length: Option<u64> = named(header::CONTENT_LENGTH).and_then(|text| text.parse().ok());
        let goes_on = response.status() == 206;
        // Only a strong tag says that the bytes are the same.
        let strong = tag.filter(|tag| tag.starts_with('"')).unwrap_or_default();
        let mut file = fs::OpenOptions::new()
            .create(true)
            .write(true)
            .append(goes_on)
            .truncate(!goes_on)
            .open(&self.path)
            .map_err(lost)?;
        fs::write(&self.note, strong).map_err(lost)?;
        let mut total = if goes_on { self.length() } else { 0 };
        let expected = length.map(|length| total + length);
        if expected.is_some_and(|expected| limits.collection_bytes < expected) {
            return Err(Broken::TooLarge);
        }
        let mut reader = response
            .body_mut()
            .with_config()
            .limit(limits.collection_bytes + 1)
            .reader();
        let mut buffer = vec![0; 64 << 10];
        loop {
            let n_read = reader.read(&mut buffer).map_err(lost)?;
            if n_read == 0 {
                break;
            }
            total += n_read as u64;
            if limits.collection_bytes < total {
                return Err(Broken::TooLarge);
            }
            file.write_all(&buffer[..n_read]).map_err(lost)?;
            progress.bytes(total, expected);
        }
        match expected.is_some_and(|expected| total < expected) {
            true => Err(Broken::Lost(format!("it broke off after {total} bytes"))),
            false => Ok(revision),
        }
    }

    fn restart(&self) -> Result<()> {
        fs::write(&self.path, "").map_err(|error| Failure::io("write", &self.path, &error))
    }

    fn finish(&self) -> Result<Vec<u8>> {
        let bytes =
            fs::read(&self.path).map_err(|error| Failure::io("read", &self.path, &error))?;
        self.forget();
        Ok(bytes)
    }

    fn forget(&self) {
        let _ = fs::remove_file(&self.path);
        let _ = fs::remove_file(&self.note);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_may_go_unencrypted() {
        assert!(is_loopback("http://127.0.0.1:8000/a"));
        assert!(is_loopback("http://localhost/a"));
        assert!(!is_loopback("http://localhost.evil.example/a"));
        assert!(!is_loopback("http://evil.example/127.0.0.1"));
        assert!(!is_loopback("https://localhost/a"));
    }

    #[test]
    fn a_file_is_named_by_the_end_of_its_address() {
        assert_eq!(file_name("https://x.org/a/deck.apkg?raw=1"), "deck.apkg");
        assert_eq!(file_name("https://x.org/.."), "download");
    }

    #[test]
    fn pages_around_files_lead_to_them() {
        assert_eq!(
            direct("https://github.com/a/b/blob/main/c.md"),
            "https://github.com/a/b/raw/main/c.md"
        );
    }
}
