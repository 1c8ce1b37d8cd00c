//! A counter-example as a call in words: what was given, what the machine did, and what is broken at its end.

use super::report::ProofLine;
use super::scene;
use crate::api::narrate;
use crate::base::{Lang, Message};
use crate::program::Otherwise;
use crate::prove::Counterexample;
use crate::runtime::{Effect, EffectKind, Finding, Line, Machine, Session, Start};
use std::sync::Arc;

/// A line of the call, in both languages.
#[derive(Debug)]
pub(super) struct Told {
    at: i64,
    given: bool,
    pub(super) text: Message,
}

/// Plays the call on the whole program.
pub(super) fn told(machine: &Arc<Machine>, rule: u32, call: &Counterexample) -> Vec<Told> {
    let Some(mut session) = begun(machine, call) else { return Vec::new() };
    let mut lines = Vec::new();
    let take = |session: &mut Session, lines: &mut Vec<Told>| {
        for effect in session.take_effects() {
            if let Some(text) = narrate::effect(machine, &effect).filter(|_| is_told(&effect, rule)) {
                lines.push(Told { at: effect.at, given: false, text });
            }
        }
    };
    for (name, value) in scene::given(machine, call) {
        let text = Message::new(format!("{name} = {value}"), format!("{name} = {value}"));
        lines.push(Told { at: call.start, given: true, text });
    }
    take(&mut session, &mut lines);
    for (at, event) in &call.moves {
        let before = lines.len();
        if session.advance(*at).is_err() {
            return lines;
        }
        take(&mut session, &mut lines);
        match event {
            Some(event) => {
                lines.push(Told { at: *at, given: true, text: narrate::event(machine, &scene::legible(machine, event)) });
                if session.send(event, *at).is_err() {
                    return lines;
                }
                take(&mut session, &mut lines);
            }
            // Time that passes without anything is not worth a line.
            None if lines.len() == before => {}
            None => {}
        }
    }
    if !call.undone.is_empty() {
        let at = session.now();
        lines.push(Told { at, given: false, text: undone(machine, call) });
    }
    lines
}

/// The call at its beginning, on the whole program.
pub(super) fn begun(machine: &Arc<Machine>, call: &Counterexample) -> Option<Session> {
    let flow = (call.line == Line::Flow).then(|| call.flow.clone());
    let (args, params) = (call.args.clone(), call.params.clone());
    let begin = Start { line: call.line, flow, args, params, at: call.start, ..Start::default() };
    Session::new(Arc::clone(machine), begin).ok()
}

/// What was left undone.
pub(super) fn undone(machine: &Machine, call: &Counterexample) -> Message {
    let p = &machine.program;
    let name = |otherwise: &Otherwise| match otherwise {
        Otherwise::Do(action, _) => p.actions.get(*action as usize).map_or("", |a| a.name.as_str()),
        Otherwise::Escalate(ladder) => p.ladders.get(*ladder as usize).map_or("", |l| l.name.as_str()),
    };
    let all: Vec<&str> = call.undone.iter().map(name).collect();
    let list = all.join("、");
    Message::new(format!("到这里就完了，“否则”该做的 {list} 一直没有做"), format!("here it ends, and {list} of `otherwise` was never done"))
}

/// Whether a line helps to see how the guarantee comes to be broken.
fn is_told(effect: &Effect, rule: u32) -> bool {
    match &effect.kind {
        EffectKind::Finding(finding) => match &**finding {
            Finding::Rule(found) => found.rule == rule,
            _ => true,
        },
        EffectKind::Unhandled(_) => false,
        _ => true,
    }
}

impl Told {
    /// The line in one language, with date and time of day.
    pub(super) fn line(&self, machine: &Machine, lang: Lang) -> ProofLine {
        let at = machine.local(self.at).map_or_else(|| self.at.to_string(), |(date, ms)| super::written::instant(date, ms));
        ProofLine { at, given: self.given, text: self.text.get(lang).to_owned() }
    }
}
