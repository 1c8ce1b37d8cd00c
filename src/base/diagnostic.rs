//! One finding, whatever stage found it.

use super::Lang;
use super::code::{Code, Level};
use super::span::Span;

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Message {
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

impl Message {
    /// A text in both languages.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The text in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// So many of something, in English.
pub fn counted<N: std::fmt::Display + PartialEq + From<u8>>(n: N, one: &str) -> String {
    if n == N::from(1) { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// A place with what it has to do with the finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What stands there.
    pub message: Message,
}

/// One replacement of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// The new text.
    pub text: String,
}

/// A change that mends the finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What the change does.
    pub message: Message,
    /// The replacements, not overlapping.
    pub edits: Vec<Edit>,
    /// Whether the change may be applied unseen: it keeps what the script means or only makes a refused text legal in its one reading.
    pub safe: bool,
}

/// A finding: what is wrong, where, and what to do about it.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// Which code.
    pub code: &'static Code,
    /// How much it weighs here; the code's own level unless configured otherwise.
    pub level: Level,
    /// What is wrong, in the trainer's words, user text quoted.
    pub message: Message,
    /// Where.
    pub span: Span,
    /// What the main place says, shown under the mark; may be empty.
    pub label: Message,
    /// Other places.
    pub related: Vec<Label>,
    /// What to do.
    pub help: Option<Message>,
    /// A change that mends it, where one is known.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A finding of `code` at `span`.
    pub fn new(code: &'static Code, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            code,
            level: code.level,
            message: Message::new(zh, en),
            span,
            label: Message::default(),
            related: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// Adds what the main place says.
    #[must_use]
    pub fn label(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.label = Message::new(zh, en);
        self
    }

    /// Adds advice.
    #[must_use]
    pub fn help(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.help = Some(Message::new(zh, en));
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.related.push(Label { span, message: Message::new(zh, en) });
        self
    }

    /// Adds a change that may be applied unseen.
    #[must_use]
    pub fn safe_fix(mut self, zh: impl Into<String>, en: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fix = Some(Fix { message: Message::new(zh, en), edits, safe: true });
        self
    }

    /// Adds a change that a person should look at first.
    #[must_use]
    pub fn suggest(mut self, zh: impl Into<String>, en: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fix = Some(Fix { message: Message::new(zh, en), edits, safe: false });
        self
    }

    /// How the code is shown: `W…` instead of `E…` where the finding only warns.
    pub fn shown_code(&self) -> String {
        match self.level {
            Level::Warn | Level::Info if self.code.id.starts_with('E') => self.code.id.replacen('E', "W", 1),
            _ => self.code.id.to_owned(),
        }
    }
}
