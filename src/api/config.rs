//! `huashu.toml`: what a package says of itself.

use super::codes;
use crate::base::{Code, Level, Message, Position, Source};
use serde::Deserialize;
use smol_str::SmolStr;
use std::collections::BTreeMap;
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
    /// Values for constants that the script leaves 待定.
    pub bindings: Vec<Bound>,
    /// How much each code weighs here.
    pub severity: Vec<(&'static Code, Level)>,
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    name: Option<SmolStr>,
    edition: Option<Spanned<SmolStr>>,
    #[serde(default)]
    status: Status,
    #[serde(default, alias = "待定")]
    bindings: BTreeMap<Spanned<SmolStr>, Spanned<toml::Value>>,
    #[serde(default)]
    severity: BTreeMap<Spanned<SmolStr>, Spanned<SmolStr>>,
}

impl Config {
    /// Reads a `huashu.toml`.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let source = Source::new("huashu.toml", text);
        let raw: Raw = toml::from_str(text).map_err(|e| unreadable(&source, &e))?;
        if let Some(edition) = raw.edition.as_ref().filter(|e| e.get_ref() != crate::program::EDITION) {
            let (given, known) = (edition.get_ref(), crate::program::EDITION);
            let zh = format!("没有 {given} 这一版语言；这个程序懂的是 {known}");
            let en = format!("there is no edition {given}; this version knows {known}");
            return Err(error(&source, edition.span().start, zh, en));
        }
        let mut bindings: Vec<Bound> = raw.bindings.into_iter().map(bound).collect();
        bindings.sort_by_key(|b| b.at.start);
        let severity = raw.severity.iter().map(|(code, level)| severity(&source, code, level)).collect::<Result<_, _>>()?;
        Ok(Self { name: raw.name, edition: raw.edition.map(Spanned::into_inner), status: raw.status, bindings, severity })
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

fn severity(source: &Source, code: &Spanned<SmolStr>, level: &Spanned<SmolStr>) -> Result<(&'static Code, Level), ConfigError> {
    let Some(found) = codes::find(code.get_ref()) else {
        let name = code.get_ref();
        let near = codes::nearest(name).first().map(|c| format!("{} {}", c.id, c.name));
        let zh = near.as_ref().map_or(String::new(), |n| format!("；是不是 {n}？"));
        let en = near.map_or(String::new(), |n| format!("; did you mean {n}?"));
        return Err(error(source, code.span().start, format!("没有“{name}”这个编号{zh}"), format!("there is no code `{name}`{en}")));
    };
    let weight = match level.get_ref().as_str() {
        "off" => Level::Off,
        "info" => Level::Info,
        "warn" => Level::Warn,
        "error" => Level::Error,
        "forbid" => Level::Forbid,
        other => {
            let zh = format!("不认识级别“{other}”，可写 off、info、warn、error、forbid");
            let en = format!("unknown level `{other}`; it is one of off, info, warn, error, forbid");
            return Err(error(source, level.span().start, zh, en));
        }
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
    Ok((found, weight))
}

/// toml speaks English only; the commonest faults are said again in Chinese.
fn unreadable(source: &Source, fault: &toml::de::Error) -> ConfigError {
    let en = fault.message().replace('\n', " ");
    let quoted = en.split('`').nth(1).unwrap_or_default();
    let zh = if en.starts_with("unknown field") {
        format!("不认识的项“{quoted}”，可写 name、edition、status、bindings、severity")
    } else if en.starts_with("unknown variant") {
        format!("不认识的值“{quoted}”，可写 草案、生效")
    } else if en.starts_with("invalid unquoted key") {
        "等号左边和方括号里的中文要加引号，例如 \"及时\" = \"2小时\"".to_owned()
    } else if en.starts_with("string values must be quoted") {
        "等号右边的值要加引号，例如 name = \"家庭服务\"".to_owned()
    } else if en.starts_with("duplicate key") {
        "同一项写了两次".to_owned()
    } else {
        format!("这一行读不懂（{en}）")
    };
    error(source, fault.span().map_or(0, |s| s.start), zh, en)
}

fn error(source: &Source, at: usize, zh: impl Into<String>, en: impl Into<String>) -> ConfigError {
    ConfigError { message: Message::new(zh, en), at: source.position(at) }
}
