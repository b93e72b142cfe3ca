//! Runs `retain` as a whole process and says what it cost: wall time, CPU time, memory.
//!
//! Wall times on a shared machine wander; CPU time (user and system, as the kernel counts it for
//! that process alone) hardly does. Both are kept, and commands are run in turns, so that a busy
//! moment hits all of them alike.

use std::ffi::OsString;
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The release binary that cargo built beside the benchmark.
pub const RETAIN: &str = env!("CARGO_BIN_EXE_retain");

/// One command line, to be run many times.
#[derive(Clone, Debug)]
pub struct Case {
    pub name: String,
    /// Where its collection is.
    pub folder: PathBuf,
    pub arguments: Vec<OsString>,
    /// Whether the pages of the database are dropped before each run.
    pub cold: bool,
    /// Whether the collection is made anew for each run.
    pub fresh: bool,
}

/// What one run cost.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    pub wall: Duration,
    pub cpu: Duration,
    pub rss_kib: u64,
}

/// What many runs cost.
#[derive(Clone, Copy, Debug, Default)]
pub struct Summary {
    pub wall: Spread,
    pub cpu: Spread,
    pub rss_kib: u64,
}

/// The middle and the least of many times.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spread {
    pub median: Duration,
    pub least: Duration,
}

impl Case {
    pub fn new(name: &str, folder: &Path, arguments: &[&str]) -> Case {
        Case {
            name: name.to_string(),
            folder: folder.to_path_buf(),
            arguments: arguments.iter().map(OsString::from).collect(),
            cold: false,
            fresh: false,
        }
    }

    /// Runs it once.
    pub fn run(&self) -> Cost {
        if self.fresh {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
        if self.cold {
            drop_pages(&self.folder.join("retain.db"));
        }
        let mut command = Command::new(RETAIN);
        command
            .args(&self.arguments)
            .env("RETAIN_NOW", crate::generate::NOW)
            .env("RETAIN_DATA_DIR", &self.folder)
            .env("RETAIN_CONFIG", self.folder.join("config.toml"))
            .env_remove("TZ")
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        cost(&mut command)
    }
}

/// Runs the cases in turns and sums each up.
pub fn in_turns(cases: &[Case], runs: usize) -> Vec<Summary> {
    let mut costs = vec![Vec::with_capacity(runs); cases.len()];
    for _ in 0..runs {
        for (case, costs) in cases.iter().zip(&mut costs) {
            costs.push(case.run());
        }
    }
    costs.iter().map(|costs| summary(costs)).collect()
}

fn summary(costs: &[Cost]) -> Summary {
    Summary {
        wall: spread(costs.iter().map(|cost| cost.wall).collect()),
        cpu: spread(costs.iter().map(|cost| cost.cpu).collect()),
        rss_kib: costs.iter().map(|cost| cost.rss_kib).max().unwrap_or(0),
    }
}

pub fn spread(mut times: Vec<Duration>) -> Spread {
    times.sort_unstable();
    let least = times.first().copied().unwrap_or_default();
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    Spread { median, least }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
#[expect(
    clippy::zombie_processes,
    reason = "wait4 waits, and says what the child cost"
)]
fn cost(command: &mut Command) -> Cost {
    let start = Instant::now();
    let child = command.spawn().expect("the release binary is there");
    let mut status = 0;
    // SAFETY: an all-zero rusage is a valid value of that plain C struct.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: the child is ours and nobody else waits for it; both pointers outlive the call.
    let waited = unsafe { libc::wait4(child.id() as i32, &mut status, 0, &mut usage) };
    let wall = start.elapsed();
    assert!(
        0 < waited && status == 0,
        "{command:?} failed with status {status}"
    );
    Cost {
        wall,
        cpu: duration(usage.ru_utime) + duration(usage.ru_stime),
        rss_kib: usage.ru_maxrss as u64,
    }
}

fn duration(time: libc::timeval) -> Duration {
    Duration::from_secs(time.tv_sec as u64) + Duration::from_micros(time.tv_usec as u64)
}

/// Asks the kernel to forget the pages of a file, as after a restart of the machine.
fn drop_pages(path: &Path) {
    let Ok(file) = std::fs::File::open(path) else {
        return;
    };
    let _ = file.sync_all();
    // SAFETY: the descriptor is open for as long as `file` lives.
    unsafe { libc::posix_fadvise(file.as_raw_fd(), 0, 0, libc::POSIX_FADV_DONTNEED) };
}

pub fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
