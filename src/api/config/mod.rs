//! `huashu.toml`: what a package says of itself.

mod fault;
mod raw;

use super::codes;
use crate::base::{Code, Level, Message, Position, Source};
use crate::prove::Bounds;
use crate::sema::codes::leaves_out;
use fault::error;
use raw::Raw;
use serde::Deserialize;
use smol_str::SmolStr;
use std::ops::Range;
use toml::Spanned;

/// What a package says of itself; everything may be left out.
#[derive(Debug, Default)]
pub struct Config {
    /// The package's name; the folder's where not given.
    pub name: Option<SmolStr>,
    /// Language edition.
    pub edition: Option<SmolStr>,
    /// Whether the script is in force.
    pub status: Status,
    /// From which level on a check of it fails, unless the person who checks says otherwise.
    pub fail_level: Option<Level>,
    /// Values for constants that the script leaves 待定.
    pub bindings: Vec<Bound>,
    /// How much each code weighs here.
    pub severity: Vec<(&'static Code, Level)>,
    /// How much may be looked at to prove one guarantee.
    pub bounds: Bounds,
}

/// The value of a constant that the script leaves 待定.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The constant's name.
    pub name: SmolStr,
    /// A literal as the script would write it; none where no literal can be meant.
    pub value: Option<String>,
    /// The bytes of the name.
    pub at: Range<usize>,
    /// The bytes of the value.
    pub value_at: Range<usize>,
}

/// Whether a script is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Status {
    /// A draft: what is still open warns, and the program says that it is one.
    #[serde(rename = "草案", alias = "draft")]
    Draft,
    /// In force; so is a package that says nothing.
    #[default]
    #[serde(rename = "生效", alias = "in force")]
    InForce,
}

/// Why a `huashu.toml` cannot be used, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// What is wrong.
    pub message: Message,
    /// Where in the file.
    pub at: Position,
}

impl Config {
    /// Reads a `huashu.toml`.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let source = Source::new("huashu.toml", text);
        let raw: Raw = toml::from_str(text).map_err(|e| fault::unreadable(&source, &e))?;
        if let Some(edition) = raw.edition.as_ref().filter(|e| e.get_ref() != crate::program::EDITION) {
            let (given, known) = (edition.get_ref(), crate::program::EDITION);
            let zh = format!("没有 {given} 这一版语言；这个程序懂的是 {known}");
            let en = format!("there is no edition {given}; this version knows {known}");
            return Err(error(&source, edition.span().start, zh, en));
        }
        let fail_level = raw.fail_level.as_ref().map(|word| fail_level(&source, word)).transpose()?;
        let severity = severities(&source, &raw)?;
        let mut bindings: Vec<Bound> = raw.bindings.into_iter().map(bound).collect();
        bindings.sort_by_key(|b| b.at.start);
        let bounds = raw.proof.bounds();
        Ok(Self {
            name: raw.name,
            edition: raw.edition.map(Spanned::into_inner),
            status: raw.status,
            fail_level,
            bindings,
            severity,
            bounds,
        })
    }

    /// The published schema of `huashu.toml`.
    pub fn schema() -> serde_json::Value {
        schemars::schema_for!(Raw).to_value()
    }

    /// What this package says of a code, if anything.
    pub fn level_of(&self, code: &Code) -> Option<Level> {
        self.severity.iter().find(|(c, _)| *c == code).map(|(_, level)| *level)
    }
}

/// The value of a binding, as a script would write it.
fn bound((name, value): (Spanned<SmolStr>, Spanned<toml::Value>)) -> Bound {
    let (at, value_at) = (name.span(), value.span());
    let value = match value.into_inner() {
        toml::Value::String(s) => Some(s),
        toml::Value::Integer(n) => Some(n.to_string()),
        toml::Value::Float(n) => Some(n.to_string()),
        toml::Value::Boolean(b) => Some(if b { "是" } else { "否" }.to_owned()),
        toml::Value::Datetime(_) | toml::Value::Array(_) | toml::Value::Table(_) => None,
    };
    Bound { name: name.into_inner(), value, at, value_at }
}

fn fail_level(source: &Source, word: &Spanned<SmolStr>) -> Result<Level, ConfigError> {
    let level = raw::level(word.get_ref()).filter(|l| matches!(l, Level::Info | Level::Warn | Level::Error));
    level.ok_or_else(|| {
        let other = word.get_ref();
        let zh = format!("fail_level 不能是“{other}”，可写 info、warn、error");
        error(source, word.span().start, zh, format!("`fail_level` cannot be `{other}`; it is one of info, warn, error"))
    })
}

/// What `[severity]` says, in the order of the file; a code that is named twice cannot mean both.
fn severities(source: &Source, raw: &Raw) -> Result<Vec<(&'static Code, Level)>, ConfigError> {
    let mut lines: Vec<_> = raw.severity.iter().collect();
    lines.sort_by_key(|(code, _)| code.span().start);
    let mut found: Vec<(&'static Code, Level)> = Vec::with_capacity(lines.len());
    for (written, word) in lines {
        let (code, level) = severity(source, written, word)?;
        if found.iter().any(|(c, _)| *c == code) {
            let (id, name) = (code.id, code.name);
            let zh = format!("{id} 和 {name} 是同一个编号，只能写一次");
            return Err(error(source, written.span().start, zh, format!("{id} and {name} are one code; name it once")));
        }
        found.push((code, level));
    }
    Ok(found)
}

fn severity(source: &Source, code: &Spanned<SmolStr>, level: &Spanned<SmolStr>) -> Result<(&'static Code, Level), ConfigError> {
    let Some(found) = codes::find(code.get_ref()) else {
        let name = code.get_ref();
        let near = codes::nearest(name).first().map(|c| format!("{} {}", c.id, c.name));
        let zh = near.as_ref().map_or(String::new(), |n| format!("；是不是 {n}？"));
        let en = near.map_or(String::new(), |n| format!("; did you mean {n}?"));
        return Err(error(source, code.span().start, format!("没有“{name}”这个编号{zh}"), format!("there is no code `{name}`{en}")));
    };
    let Some(weight) = raw::level(level.get_ref()) else {
        let other = level.get_ref();
        let zh = format!("不认识级别“{other}”，可写 off、info、warn、error、forbid");
        let en = format!("unknown level `{other}`; it is one of off, info, warn, error, forbid");
        return Err(error(source, level.span().start, zh, en));
    };
    // Who inherits a 底线 does not decide how much it weighs.
    if found.level == Level::Forbid && weight != Level::Forbid {
        let id = found.id;
        let (zh, en) = (
            format!("{id} 说的是上级的底线，不能在这里调轻"),
            format!("{id} guards the floors of the package that is inherited and keeps its weight"),
        );
        return Err(error(source, level.span().start, zh, en));
    }
    if leaves_out(found) && weight < Level::Error {
        let id = found.id;
        let (zh, en) = (
            format!("{id} 说的是那一句没有读进脚本，不能调轻：调轻了，电话里就少这一句"),
            format!("{id} says that a statement is not in the script and cannot be made lighter: calls would go on without it"),
        );
        return Err(error(source, level.span().start, zh, en));
    }
    Ok((found, weight))
}
