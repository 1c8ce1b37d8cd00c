//! 期望 of rules: how they stand once the call is over, and how often they are broken.

use super::player::Player;
use crate::base::Message;
use crate::runtime::{RuleVerdict, Verdict};
use crate::sema::model::Stand;
use smol_str::SmolStr;

/// What is not as expected of rules, 期限 and 周期; nothing where all is.
pub(super) fn stand(player: &Player<'_>, verdict: Stand, names: &[SmolStr], times: Option<i64>) -> Option<Message> {
    let verdicts = player.verdicts();
    let of = |name: &SmolStr| verdicts.iter().find(|v| v.rule == *name);
    // Limits are rules as well: a breach is told by the limit itself.
    let broken = |name: &SmolStr| match of(name) {
        Some(v) => i64::from(v.broken),
        None => player.journal.broken.iter().filter(|b| *b == name).count() as i64,
    };
    let wrong = |name: &&SmolStr| match verdict {
        Stand::Broken | Stand::OnlyBroken => times.map_or(broken(name) == 0, |n| broken(name) != n),
        Stand::Kept => broken(name) != 0,
        Stand::Unknown => of(name).is_none_or(|v| v.verdict != Verdict::Unknown),
    };
    let mut found: Vec<(SmolStr, String, String)> = names.iter().filter(wrong).map(|n| told(n, of(n), broken(n))).collect();
    if verdict == Stand::OnlyBroken {
        let others = verdicts.iter().filter(|v| v.broken > 0 && !names.contains(&v.rule));
        found.extend(others.map(|v| told(&v.rule, Some(v), i64::from(v.broken))));
    }
    let zh: Vec<String> = found.iter().map(|(name, zh, _)| format!("{name}：{zh}")).collect();
    let en: Vec<String> = found.iter().map(|(name, _, en)| format!("{name}: {en}")).collect();
    (!found.is_empty()).then(|| Message::new(zh.join("；"), en.join("; ")))
}

/// What is not as expected of the number of all breaches.
pub(super) fn total(player: &Player<'_>, times: i64, prefix: Option<&str>) -> Option<Message> {
    let verdicts = player.verdicts();
    let rules = &player.script.machine.program.rules;
    let cites = |name: &SmolStr| {
        let rule = rules.iter().find(|r| r.name == *name);
        prefix.is_none_or(|p| rule.is_some_and(|r| r.basis.iter().any(|clause| clause.starts_with(p))))
    };
    let counted: Vec<&RuleVerdict> = verdicts.iter().filter(|v| v.broken > 0 && cites(&v.rule)).collect();
    let sum: i64 = counted.iter().map(|v| i64::from(v.broken)).sum();
    let list = |times: &str| counted.iter().map(|v| format!("{} {}{times}", v.rule, v.broken)).collect::<Vec<_>>();
    (sum != times).then(|| {
        Message::new(format!("违反共 {sum} 次：{}", list("次").join("、")), format!("{sum} in all: {}", list(" times").join(", ")))
    })
}

/// What is expected, in words.
pub(super) fn described(verdict: Stand, names: &[SmolStr], times: Option<i64>) -> Message {
    let (zh, en) = match verdict {
        Stand::Broken => ("违反", "violates"),
        Stand::Kept => ("不违反", "does not violate"),
        Stand::OnlyBroken => ("只违反", "violates only"),
        Stand::Unknown => ("无法判定", "inconclusive"),
    };
    let (often, often_en) = times.map_or_else(Default::default, |n| (format!(" {n}次"), format!(" {n} times")));
    Message::new(format!("{zh} {}{often}", names.join("、")), format!("{en} {}{often_en}", names.join(", ")))
}

/// What total is expected, in words.
pub(super) fn described_total(times: i64, prefix: Option<&str>) -> Message {
    let (zh, en) = prefix.map_or_else(Default::default, |p| (format!(" 属 {p}"), format!(" in {p}")));
    Message::new(format!("违反 共 {times}次{zh}"), format!("violates totalling {times} times{en}"))
}

fn told(name: &SmolStr, verdict: Option<&RuleVerdict>, broken: i64) -> (SmolStr, String, String) {
    let (zh, en) = match (broken, verdict.map(|v| v.verdict)) {
        (0, Some(Verdict::Unknown)) => ("无法判定".to_owned(), "inconclusive".to_owned()),
        (0, Some(Verdict::NotApplicable)) => ("不适用".to_owned(), "it did not apply".to_owned()),
        (0, _) => ("没有违反".to_owned(), "not violated".to_owned()),
        (n, _) => (format!("违反 {n} 次"), format!("violated {n} times")),
    };
    (name.clone(), zh, en)
}
