//! What is found of a rule, with its evidence.

use crate::base::Decimal;
use crate::base::phrase::Folds;
use crate::program::{Duty, Forbid, ForbidEntry, Program, Severity};
use crate::runtime::lines::Closest;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// What is found of a sentence: it is broken, or nobody can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFinding {
    /// Index into the program's rules.
    pub rule: u32,
    /// The sentence's number in it, from 1.
    pub sentence: u32,
    /// Whether it is broken for certain.
    pub broken: bool,
    /// How strongly the sentence binds.
    pub duty: Duty,
    /// How grave it is.
    pub severity: Severity,
    /// What it costs.
    pub points: Decimal,
    /// 一票否决
    pub veto: bool,
    /// The case whose line it is on; 0 for the call.
    pub case: u32,
    /// The key, as JSON; empty for none.
    pub key: SmolStr,
    /// What it goes back to.
    pub triggers: Vec<EventRef>,
    /// What happened.
    pub event: Option<EventRef>,
    /// What was said that must not be.
    pub uttered: Option<Uttered>,
    /// The line that was asked for and comes closest to what was said.
    pub closest: Option<Box<Closest>>,
    /// What did not happen: from when to when it should have, both included.
    pub missing: Option<(i64, i64)>,
    /// The bound, in ms or in number.
    pub bound: Option<i64>,
    /// What was measured, in the bound's unit.
    pub observed: Option<i64>,
    /// Gaps that matter.
    pub gaps: Vec<(i64, i64)>,
    /// Why nobody can tell.
    pub reason: Option<Reason>,
    /// 迟报: it was known only after its instant was settled.
    pub late: bool,
    /// 合并: more was owed than is told apart.
    pub merged: bool,
    /// 按整句计: words had no times.
    pub whole: bool,
}

/// A phrase of a 禁语 that was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Uttered {
    /// Index into the program's 禁语.
    pub forbid: u32,
    /// Which of its entries.
    pub entry: u32,
    /// First character of what was said, from 0.
    pub start: u32,
    /// Behind the last character.
    pub end: u32,
    /// What is written otherwise than in the entry.
    pub folds: Folds,
}

impl Uttered {
    /// The 禁语 and its entry.
    pub fn entry(self, program: &Program) -> Option<(&Forbid, &ForbidEntry)> {
        let forbid = program.forbids.get(self.forbid as usize)?;
        Some((forbid, forbid.entries.get(self.entry as usize)?))
    }
}

/// Why nobody can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// 缺段
    Gap,
    /// 缺时间
    Time,
    /// 缺角色
    Role,
    /// 未结束
    Open,
    /// 路径不明
    Path,
    /// 日历缺年
    Year,
    /// 缺事实
    Fact,
}

impl Reason {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gap => "缺段",
            Self::Time => "缺时间",
            Self::Role => "缺角色",
            Self::Open => "未结束",
            Self::Path => "路径不明",
            Self::Year => "日历缺年",
            Self::Fact => "缺事实",
        }
    }

    /// Its stable id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Gap => "gap",
            Self::Time => "time",
            Self::Role => "role",
            Self::Open => "open",
            Self::Path => "path",
            Self::Year => "year",
            Self::Fact => "fact",
        }
    }
}

/// An event that bears witness.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EventRef {
    /// Its instant.
    pub at: i64,
    /// What it is, in the words of a script.
    pub what: SmolStr,
    /// What was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<SmolStr>,
}

/// How a rule stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 合规
    Kept,
    /// 违规
    Broken,
    /// 无法判定
    Unknown,
    /// 不适用
    NotApplicable,
}

impl Verdict {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kept => "合规",
            Self::Broken => "违规",
            Self::Unknown => "无法判定",
            Self::NotApplicable => "不适用",
        }
    }
}

/// What a rule still waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Obligation {
    /// The rule's name.
    pub rule: SmolStr,
    /// The sentence's number in it, from 1.
    pub sentence: u32,
    /// The key, as JSON; empty for none.
    pub key: SmolStr,
    /// What opened it.
    pub since: EventRef,
    /// When it is broken, where an instant breaks it.
    pub due: Option<i64>,
}
