//! Why a document is not a program that can be played.

use super::Pc;
use crate::base::Message;

/// A refusal of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadError {
    /// What sort it is.
    pub kind: LoadErrorKind,
    /// Where or what, in the document's own words.
    pub detail: String,
    /// The operation it stands in, where it stands in one.
    pub at: Option<Pc>,
}

/// Sorts of refusals; their ids are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LoadErrorKind {
    /// It does not begin or end as a document does.
    NotADocument,
    /// Another major version.
    Version,
    /// The seal does not fit the bytes.
    Seal,
    /// The content hash does not fit the program.
    Hash,
    /// A part is missing, unknown or of another type.
    Shape,
    /// It needs a feature that this runtime does not know.
    Feature,
    /// No such time zone.
    Zone,
    /// A calendar whose parts are not in order.
    Calendar,
    /// A part points at something that is not there.
    Index,
    /// Something is larger or deeper than the stated limits.
    Limit,
}

impl LoadErrorKind {
    /// The stable id.
    pub fn id(self) -> &'static str {
        match self {
            Self::NotADocument => "not_a_document",
            Self::Version => "version",
            Self::Seal => "seal",
            Self::Hash => "hash",
            Self::Shape => "shape",
            Self::Feature => "feature",
            Self::Zone => "zone",
            Self::Calendar => "calendar",
            Self::Index => "index",
            Self::Limit => "limit",
        }
    }
}

impl LoadError {
    /// A refusal.
    pub fn new(kind: LoadErrorKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), at: None }
    }

    /// Adds the operation it stands in.
    #[must_use]
    pub fn at(mut self, pc: Pc) -> Self {
        self.at.get_or_insert(pc);
        self
    }

    /// No such time zone.
    pub fn zone(name: &str) -> Self {
        Self::new(LoadErrorKind::Zone, name)
    }

    /// What is wrong, in both languages.
    pub fn message(&self) -> Message {
        let d = &self.detail;
        let (zh, en) = match self.kind {
            LoadErrorKind::NotADocument => (format!("不是编译好的话术文件：{d}"), format!("not a compiled script: {d}")),
            LoadErrorKind::Version => (format!("文件的格式版本是 {d}，读不了"), format!("the document is of format version {d}")),
            LoadErrorKind::Seal => ("文件已损坏：封印与内容不符".to_owned(), "the document is damaged: its seal does not fit".to_owned()),
            LoadErrorKind::Hash => {
                ("文件已损坏：程序与它的哈希不符".to_owned(), "the document is damaged: its hash does not fit".to_owned())
            }
            LoadErrorKind::Shape => (format!("程序的内容读不懂：{d}"), format!("the program cannot be read: {d}")),
            LoadErrorKind::Feature => {
                (format!("程序要用“{d}”，这个版本不会"), format!("the program needs `{d}`, which this version does not know"))
            }
            LoadErrorKind::Zone => (format!("没有时区“{d}”"), format!("there is no time zone `{d}`")),
            LoadErrorKind::Calendar => (format!("日历“{d}”的内容不成次序"), format!("calendar `{d}` is not in order")),
            LoadErrorKind::Index => {
                (format!("程序里指到了没有的东西：{d}"), format!("the program points at something that is not there: {d}"))
            }
            LoadErrorKind::Limit => (format!("超过了限额：{d}"), format!("beyond the limits: {d}")),
        };
        Message::new(zh, en)
    }
}

impl std::fmt::Display for LoadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message().en)
    }
}

impl std::error::Error for LoadError {}
