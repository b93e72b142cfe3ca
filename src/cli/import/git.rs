//! Decks in git repositories, fetched by the `git` of the system: shallow, without hooks, filters or
//! submodules, so that nothing of a repository ever runs.

use super::super::context::Context;
use super::super::failure::{Failure, Kind, Result};
use crate::model::chance::stable_hash;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// What is said where git says nothing.
const SILENT: &str = "it ended without a word";

/// Hosts whose `https://host/owner/name` is a repository.
const HOSTS: [&str; 5] = [
    "github.com",
    "gitlab.com",
    "codeberg.org",
    "bitbucket.org",
    "git.sr.ht",
];

/// A repository as the learner named it: `ADDRESS[//FOLDER][#BRANCH]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    pub url: String,
    /// What is to be read of it; empty for all.
    pub folder: String,
    pub branch: Option<String>,
}

impl Repository {
    /// Reads the address of a repository; `None` where it is none.
    pub fn of(named: &str) -> Option<Repository> {
        let (rest, branch) = match named.rsplit_once('#') {
            Some((rest, branch)) if !branch.is_empty() => (rest, Some(branch.to_string())),
            _ => (named, None),
        };
        let rest = rest.strip_prefix("git+").unwrap_or(rest);
        let scheme = rest.find("://").map(|idx| idx + 3);
        let (url, folder) = match rest[scheme.unwrap_or(0)..].split_once("//") {
            Some((url, folder)) => (
                format!("{}{url}", &rest[..scheme.unwrap_or(0)]),
                folder.trim_matches('/'),
            ),
            None => (rest.to_string(), ""),
        };
        let is_git = url.starts_with("ssh://")
            || url.starts_with("file://")
            || url.starts_with("git@") && url.contains(':')
            || url.starts_with("https://")
                && (is_repository(&url) || !folder.is_empty() || named.starts_with("git+"));
        is_git.then(|| Repository {
            url,
            folder: folder.to_string(),
            branch,
        })
    }

    /// The last part of its address.
    pub fn name(&self) -> String {
        let last = match self.folder.is_empty() {
            true => self.url.trim_end_matches('/').rsplit(['/', ':']).next(),
            false => self.folder.rsplit('/').next(),
        };
        last.unwrap_or("repository")
            .trim_end_matches(".git")
            .to_string()
    }

    /// Fetches the newest edition: its folder, the guard of a folder that goes again, its commit.
    /// `None` where that is `since`.
    pub fn fetch(
        &self,
        since: Option<&str>,
        context: &Context,
    ) -> Result<Option<(PathBuf, Option<TempDir>, String)>> {
        if self
            .folder
            .split('/')
            .any(|part| part == ".." || part == ".git")
        {
            return Err(Failure::usage(format!(
                "`{}` is no folder of a repository",
                self.folder
            )));
        }
        let newest = self.newest(context)?;
        if since == Some(newest.as_str()) {
            return Ok(None);
        }
        let guard = tempfile::Builder::new()
            .prefix("retain-git-")
            .tempdir()
            .map_err(|error| {
                Failure::runtime(format!("cannot make a temporary folder: {error}"))
            })?;
        let target = guard.path().join("repository");
        let mut clone = self.git(&[]);
        clone.args([
            "clone",
            "--depth=1",
            "--single-branch",
            "--no-tags",
            "--template=",
        ]);
        clone.args(["--no-recurse-submodules", "--config", "core.symlinks=false"]);
        clone.arg(
            match std::io::stderr().is_terminal() && !context.global.quiet {
                true => "--progress",
                false => "--quiet",
            },
        );
        if let Some(branch) = &self.branch {
            clone.args(["--branch", branch]);
        }
        clone.arg("--").arg(&self.url).arg(&target);
        self.run(clone)?;
        let folder = target.join(&self.folder);
        if !folder.exists() {
            return Err(Failure::not_found(format!(
                "`{}` has no folder `{}`",
                self.url, self.folder
            )));
        }
        let _ = std::fs::remove_dir_all(target.join(".git"));
        Ok(Some((folder, Some(guard), newest)))
    }

    /// The commit at the tip of the branch.
    fn newest(&self, context: &Context) -> Result<String> {
        let mut command = self.git(&[]);
        let branch = self
            .branch
            .as_deref()
            .map(|branch| format!("refs/heads/{branch}"));
        command.args([
            "ls-remote",
            "--exit-code",
            "--",
            &self.url,
            branch.as_deref().unwrap_or("HEAD"),
        ]);
        let _ = context;
        let listed = self.run(command).map_err(|failure| match &self.branch {
            // git says so by its exit code alone.
            Some(branch) if failure.message.ends_with(SILENT) => {
                Failure::not_found(format!("{} has no branch `{branch}`", self.url))
            }
            _ => failure,
        })?;
        let commit = listed.split_whitespace().next().unwrap_or_default();
        Ok(commit.to_string())
    }

    /// `git` with everything off that could run a program or hang.
    fn git(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        for setting in [
            "core.hooksPath=/dev/null",
            "core.fsmonitor=false",
            "core.symlinks=false",
            "protocol.allow=never",
            "protocol.https.allow=always",
            "protocol.ssh.allow=always",
            "protocol.file.allow=always",
            "filter.lfs.smudge=",
            "filter.lfs.process=",
            "filter.lfs.required=false",
            "http.lowSpeedLimit=500",
            "http.lowSpeedTime=30",
            "submodule.recurse=false",
            "advice.detachedHead=false",
        ] {
            command.args(["-c", setting]);
        }
        command.args(arguments);
        for (name, value) in [
            ("GIT_TERMINAL_PROMPT", "0"),
            ("GIT_LFS_SKIP_SMUDGE", "1"),
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_ALLOW_PROTOCOL", "https:ssh:file"),
            ("LC_ALL", "C"),
        ] {
            command.env(name, value);
        }
        if std::env::var_os("GIT_SSH_COMMAND").is_none() {
            command.env(
                "GIT_SSH_COMMAND",
                "ssh -o ConnectTimeout=20 -o BatchMode=yes",
            );
        }
        command.stdin(Stdio::null());
        command
    }

    fn run(&self, mut command: Command) -> Result<String> {
        let shows =
            std::io::stderr().is_terminal() && command.get_args().any(|word| word == "--progress");
        command.stdout(Stdio::piped());
        command.stderr(if shows {
            Stdio::inherit()
        } else {
            Stdio::piped()
        });
        let output = command.output().map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Failure::runtime("`git` is not installed")
                .hint("install it, or download the repository and import the folder"),
            _ => Failure::runtime(format!("cannot run git: {error}")),
        })?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let why = said
            .lines()
            .rev()
            .find(|line| !line.trim().is_empty())
            .unwrap_or(SILENT);
        let what = match &self.branch {
            Some(branch) => format!("cannot fetch `{branch}` of {}: {}", self.url, why.trim()),
            None => format!("cannot fetch {}: {}", self.url, why.trim()),
        };
        Err(Failure::new(Kind::Runtime, what)
            .hint("nothing was changed; check the address and the connection"))
    }
}

fn is_repository(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://") else {
        return false;
    };
    let mut parts = rest.trim_end_matches('/').split('/');
    let host = parts.next().unwrap_or_default();
    let n_parts = parts.filter(|part| !part.is_empty()).count();
    rest.trim_end_matches('/').ends_with(".git") || HOSTS.contains(&host) && n_parts == 2
}

/// A short name for an address, for files that belong to it.
pub fn short_name(address: &str) -> String {
    format!("{:016x}", stable_hash(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(named: &str, expected: Option<(&str, &str, Option<&str>)>) {
        let found = Repository::of(named);
        let parts = found.as_ref().map(|found| {
            (
                found.url.as_str(),
                found.folder.as_str(),
                found.branch.as_deref(),
            )
        });
        assert_eq!(parts, expected, "{named}");
    }

    #[test]
    fn addresses_of_repositories_are_told_from_files() {
        check(
            "https://github.com/a/b",
            Some(("https://github.com/a/b", "", None)),
        );
        check(
            "https://x.org/a/b.git#dev",
            Some(("https://x.org/a/b.git", "", Some("dev"))),
        );
        check(
            "https://x.org/a.git//decks/go#v2",
            Some(("https://x.org/a.git", "decks/go", Some("v2"))),
        );
        check(
            "git@github.com:a/b.git//c",
            Some(("git@github.com:a/b.git", "c", None)),
        );
        check("file:///srv/decks", Some(("file:///srv/decks", "", None)));
        check("ssh://git@x.org/a", Some(("ssh://git@x.org/a", "", None)));
        check("https://x.org/deck.apkg", None);
        check("https://github.com/a/b/raw/main/deck.apkg", None);
        check("decks/a#b.md", None);
        check("./a//b", None);
    }

    #[test]
    fn a_repository_is_called_by_its_last_part() {
        let name = |named: &str| Repository::of(named).map(|found| found.name());
        assert_eq!(name("https://x.org/a/b.git"), Some("b".to_string()));
        assert_eq!(name("git@x.org:deck.git"), Some("deck".to_string()));
        assert_eq!(name("https://x.org/a.git//b/c"), Some("c".to_string()));
    }
}
