//! Rules against each other: one asks for what another forbids.

use super::clash::clashes;
use super::covers::covers;
use super::overlap::Scopes;
use crate::base::{Diagnostic, Message};
use crate::sema::codes::guarantees::{PERMISSION_WITHOUT_GUARD, RULES_CONFLICT};
use crate::sema::model::{Event, ModalWord, Model, Pattern, RuleBody, RuleId, Sentence, StretchRef, Trigger};
use crate::sema::pass::Pass;
use crate::sema::phrases::Forbidden;

/// What a sentence claims of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Claim {
    Asks,
    Forbids,
    Allows,
}

/// A sentence with its claim.
struct Claimed<'m> {
    rule: usize,
    sentence: usize,
    claim: Claim,
    event: &'m Event,
    rank: u8,
    said: &'m Sentence,
    body: &'m RuleBody,
    floor: bool,
    name: &'m str,
}

/// A sentence and one that it gives way to.
type Yield = ((usize, usize), (RuleId, usize));

/// Finds the sentences that give way to others, and reports those of one rank that cannot both be kept.
pub(crate) fn conflicts(pass: &mut Pass<'_>) {
    let (yields, mut found) = judge(&pass.model, pass.sources);
    pass.out.append(&mut found);
    for ((rule, sentence), to) in yields {
        let body = pass.model.rules.get_mut(rule).and_then(|r| r.body.as_mut());
        if let Some(said) = body.and_then(|b| b.sentences.get_mut(sentence))
            && !said.yields.contains(&to)
        {
            said.yields.push(to);
        }
    }
}

fn judge(model: &Model, sources: &crate::base::Sources) -> (Vec<Yield>, Vec<Diagnostic>) {
    let forbidden = Forbidden::of(model);
    let scopes = Scopes::new(model, sources, &forbidden);
    let all = claims(model);
    let (mut yields, mut out) = (Vec::new(), Vec::new());
    let forbidding: Vec<&Claimed<'_>> = all.iter().filter(|c| c.claim == Claim::Forbids).collect();
    for asked in all.iter().filter(|c| c.claim == Claim::Asks) {
        for forbidden in forbidding.iter().filter(|f| covers(model, &forbidden, f.event, asked.event)) {
            if let Some(found) = settle(asked, forbidden, &scopes, &mut yields) {
                out.push(found);
            }
        }
    }
    // What is forbidden after an event is against what is asked after the same.
    let barred: Vec<Claimed<'_>> = claims_of(model, after_the_same);
    for (asked, bar) in barred.iter().filter(|c| c.claim == Claim::Asks).flat_map(|a| barred.iter().map(move |b| (a, b))) {
        if bar.claim == Claim::Forbids
            && covers(model, &forbidden, bar.event, asked.event)
            && triggers(asked)
                .zip(triggers(bar))
                .is_some_and(|(a, b)| a.nth == b.nth && covers(model, &forbidden, &b.on.event, &a.on.event))
            && let Some(found) = settle(asked, bar, &scopes, &mut yields)
        {
            out.push(found);
        }
    }
    out.extend(clashes(model, &forbidden, &scopes));
    for allowed in all.iter().filter(|c| c.claim == Claim::Allows) {
        let meant =
            |f: &&&Claimed<'_>| covers(model, &forbidden, f.event, allowed.event) || covers(model, &forbidden, allowed.event, f.event);
        let lifted: Vec<&&Claimed<'_>> = forbidding.iter().filter(meant).collect();
        if allowed.rank == 1
            && let Some(first) = lifted.first()
        {
            out.push(unguarded(allowed, first));
            continue;
        }
        for forbidden in lifted {
            if forbidden.floor {
                out.push(against_floor(allowed, forbidden));
            } else if forbidden.rank <= allowed.rank {
                yields.push(gives_way(forbidden, allowed));
            }
        }
    }
    (yields, out)
}

fn claims(model: &Model) -> Vec<Claimed<'_>> {
    claims_of(model, claim)
}

fn claims_of(model: &Model, claim: fn(&Sentence) -> Option<(Claim, &Event)>) -> Vec<Claimed<'_>> {
    let mut all = Vec::new();
    for (rule, r) in model.rules.iter().enumerate() {
        let Some(body) = &r.body else { continue };
        for (sentence, said) in body.sentences.iter().enumerate() {
            let Some((claim, event)) = claim(said) else { continue };
            let (rank, floor, name) = (rank(said), r.meta.floor, r.name.as_str());
            all.push(Claimed { rule, sentence, claim, event, rank, said, body, floor, name });
        }
    }
    all
}

/// What a sentence claims of what comes after another event: asked for some time or other, or never allowed again.
fn after_the_same(said: &Sentence) -> Option<(Claim, &Event)> {
    match &said.pattern {
        Pattern::After(_, must, _) | Pattern::Next(_, must) => Some((Claim::Asks, &must.event)),
        Pattern::Barred(_, not, None) => Some((Claim::Forbids, &not.event)),
        _ => None,
    }
}

fn triggers<'m>(claimed: &Claimed<'m>) -> Option<&'m Trigger> {
    match &claimed.said.pattern {
        Pattern::After(on, ..) | Pattern::Next(on, _) | Pattern::Barred(on, ..) => Some(on),
        _ => None,
    }
}

/// What a sentence claims: what it forbids only after another event is no match for what is asked at any time.
fn claim(said: &Sentence) -> Option<(Claim, &Event)> {
    Some(match &said.pattern {
        Pattern::Never(on) if said.modal == ModalWord::May => (Claim::Allows, &on.on.event),
        Pattern::Never(on) => (Claim::Forbids, &on.on.event),
        // What must come before something is asked only where that comes.
        Pattern::Before { .. } => return None,
        pattern => (Claim::Asks, pattern.wanted()?),
    })
}

/// 情形 3, 阶段 2, 通则 1.
pub(super) fn rank(said: &Sentence) -> u8 {
    let within = &said.within;
    if !within.provided.is_empty() || within.between.is_some() {
        return 3;
    }
    let of = |s: &StretchRef| match s {
        StretchRef::InStep(..) | StretchRef::InFlow(_) | StretchRef::InPhase(..) => 2,
        StretchRef::Named(_)
        | StretchRef::Ringing
        | StretchRef::Connected
        | StretchRef::Speaking(_)
        | StretchRef::Silence(_)
        | StretchRef::OnHold
        | StretchRef::OnMute
        | StretchRef::Calendar(..)
        | StretchRef::Bad => 3,
    };
    within.during.iter().map(|(s, _)| of(s)).max().unwrap_or(1)
}

/// The lower of two gives way; of one rank, the one that 优先于 says; else they are against each other.
fn settle(a: &Claimed<'_>, b: &Claimed<'_>, scopes: &Scopes<'_>, yields: &mut Vec<Yield>) -> Option<Diagnostic> {
    let case = scopes.together((a.said, a.body), (b.said, b.body))?;
    let over = |x: &Claimed<'_>, y: &Claimed<'_>| x.body.over.contains(&RuleId(y.rule as u32));
    let (lower, higher) = if a.rank != b.rank {
        if a.rank < b.rank { (a, b) } else { (b, a) }
    } else if over(a, b) {
        (b, a)
    } else if over(b, a) {
        (a, b)
    } else {
        return Some(against(a, b, &case));
    };
    if lower.floor {
        return Some(against_floor(higher, lower));
    }
    yields.push(gives_way(lower, higher));
    None
}

fn gives_way(lower: &Claimed<'_>, higher: &Claimed<'_>) -> Yield {
    ((lower.rule, lower.sentence), (RuleId(higher.rule as u32), higher.sentence))
}

fn against(a: &Claimed<'_>, b: &Claimed<'_>, case: &Message) -> Diagnostic {
    let (first, second) = if (a.said.span.file, a.said.span.start) <= (b.said.span.file, b.said.span.start) { (a, b) } else { (b, a) };
    let word = |c: &Claimed<'_>| if c.claim == Claim::Asks { ("要求", "asks for") } else { ("禁止", "forbids") };
    let ((zh, en), (other_zh, other_en)) = (word(second), word(first));
    let (when_zh, when_en) = if case.zh.is_empty() {
        (String::new(), String::new())
    } else {
        (format!("，比如 {} 的时候", case.zh), format!(", as when {}", case.en))
    };
    Diagnostic::new(
        &RULES_CONFLICT,
        second.event.span,
        format!("规则“{}”{zh}的事，正是规则“{}”{other_zh}的{when_zh}", second.name, first.name),
        format!("the rule `{}` {en} what the rule `{}` {other_en}{when_en}", second.name, first.name),
    )
    .label(zh, en)
    .related(first.event.span, format!("这里{other_zh}"), format!("this one {other_en} it"))
    .help(
        format!("定下谁让谁：在“{}”那一行写“优先于 {}”；或者用“若”“在 … 时”说明各管什么时候。", second.name, first.name),
        format!(
            "Say which one wins: write `over rule {}` on `{}`; or say with `if` or `at … meanwhile` when each holds.",
            first.name, second.name
        ),
    )
}

fn against_floor(other: &Claimed<'_>, floor: &Claimed<'_>) -> Diagnostic {
    Diagnostic::new(
        &RULES_CONFLICT,
        other.event.span,
        format!("规则“{}”和底线“{}”相反，底线不让步", other.name, floor.name),
        format!("the rule `{}` goes against the floor `{}`, which never gives way", other.name, floor.name),
    )
    .related(floor.event.span, "底线在这里", "the floor stands here")
    .help("改这一条；底线本身不对，就去掉它的“底线”。", "Change this rule; if the floor itself is wrong, take `floor` off it.")
}

fn unguarded(allowed: &Claimed<'_>, forbidden: &Claimed<'_>) -> Diagnostic {
    Diagnostic::new(
        &PERMISSION_WITHOUT_GUARD,
        allowed.said.modal_span,
        format!("规则“{}”不许的事，这里一概许可了", forbidden.name),
        format!("what the rule `{}` forbids is permitted here at any time", forbidden.name),
    )
    .label("什么时候可以？", "when?")
    .related(forbidden.event.span, "这里不许", "forbidden here")
    .help(
        "许可要写明什么时候：“若 …，可 …”或“在 … 时，可 …”；什么时候都可以，就删掉那条禁止。",
        "Say when: `if …, may …` or `at … meanwhile, may …`; if it is always permitted, delete the prohibition.",
    )
}
