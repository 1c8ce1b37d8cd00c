//! `huashu.toml`: what a package says of itself.

use super::codes;
use crate::base::{Code, Level, Message, Position, Source};
use serde::Deserialize;
use smol_str::SmolStr;
use std::collections::BTreeMap;
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
    /// Values for constants that the script leaves 待定: name, and a literal as the script would write it.
    pub bindings: Vec<(SmolStr, String)>,
    /// How much each code weighs here.
    pub severity: Vec<(&'static Code, Level)>,
}

/// Whether a script is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Status {
    /// A draft.
    #[default]
    #[serde(rename = "草案", alias = "draft")]
    Draft,
    /// In force.
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
    bindings: BTreeMap<SmolStr, Spanned<toml::Value>>,
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
        let bindings =
            raw.bindings.into_iter().map(|(name, value)| literal(&source, &value).map(|v| (name, v))).collect::<Result<_, _>>()?;
        let severity = raw.severity.iter().map(|(code, level)| severity(&source, code, level)).collect::<Result<_, _>>()?;
        Ok(Self { name: raw.name, edition: raw.edition.map(Spanned::into_inner), status: raw.status, bindings, severity })
    }
}

/// The value of a binding, as a script would write it.
fn literal(source: &Source, value: &Spanned<toml::Value>) -> Result<String, ConfigError> {
    match value.get_ref() {
        toml::Value::String(s) => Ok(s.clone()),
        toml::Value::Integer(n) => Ok(n.to_string()),
        toml::Value::Float(n) => Ok(n.to_string()),
        toml::Value::Boolean(b) => Ok(if *b { "是" } else { "否" }.to_owned()),
        toml::Value::Datetime(_) | toml::Value::Array(_) | toml::Value::Table(_) => {
            let (zh, en) = ("这里要写一个值，用引号括起来，例如 \"2小时\"", "a value in quotes belongs here, such as \"2小时\"");
            Err(error(source, value.span().start, zh, en))
        }
    }
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
