//! 照做: what agents have been ordered to say and have not said yet. A line stands until it is said, also where the machine went on at
//! once, through steps that wait for nothing or to the end of a flow.

use super::live::Lived;
use super::path::{Made, Step};
use crate::program::{Modality, Op, Quantifier, Say, SayWords};
use crate::runtime::{Effect, EffectKind, Event, Machine};
use smol_str::SmolStr;

/// A line that was ordered and has not been said.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Owed {
    /// The thread that ordered it: 0 for the call.
    case: u32,
    /// It has to be said; another may be left out.
    pub(super) must: bool,
    /// Its variants.
    words: Vec<SmolStr>,
}

/// What can be said next: by thread the first line that must be said and those before it that may be, in each of their variants, with the
/// place of the line among all.
pub(super) fn sayable(owed: &[Owed]) -> impl Iterator<Item = (usize, &SmolStr)> {
    let next = |at: usize, line: &Owed| !owed.iter().take(at).any(|before| before.must && before.case == line.case);
    owed.iter().enumerate().filter(move |(at, line)| next(*at, line)).flat_map(|(at, line)| line.words.iter().map(move |text| (at, text)))
}

/// What is still to be said after a step that a call has made. None where agents would have left something out that they had to say:
/// before the thread that ordered it went on, or before the call was over. `all`: they leave out nothing that they are shown.
pub(super) fn after(before: &[Owed], step: &Step, lived: &Lived, all: bool) -> Option<Vec<Owed>> {
    let mut owed = before.to_vec();
    let mut over = false;
    if let Made::Turn(turn) = &step.made {
        if let Some(at) = turn.says.filter(|at| *at < owed.len()) {
            let said = owed.remove(at);
            if all && owed.iter().take(at).any(|line| line.case == said.case) {
                return None;
            }
            // Whoever says a line leaves out those before it.
            let mut place = 0;
            owed.retain(|line| {
                place += 1;
                place > at || line.case != said.case
            });
        }
        over = turn.events.contains(&Event::CallEnded);
    }
    let (effects, machine) = (lived.session.effects(), lived.session.machine());
    let moves = |e: &Effect| matches!(e.kind, EffectKind::Enter | EffectKind::Leave | EffectKind::End(_));
    let left = |case: u32| (over && case == 0) || effects.iter().any(|e| e.case == case && moves(e));
    if owed.iter().any(|line| (line.must || all) && left(line.case)) {
        return None;
    }
    owed.retain(|line| !left(line.case));
    owed.extend(effects.iter().filter_map(|effect| ordered(machine, effect)));
    Some(owed)
}

/// The line that an effect orders. A question may be left out: what it asks for can be known already.
fn ordered(machine: &Machine, effect: &Effect) -> Option<Owed> {
    let (modality, say) = match (&effect.kind, machine.program.code.get(effect.pc as usize)?) {
        (EffectKind::Say(_), Op::Say(say)) => (say.modality, &**say),
        (EffectKind::Ask(_), Op::Ask(ask)) => (Modality::May, &ask.say),
        _ => return None,
    };
    let words = match &effect.kind {
        EffectKind::Say(Some(words)) | EffectKind::Ask(Some(words)) => words.to_vec(),
        _ => machine.fixed_lines(effect.pc),
    };
    // Of some classes all is to be said, and not one of it.
    let words = if all_of(machine, say) { vec![SmolStr::new(words.join("，"))] } else { words };
    Some(Owed { case: effect.case, must: modality == Modality::Must, words })
}

fn all_of(machine: &Machine, say: &Say) -> bool {
    let [SayWords::Class(class, ..)] = say.words.as_slice() else { return false };
    machine.program.phrases.get(*class as usize).is_some_and(|class| class.quantifier != Quantifier::Any)
}
