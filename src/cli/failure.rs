//! How a verb ends: clean, with findings, or not at all.

use crate::base::Message;
use std::io;
use std::path::Path;

/// What a verb found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Exit status 0.
    Clean,
    /// Exit status 1.
    Findings,
}

impl Verdict {
    /// Findings where `any` holds.
    pub(crate) fn findings_if(any: bool) -> Self {
        if any { Self::Findings } else { Self::Clean }
    }
}

/// Why a verb could not do its work: exit status 2.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Said to the user.
    Message(Message),
    /// Nobody reads our output any more; said to nobody.
    BrokenPipe,
}

/// How a verb ends.
pub(crate) type Outcome<T = Verdict> = Result<T, Failure>;

impl Failure {
    /// A failure in both languages.
    pub(crate) fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Message(Message::new(zh, en))
    }

    /// A file that could not be read or written.
    pub(crate) fn file(path: &Path, error: &io::Error, zh: &str, en: &str) -> Self {
        let (path, why) = (path.display(), reason(error));
        Self::new(format!("{zh} {path}：{}", why.zh), format!("{en} {path}: {}", why.en))
    }
}

impl From<io::Error> for Failure {
    /// An error of our own output.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::BrokenPipe,
            _ => Self::new(format!("写不出结果：{error}"), format!("cannot write the output: {error}")),
        }
    }
}

fn reason(error: &io::Error) -> Message {
    match error.kind() {
        io::ErrorKind::NotFound => Message::new("没有这个文件或文件夹", "no such file or folder"),
        io::ErrorKind::PermissionDenied => Message::new("没有权限", "permission denied"),
        io::ErrorKind::IsADirectory => Message::new("这是一个文件夹", "it is a folder"),
        io::ErrorKind::AlreadyExists => Message::new("已经有了", "it exists already"),
        _ => Message::new(error.to_string(), error.to_string()),
    }
}
