//! `check --changed[=BASE]`: only what was found in files that git calls changed.

use crate::cli::ci;
use crate::cli::failure::{Failure, Outcome};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The files that are not as they were.
pub(super) struct Changed {
    files: BTreeSet<PathBuf>,
}

impl Changed {
    /// What differs, in the repository around `folder`, from the last commit that it shares with `base`: committed since, staged, edited or
    /// new and not ignored. Without a base that of the build server is taken, else the last commit.
    pub(super) fn since(folder: &Path, base: Option<&str>) -> Outcome<Self> {
        let top = git(folder, &["rev-parse", "--show-toplevel"]).map_err(|why| {
            let folder = if folder.as_os_str().is_empty() { ".".into() } else { folder.display().to_string() };
            Failure::new(
                format!("--changed 要问 git，可是 {folder} 不在 git 仓库里，或者没有装 git（{why}）"),
                format!("--changed asks git, but {folder} is in no git repository, or git is not installed ({why})"),
            )
        })?;
        let top = PathBuf::from(top.trim_end_matches(['\r', '\n']));
        let base = base.map(str::to_owned).or_else(ci::base);
        let listed = match &base {
            Some(base) => git(&top, &["diff", "--name-only", "-z", "--no-relative", "--no-renames", &fork(&top, base)?]),
            None if git(&top, &["rev-parse", "--verify", "--quiet", "HEAD"]).is_ok() => {
                git(&top, &["diff", "--name-only", "-z", "--no-relative", "--no-renames", "HEAD"])
            }
            // Before the first commit everything is new.
            None => git(&top, &["ls-files", "-z", "--cached"]),
        };
        let fail = |why: String| Failure::new(format!("git 没能说出改了哪些文件：{why}"), format!("git could not say what changed: {why}"));
        let new = git(&top, &["ls-files", "-z", "--others", "--exclude-standard"]).map_err(fail)?;
        let listed = listed.map_err(fail)?;
        // What is gone has no path any more, and nothing is found in it.
        let files = listed.split('\0').chain(new.split('\0')).filter(|n| !n.is_empty());
        Ok(Self { files: files.filter_map(|n| std::fs::canonicalize(top.join(n)).ok()).collect() })
    }

    /// Whether a file is one of them.
    pub(super) fn has(&self, file: &Path) -> bool {
        std::fs::canonicalize(file).is_ok_and(|f| self.files.contains(&f))
    }
}

/// The last commit that the present one shares with another.
fn fork(top: &Path, base: &str) -> Outcome<String> {
    let commit = git(top, &["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{base}^{{commit}}")]);
    let shared = commit.and_then(|c| git(top, &["merge-base", c.trim(), "HEAD"]));
    shared.map(|c| c.trim().to_owned()).map_err(|_| {
        Failure::new(
            format!("git 里找不到“{base}”，或者它和现在这一版没有共同的来历；构建服务器上先把历史取全（fetch-depth: 0）"),
            format!("git does not know `{base}`, or it shares no commit with this one; on a build server fetch the history first (fetch-depth: 0)"),
        )
    })
}

/// What git prints, or why it does not.
fn git(folder: &Path, args: &[&str]) -> Result<String, String> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let output = Command::new("git").arg("-C").arg(folder).args(args).output().map_err(|e| e.to_string())?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(String::from_utf8_lossy(&output.stderr).trim().lines().next().unwrap_or_default().to_owned()),
    }
}
