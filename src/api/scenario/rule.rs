//! 期望 of rules: how they stand once the call is over, how often, when and how gravely they are broken, and what the call scores.

use super::journal::Breach;
use super::player::{Player, Standing};
use crate::base::{Decimal, Message, counted};
use crate::program::Severity;
use crate::runtime::{RuleVerdict, Verdict};
use crate::sema::model::{Judged, Moment, Severity as Written, Stand};
use smol_str::SmolStr;

/// What is not as expected of rules, 期限 and 周期; nothing where all is.
pub(super) fn stand(player: &Player<'_>, verdict: Stand, judged: &Judged) -> Option<Message> {
    let standing = player.standing();
    let verdicts = &standing.verdicts;
    let of = |name: &SmolStr| verdicts.iter().find(|v| v.rule == *name);
    let start = player.start();
    let meant = |b: &&Breach| {
        let then = judged.at.is_none_or(|at| happened_at(b.at - start, at));
        then && judged.severity.is_none_or(|s| level(s) == b.severity)
    };
    let broken = |name: &SmolStr| standing.of(name).filter(meant).count() as i64;
    let wrong = |name: &&SmolStr| match verdict {
        Stand::Broken | Stand::OnlyBroken => judged.times.map_or(broken(name) == 0, |n| broken(name) != n),
        Stand::Kept => broken(name) != 0,
        Stand::Unknown => match of(name) {
            Some(v) => v.verdict != Verdict::Unknown || judged.times.is_some_and(|n| i64::from(v.unknown) != n),
            None => judged.times.map_or(standing.unsure(name) == 0, |n| standing.unsure(name) != n),
        },
    };
    let mut found: Vec<(SmolStr, String, String)> = judged.names.iter().filter(wrong).map(|n| told(n, of(n), &standing, start)).collect();
    if verdict == Stand::OnlyBroken {
        let others = verdicts.iter().filter(|v| v.broken > 0 && !judged.names.contains(&v.rule));
        found.extend(others.map(|v| told(&v.rule, Some(v), &standing, start)));
    }
    let zh: Vec<String> = found.iter().map(|(name, zh, _)| format!("{name}：{zh}")).collect();
    let en: Vec<String> = found.iter().map(|(name, _, en)| format!("{name}: {en}")).collect();
    (!found.is_empty()).then(|| Message::new(zh.join("；"), en.join("; ")))
}

/// Whether something so long after the start is what a time of the scenario means: without ms it means the whole second.
fn happened_at(since: i64, at: Moment) -> bool {
    if at.exact { since == at.ms } else { since.div_euclid(1000) == at.ms.div_euclid(1000) }
}

fn level(written: Written) -> Severity {
    match written {
        Written::Minor => Severity::Minor,
        Written::Ordinary => Severity::Ordinary,
        Written::Serious => Severity::Serious,
    }
}

/// What is not as expected of the number of all breaches.
pub(super) fn total(player: &Player<'_>, times: i64, prefix: Option<&str>) -> Option<Message> {
    let verdicts = player.standing().verdicts;
    let rules = &player.script.machine.program.rules;
    let cites = |name: &SmolStr| {
        let rule = rules.iter().find(|r| r.name == *name);
        prefix.is_none_or(|p| rule.is_some_and(|r| r.basis.iter().any(|clause| clause.starts_with(p))))
    };
    let broken: Vec<&RuleVerdict> = verdicts.iter().filter(|v| v.broken > 0 && cites(&v.rule)).collect();
    let sum: i64 = broken.iter().map(|v| i64::from(v.broken)).sum();
    let list = |told: &dyn Fn(u32) -> String, between: &str| {
        broken.iter().map(|v| format!("{} {}", v.rule, told(v.broken))).collect::<Vec<_>>().join(between)
    };
    let (zh, en) = (list(&|n| format!("{n}次"), "、"), list(&|n| counted(n, "time"), ", "));
    (sum != times).then(|| match sum {
        0 => Message::new("一次也没有违反", "nothing is violated"),
        _ => Message::new(format!("违反共 {sum} 次：{zh}"), format!("{sum} in all: {en}")),
    })
}

/// What is not as expected of the score; it lies between two numbers where something cannot be judged.
pub(super) fn marks(player: &Player<'_>, low: Option<Decimal>, high: Option<Decimal>) -> Option<Message> {
    let Some(scored) = player.standing().score else { return Some(Message::new("没有评分", "nothing is scored")) };
    let fits = low.is_none_or(|n| scored.low >= n) && high.is_none_or(|n| scored.high <= n);
    (!fits).then(|| {
        let text = range(Some(scored.low), Some(scored.high));
        Message::new(format!("得分 {text}"), format!("marks {text}"))
    })
}

fn range(low: Option<Decimal>, high: Option<Decimal>) -> String {
    let text = |n: Option<Decimal>| n.map_or(String::new(), |n| n.to_string());
    if low == high { text(low) } else { format!("{}..{}", text(low), text(high)) }
}

/// What is expected of a score, in words.
pub(super) fn described_marks(low: Option<Decimal>, high: Option<Decimal>) -> Message {
    let text = range(low, high);
    Message::new(format!("得分 {text}"), format!("marks {text}"))
}

/// What is expected, in words.
pub(super) fn described(verdict: Stand, judged: &Judged) -> Message {
    let (zh, en) = match verdict {
        Stand::Broken => ("违反", "violates"),
        Stand::Kept => ("不违反", "does not violate"),
        Stand::OnlyBroken => ("只违反", "violates only"),
        Stand::Unknown => ("无法判定", "inconclusive"),
    };
    let (mut zh, mut en) = (format!("{zh} {}", judged.names.join("、")), format!("{en} {}", judged.names.join(", ")));
    if let Some(n) = judged.times {
        zh.push_str(&format!(" {n}次"));
        en.push_str(&format!(" {}", counted(n, "time")));
    }
    if let Some(at) = judged.at {
        let at = super::journal::elapsed(at.ms);
        zh.push_str(&format!(" 在 {at}"));
        en.push_str(&format!(" at {at}"));
    }
    if let Some(severity) = judged.severity {
        let (word, twin) = words(level(severity));
        zh.push_str(&format!(" {word}"));
        en.push_str(&format!(" {twin}"));
    }
    Message::new(zh, en)
}

/// What total is expected, in words.
pub(super) fn described_total(times: i64, prefix: Option<&str>) -> Message {
    let (zh, en) = prefix.map_or_else(Default::default, |p| (format!(" 属 {p}"), format!(" in {p}")));
    Message::new(format!("违反 共 {times}次{zh}"), format!("violates totalling {}{en}", counted(times, "time")))
}

fn words(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Minor => ("轻微", "minor"),
        Severity::Ordinary => ("一般", "ordinary"),
        Severity::Serious => ("严重", "serious"),
    }
}

fn told(name: &SmolStr, verdict: Option<&RuleVerdict>, standing: &Standing, start: i64) -> (SmolStr, String, String) {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for b in standing.of(name) {
        let (word, twin) = words(b.severity);
        let at = super::journal::elapsed(b.at - start);
        zh.push(format!("{at} {word}"));
        en.push(format!("{at} {twin}"));
    }
    let (zh, en) = match (zh.len(), verdict.map(|v| v.verdict)) {
        (0, None) if standing.unsure(name) > 0 => ("无法判定".to_owned(), "inconclusive".to_owned()),
        (0, Some(Verdict::Unknown)) => ("无法判定".to_owned(), "inconclusive".to_owned()),
        (0, Some(Verdict::NotApplicable)) => ("不适用".to_owned(), "it did not apply".to_owned()),
        (0, _) => ("没有违反".to_owned(), "not violated".to_owned()),
        (n, _) => (format!("违反 {n} 次（{}）", zh.join("、")), format!("violated {} ({})", counted(n, "time"), en.join(", "))),
    };
    (name.clone(), zh, en)
}
