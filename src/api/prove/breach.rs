//! Rules that the script itself breaks, as findings.

use super::call::begun;
use super::finding;
use crate::api::build::line_of;
use crate::base::{Diagnostic, Level, Message, Sources, Span};
use crate::lower::Lowered;
use crate::program::EventKind;
use crate::prove::{Bounds, Breach, Looked, Prover};
use crate::runtime::{Effect, EffectKind, Event, Machine, Who};
use crate::sema::codes::guarantees::BROKEN_BY_SCRIPT;
use crate::sema::model::{ModalWord, Model, Rule, RuleKind, Sentence};
use rayon::prelude::*;
use std::sync::Arc;

/// Whether there are rules that a flow may break.
pub(super) fn has_any(model: &Model) -> bool {
    !model.flows.is_empty() && model.rules.iter().any(|r| r.kind == RuleKind::Rule && r.body.as_ref().is_some_and(|b| !b.advice))
}

/// What came of each sentence of which the script decides, by rule and place, of rules that are picked.
pub(super) fn looked(prover: &Prover<'_>, bounds: &Bounds, pick: impl Fn(u32) -> bool) -> Vec<(u32, usize, Looked)> {
    let all: Vec<(u32, usize)> = prover.candidates().into_iter().filter(|(rule, _)| pick(*rule)).collect();
    all.into_par_iter().map(|(rule, n)| (rule, n, prover.breach(rule, n, bounds))).collect()
}

/// The rules of a package that its script breaks by itself.
pub(super) fn findings(model: &Model, sources: &Sources, lowered: &Lowered, prover: &Prover<'_>, bounds: &Bounds) -> Vec<Diagnostic> {
    let all = looked(prover, bounds, |_| true);
    let found: Vec<Breach> = all.into_iter().filter_map(|(.., l)| if let Looked::Broken(b) = l { Some(*b) } else { None }).collect();
    if found.is_empty() {
        return Vec::new();
    }
    let Ok(machine) = Machine::new(lowered.program.clone(), lowered.sources.clone()) else { return Vec::new() };
    let told = |breach: &Breach| {
        let rule = model.rules.get(breach.rule as usize)?;
        let sentence = rule.body.as_ref()?.sentences.get(breach.sentence.saturating_sub(1) as usize)?;
        Some(of(&machine, sources, rule, sentence, breach))
    };
    found.iter().filter_map(told).collect()
}

fn of(machine: &Arc<Machine>, sources: &Sources, rule: &Rule, sentence: &Sentence, breach: &Breach) -> Diagnostic {
    let name = &rule.name;
    let said = message(name, breach);
    let (zh, en) = finding::shown(machine, breach.rule, &breach.call);
    let help = advice(breach);
    let mut found = Diagnostic::new(&BROKEN_BY_SCRIPT, sentence.span, said.zh, said.en)
        .help(format!("{}\n照着脚本走的一通电话：\n{zh}", help.zh), format!("{}\nA call that follows the script:\n{en}", help.en));
    found = if breach.always {
        found.label("用得上这一句的电话，走完都违反", "every whole call that it speaks of breaks this")
    } else {
        found.label("照着脚本走，有的电话会违反", "some calls that follow the script break this")
    };
    // What an agent may well say by himself, and what is only advised, is nobody's certain fault.
    let advised = matches!(sentence.modal, ModalWord::Advisable | ModalWord::Inadvisable);
    if !breach.always || breach.voluntary || advised {
        found.level = Level::Warn;
    }
    match culprit(machine, sources, breach) {
        Some(span) if breach.late => found.related(span, "到这里还没有，时间已经过了", "it has not come here, and its time is over"),
        Some(span) if breach.missing => found.related(span, "走到这里就完了，一直没有", "here it is over, and it never came"),
        Some(span) => found.related(span, "脚本在这里让人违反", "here the script has it broken"),
        None => found,
    }
}

fn message(name: &str, breach: &Breach) -> Message {
    let (zh, en) = match (breach.missing, breach.voluntary, breach.always) {
        (false, _, true) => {
            (format!("照着脚本走，规则“{name}”一定守不住"), format!("who follows the script always breaks the rule `{name}`"))
        }
        (false, _, false) => (format!("照着脚本走，规则“{name}”有时守不住"), format!("who follows the script may break the rule `{name}`")),
        (true, true, true) => {
            (format!("规则“{name}”要说的话，脚本从来没有安排"), format!("the script never orders what the rule `{name}` wants said"))
        }
        (true, true, false) => (
            format!("规则“{name}”要说的话，脚本有的路上没有安排"),
            format!("on some ways the script does not order what the rule `{name}` wants said"),
        ),
        (true, false, true) => {
            (format!("规则“{name}”要的事，照着脚本走一定做不到"), format!("what the rule `{name}` wants never comes in the script"))
        }
        (true, false, false) => {
            (format!("规则“{name}”要的事，脚本有的路上不做"), format!("on some ways the script does not do what the rule `{name}` wants"))
        }
    };
    Message::new(zh, en)
}

fn advice(breach: &Breach) -> Message {
    if breach.late {
        return Message::new("把这件事挪到时限之前；时限定得太紧，就改规则。", "Move it before the limit, or give the rule a longer one.");
    }
    if breach.missing {
        return Message::new(
            "在下面这条路上加上规则要的这一步；不是每通都要，就在规则里写明什么时候要（“若 …，”“在 … 时，”）。",
            "Add what the rule wants on the way below, or say in the rule when it is wanted (`if …,`, `at … meanwhile,`).",
        );
    }
    if breach.unsaid {
        return Message::new(
            "这时候该先说的话还没有说。要么这条路上没有让说；要么让说了，机器不等话说完就往下做，中间要等一等客户（“选项”“等 …”）。",
            "What is to be said first is not said yet. Either nothing orders it on this way, or the machine does not wait for it: wait for the customer in between (`option`, `wait …`).",
        );
    }
    Message::new(
        "脚本让说、让做的，规则不许：改脚本的这一步，或者在规则里写明什么时候不算（“若 …，”“在 … 时，”）。",
        "The script orders what the rule does not allow: change that step, or say in the rule when it applies (`if …,`, `at … meanwhile,`).",
    )
}

/// The line of the script that breaks the rule, or at which nothing can be made good any more.
fn culprit(machine: &Arc<Machine>, sources: &Sources, breach: &Breach) -> Option<Span> {
    let call = &breach.call;
    let mut session = begun(machine, call)?;
    let mut played: Vec<Effect> = session.take_effects();
    let (mut said, mut last) = (None, 0);
    for (at, event) in &call.moves {
        last = played.len();
        session.advance(*at).ok()?;
        if let Some(event) = event {
            played.extend(session.take_effects());
            if let Event::Say { who: Who::Agent, text, .. } = event {
                said = played.iter().rev().find(|e| orders(machine, e, text)).map(|e| e.pc);
                last = played.len();
            }
            session.send(event, *at).ok()?;
        }
        played.extend(session.take_effects());
    }
    let spoken = matches!(call.moves.last(), Some((_, Some(Event::Say { .. } | Event::CallEnded | Event::Hangup(_)))));
    let placed = |e: &&Effect| machine.sources.code.get(e.pc as usize).is_some();
    let pc = if breach.missing {
        let ended = played.iter().rev().find(|e| matches!(e.kind, EffectKind::End(_)) && placed(e));
        ended.or_else(|| played.iter().rev().find(placed)).map(|e| e.pc)
    } else {
        let done = played.iter().skip(last).find(|e| breaks(machine, breach, e) && placed(e)).map(|e| e.pc);
        done.or(said.filter(|_| spoken)).or_else(|| played.iter().rev().find(placed).map(|e| e.pc))
    };
    line_of(*machine.sources.code.get(pc? as usize)?, sources)
}

/// Whether an effect orders a line.
fn orders(machine: &Machine, effect: &Effect, text: &str) -> bool {
    match &effect.kind {
        EffectKind::Say(Some(words)) | EffectKind::Ask(Some(words)) => words.iter().any(|w| w == text),
        EffectKind::Say(None) | EffectKind::Ask(None) => machine.fixed_lines(effect.pc).iter().any(|w| w == text),
        _ => false,
    }
}

/// Whether an effect is what a sentence speaks of.
fn breaks(machine: &Machine, breach: &Breach, effect: &Effect) -> bool {
    let Some(sentence) = machine.program.sentence(breach.rule, breach.sentence) else { return false };
    let mut found = false;
    sentence.each_keyed(&mut |k| {
        found |= match (&k.event.kind, &effect.kind) {
            (EventKind::Do(action), EffectKind::Do(done)) => *action == done.action,
            (EventKind::Enter(..), EffectKind::Enter) | (EventKind::Leave(..), EffectKind::Leave) => true,
            (EventKind::End(_), EffectKind::End(_)) | (EventKind::Submit(_), EffectKind::Form) => true,
            _ => false,
        };
    });
    found
}
