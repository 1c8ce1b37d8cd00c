//! What came of the guarantees, as data.

use super::own::{self, OwnRule};
use super::{ProofRun, body, call, scene};
use crate::api::check::Checked;
use crate::api::report::{Finding, VERSION};
use crate::base::{Lang, Message, Position, Sources};
use crate::prove::{Outcome, Proof, Why};
use crate::sema::model::Assume;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What came of the guarantees of a package. A versioned promise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProofReport {
    /// Version of this object, 1.
    pub version: u32,
    /// In source order.
    pub guarantees: Vec<Guarantee>,
    /// Rules of whose sentences the script decides, and how those that follow it keep them.
    #[serde(default)]
    pub rules: Vec<OwnRule>,
    /// What there is to be mended.
    pub findings: Vec<Finding>,
    /// How many of each.
    pub summary: ProofSummary,
}

/// One guarantee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Guarantee {
    /// Its name.
    pub name: String,
    /// File, as named on the command line.
    pub file: String,
    /// Where it stands.
    pub start: Position,
    /// What came of it.
    pub result: Proved,
    /// Why it is not proved.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
    /// What was taken for granted.
    pub assumed: Vec<Assumed>,
    /// States that were looked at.
    pub states: usize,
    /// Zones that were looked at.
    pub zones: usize,
    /// The call that breaks it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub call: Vec<ProofLine>,
    /// The same as the lines of a 场景.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub scenario: Vec<String>,
}

/// What came of a guarantee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Proved {
    /// 已证
    Proved,
    /// 反例
    Refuted,
    /// 未证明
    Unproved,
}

/// What is taken for granted of hosts and people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Assumed {
    /// Its name: 推时, 照做, 成句, 有历, or a line of the guarantee.
    pub name: String,
    /// What it means.
    pub meaning: String,
}

/// A line of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProofLine {
    /// Date and time of day.
    pub at: String,
    /// Whether people or hosts did it, rather than the machine.
    pub given: bool,
    /// What happened.
    pub text: String,
}

/// How many guarantees there are of each sort.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProofSummary {
    /// 已证
    pub proved: usize,
    /// 反例
    pub refuted: usize,
    /// 未证明
    pub unproved: usize,
}

impl ProofReport {
    /// The published schema of the report.
    pub fn schema() -> serde_json::Value {
        schemars::schema_for!(Self).to_value()
    }
}

impl ProofRun {
    /// The run in one language.
    pub fn report(&self, checked: &Checked, lang: Lang) -> ProofReport {
        let mut report = ProofReport {
            version: VERSION,
            guarantees: Vec::new(),
            rules: own::rules(&checked.model, &checked.sources, &self.looked, lang),
            findings: self.findings.iter().map(|d| Finding::new(d, &checked.sources, lang)).collect(),
            summary: ProofSummary::default(),
        };
        for proof in &self.proofs {
            let Some((rule, says)) = body(&checked.model, proof) else { continue };
            let source = checked.sources.get(rule.span.file);
            let start = source.map_or(Position { line: 1, column: 1, offset: 0 }, |s| s.position(rule.span.start as usize));
            let mut guarantee = Guarantee {
                name: rule.name.to_string(),
                file: source.map_or(String::new(), |s| s.name.clone()),
                start,
                result: Proved::Proved,
                reason: None,
                assumed: assumed(proof, lang).into_iter().chain(stated(&says.assumes, &checked.sources, lang)).collect(),
                states: proof.states,
                zones: proof.zones,
                call: Vec::new(),
                scenario: Vec::new(),
            };
            match &proof.outcome {
                Outcome::Proved => report.summary.proved += 1,
                Outcome::Unproved(why) => {
                    report.summary.unproved += 1;
                    guarantee.result = Proved::Unproved;
                    guarantee.reason = Some(reason(*why).get(lang).to_owned());
                }
                Outcome::Refuted(found) => {
                    report.summary.refuted += 1;
                    guarantee.result = Proved::Refuted;
                    guarantee.call = call::told(&self.machine, proof.rule, found).iter().map(|l| l.line(&self.machine, lang)).collect();
                    guarantee.scenario = scene::lines(&self.machine, proof, found);
                }
            }
            report.guarantees.push(guarantee);
        }
        report
    }
}

/// What is taken for granted with every result.
fn assumed(proof: &Proof, lang: Lang) -> Vec<Assumed> {
    let mut all = vec![Message::new("推时：时间一到就叫一声机器", "time is told: the host calls when something is due")];
    if proof.speech {
        all.push(Message::new(
            "照做：话务员离开一步之前，该说的都说了，该填的都填了",
            "orders are followed: an agent says and fills in what is ordered before a step is left",
        ));
        all.push(Message::new("成句：一句话开口就说完", "turns are instants: a turn ends as it begins"));
    }
    if proof.days {
        all.push(Message::new(
            "有历：要用到的日子，日历里都有它那一年",
            "calendars know: the calendars have the years of all days that are asked for",
        ));
    }
    let told = |m: &Message| {
        let (name, meaning) = m.get(lang).split_once(['：', ':'])?;
        Some(Assumed { name: name.to_owned(), meaning: meaning.trim().to_owned() })
    };
    all.iter().filter_map(told).collect()
}

/// The same that a guarantee says of itself, in its own words.
fn stated(assumes: &[Assume], sources: &Sources, lang: Lang) -> Vec<Assumed> {
    let meaning = Message::new("写在保证里的假定，违背它的电话不看", "assumed by the guarantee: calls that break it are not looked at");
    let words = |assume: &Assume| {
        let written = sources.slice(assume.span).trim();
        ["假定", "assume"].iter().find_map(|word| written.strip_prefix(word)).unwrap_or(written).trim().to_owned()
    };
    assumes.iter().map(|assume| Assumed { name: words(assume), meaning: meaning.get(lang).to_owned() }).collect()
}

/// Why a guarantee is not proved.
pub(super) fn reason(why: Why) -> Message {
    let (zh, en) = match why {
        Why::States => ("状态太多，看不完", "there are more states than may be looked at"),
        Why::Clocks => ("同时在走的时限太多", "more limits run at once than may be followed"),
        Why::Steps => ("走法太多，看不完", "there are more steps than may be made"),
        Why::Depth => ("调用太深，或者一件事引出的事太多", "calls go too deep, or one event sets off too much"),
        Why::Calendar => ("要看是哪一天、几点钟，还证不了", "it depends on the date or the time of day"),
        Why::Compared => ("要看两个值谁大谁小，还证不了", "it depends on which of two values is the greater one"),
        Why::Total => {
            ("要看时间加起来有多少，或者停过表，还证不了", "it depends on lengths that are added up, or on clocks that are stopped")
        }
        Why::Values => ("一件事、一张表能填的花样太多", "an event or a form can come in too many ways"),
        Why::Reckoned => ("要看拿填的数算出来的数，还证不了", "it depends on what is reckoned with values that are entered"),
        Why::Untried => (
            "有的值没法一样一样都试到，例如列表、语速、没见过的格式",
            "a value cannot be tried in all its sorts, such as a list or a pace of speech",
        ),
        Why::Coarse => ("粗化：找到的电话真打起来并不破它", "the call that was found does not break it when it is really played"),
        Why::Unjudged => ("走到有的地方，规则自己也判不了", "in some places the rule itself cannot be judged"),
        Why::Impossible => ("没有一通电话合得上它假定的事", "no call agrees with what is assumed"),
        Why::Start => ("没有流程可以从头开始", "no flow can begin"),
        Why::Owed => (
            "同一件事没做完又来一次，后一次的时限从哪里算起，证不清",
            "the same is owed again before it is done, and from when on the later one counts is not known",
        ),
        Why::Starts => (
            "开头给的值（参数、流程的入参）合起来花样太多，一样一样试不完",
            "what a session is begun with (parameters, arguments of the flow) can be given in too many ways",
        ),
        Why::Years => (
            "有的电话要用到日历里没有的年份，到那里限时不会开始",
            "some calls need days of a year that the calendar does not know, and a limit does not begin there",
        ),
        Why::Periods => (
            "机构线上的周期也管到这件事，一期接一期没有头，证不完",
            "a schedule of the organisation has a say in it, and its periods have no end",
        ),
    };
    Message::new(zh, en)
}
