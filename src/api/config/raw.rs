//! The keys of `huashu.toml` as they are written; the published schema is made of this.

use super::Status;
use crate::api::codes;
use crate::base::Level;
use crate::prove::Bounds;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use smol_str::SmolStr;
use std::collections::BTreeMap;
use toml::Spanned;

/// huashu.toml: what a package of call-centre scripts says of itself. Everything may be left out. See docs/configuration.md.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "huashu.toml", transform = twin_of_bindings)]
pub(super) struct Raw {
    /// 脚本包的名字，别的包用它来引用；不写就是文件夹的名字 · The package's name, by which others use it; the folder's where left out.
    pub(super) name: Option<SmolStr>,
    /// 语言的版次 · Language edition.
    #[serde(default)]
    #[schemars(schema_with = "edition")]
    pub(super) edition: Option<Spanned<SmolStr>>,
    /// 草案（draft）里没定下的常量只提醒；生效（in force）是默认 · In a draft, constants left open only warn.
    #[serde(default)]
    #[schemars(schema_with = "status")]
    pub(super) status: Status,
    /// check 到哪一级算没通过；命令行的 --fail-level 优先；默认 error · From which level on a check fails; the command line goes before it.
    #[schemars(with = "Option<FailLevel>")]
    pub(super) fail_level: Option<Spanned<SmolStr>>,
    /// 脚本里“待定”的常量取什么值 · Values for constants that the script leaves 待定, as a script would write them.
    #[serde(default, alias = "待定")]
    #[schemars(with = "BTreeMap<String, BindingValue>")]
    pub(super) bindings: BTreeMap<Spanned<SmolStr>, Spanned<toml::Value>>,
    /// 每个编号在这里算哪一级，编号和名字都可以写 · How much each code weighs here, by id or by name.
    #[serde(default)]
    #[schemars(schema_with = "severity")]
    pub(super) severity: BTreeMap<Spanned<SmolStr>, Spanned<SmolStr>>,
    /// 证一条保证最多看多少 · How much is looked at to prove one guarantee.
    #[serde(default)]
    pub(super) proof: Proof,
}

/// 证一条保证最多看多少，数的是个数，不是时间 · Limits of a proof: counts, never seconds.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub(super) struct Proof {
    /// 多少个状态，默认 100000 · states
    states: Option<usize>,
    /// 同时在走的时限，默认 16 · limits that run at once
    clocks: Option<usize>,
    /// 多少步，默认 300000，费事的一步算几步 · steps; one that takes longer counts for several
    steps: Option<usize>,
}

impl Proof {
    /// The limits, the usual ones where nothing is said.
    pub(super) fn bounds(&self) -> Bounds {
        let usual = Bounds::default();
        Bounds {
            states: self.states.unwrap_or(usual.states),
            clocks: self.clocks.unwrap_or(usual.clocks),
            steps: self.steps.unwrap_or(usual.steps),
        }
    }
}

/// What `fail_level` may be.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase", inline)]
#[allow(dead_code, reason = "the schema alone reads it")]
enum FailLevel {
    /// 提醒以上 · remarks too
    Info,
    /// 警告以上 · warnings too
    Warn,
    /// 错误 · errors alone
    Error,
}

/// What a binding may be.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[allow(dead_code, reason = "the schema alone reads it")]
enum BindingValue {
    /// 照脚本的写法，例如 2小时 · as a script writes it
    Literal(String),
    /// 数 · a number
    Number(f64),
    /// 是、否 · yes or no
    Flag(bool),
}

/// The level that a word of `[severity]` means.
pub(super) fn level(word: &str) -> Option<Level> {
    LEVELS.iter().find(|(name, _)| *name == word).map(|(_, level)| *level)
}

/// The words of `[severity]`.
const LEVELS: [(&str, Level); 5] =
    [("off", Level::Off), ("info", Level::Info), ("warn", Level::Warn), ("error", Level::Error), ("forbid", Level::Forbid)];

fn edition(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "const": crate::program::EDITION })
}

fn status(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": ["草案", "draft", "生效", "in force"], "default": "生效" })
}

/// Each code by its id, by the id a warning is shown with, and by its name.
fn severity(_: &mut SchemaGenerator) -> Schema {
    let mut properties = Map::new();
    for code in codes::all() {
        let levels: Vec<&str> =
            LEVELS.iter().filter(|(_, l)| code.level != Level::Forbid || *l == Level::Forbid).map(|(name, _)| *name).collect();
        let entry = json!({ "description": format!("{} · {}", code.zh, code.en), "enum": levels });
        for key in [Some(code.id.to_owned()), code.id.strip_prefix('E').map(|n| format!("W{n}")), Some(code.name.to_owned())] {
            properties.extend(key.map(|key| (key, entry.clone())));
        }
    }
    json_schema!({ "type": "object", "additionalProperties": false, "properties": properties })
}

/// `待定` is `bindings` by its Chinese name.
fn twin_of_bindings(schema: &mut Schema) {
    if let Some(properties) = schema.get_mut("properties").and_then(Json::as_object_mut)
        && let Some(bindings) = properties.get("bindings").cloned()
    {
        properties.insert("待定".to_owned(), bindings);
    }
}
