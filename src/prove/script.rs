//! Rules that a script breaks by itself: calls that follow it to the letter are looked at. Agents say each line they are shown and nothing
//! else; people and hosts do what they are asked for and what something waits for.

use super::blame::{Blame, blame};
use super::live::Lived;
use super::narrow::narrow_to;
use super::node::Node;
use super::path::{Made, Step};
use super::search::{self, Search};
use super::world::Turn;
use super::{Bounds, Breach, Looked, Outcome, Prover, Why};
use crate::program::{EventKind, EventPattern, Line, Op, Pattern};
use crate::runtime::{Effect, EffectKind, Event, Session, Verdict, Who};

/// What a search looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aim {
    /// A call that breaks a guarantee.
    Guarantee,
    /// A call on which the script itself breaks a sentence, by its number from 1.
    Script(u32, Blame),
    /// A whole call that keeps it.
    Kept(u32),
}

/// How a call stands to a sentence whose keeping is looked for, and whether the line that was said last was ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Standing {
    ordered: bool,
    broken: bool,
    triggered: bool,
}

/// What a script does against a sentence of a rule, by its place; it keeps it where people alone decide.
pub(super) fn breach(prover: &Prover<'_>, rule: u32, sentence: usize, bounds: &Bounds) -> Looked {
    let program = prover.program;
    let of = program.rules.get(rule as usize);
    let Some((of, said)) = of.and_then(|of| Some((of, of.sentences.get(sentence)?))) else { return Looked::Kept };
    let Some(blame) = blame(program, said) else { return Looked::Kept };
    let number = sentence as u32 + 1;
    let narrowed = narrow_to(program, rule, sentence);
    let search = |aim| search::search(prover, &narrowed, rule, aim, bounds);
    // A line without an end has no whole calls.
    let whole = of.line != Line::Organisation;
    if blame.hasty {
        if !whole {
            return Looked::Kept;
        }
        let kept = search(Aim::Kept(number));
        match kept.outcome {
            Outcome::Proved => {}
            // A call keeps it, or no whole call comes by it.
            Outcome::Refuted(_) | Outcome::Unproved(Why::Impossible) => return Looked::Kept,
            Outcome::Unproved(why) => return Looked::Undecided(why, kept.states),
        }
    }
    let broken = search(Aim::Script(number, blame));
    let call = match broken.outcome {
        Outcome::Refuted(call) => *call,
        Outcome::Proved => return Looked::Kept,
        Outcome::Unproved(why) => return Looked::Undecided(why, broken.states),
    };
    let always = blame.hasty || whole && search(Aim::Kept(number)).outcome == Outcome::Proved;
    let Blame { missing, voluntary, hasty: late, unsaid, .. } = blame;
    Looked::Broken(Box::new(Breach { rule, sentence: number, call, always, missing, voluntary, late, unsaid }))
}

impl Aim {
    /// The sentence that alone is looked at.
    pub(super) fn sentence(self) -> Option<u32> {
        match self {
            Self::Guarantee => None,
            Self::Script(sentence, _) | Self::Kept(sentence) => Some(sentence),
        }
    }

    /// Whether agents say all that they are shown.
    pub(super) fn says_all(self) -> bool {
        matches!(self, Self::Script(..))
    }

    /// Whether something may happen in a state.
    pub(super) fn lets(self, session: &Session, turn: &Turn) -> bool {
        let whole = match self {
            Self::Guarantee => false,
            Self::Script(_, blame) => blame.whole || blame.hasty,
            Self::Kept(_) => true,
        };
        // A call that somebody breaks off is not whole.
        !whole || !turn.events.iter().any(ends) || ended(session) || awaited(session, turn)
    }

    /// Whether something that happened is of use: what nothing takes notice of is nobody's to do.
    pub(super) fn minds(self, step: &Step, session: &Session) -> bool {
        let (Self::Script(..), Made::Turn(turn)) = (self, &step.made) else { return true };
        let actions = &session.machine().program.actions;
        let asked = |event: &Event| match event {
            Event::Choose { .. } | Event::Fill { .. } | Event::Submit { .. } => true,
            Event::Host { name, .. } => actions.iter().any(|a| a.name == *name),
            other => ends(other),
        };
        turn.says.is_some() || turn.events.iter().any(asked) || session.effects().iter().any(takes_notice)
    }
}

impl Search<'_> {
    /// Whether what was found in a step is the script's doing.
    pub(super) fn blamed(&self, before: Option<&Node>, step: &Step, session: &Session) -> bool {
        let blame = match self.aim {
            Aim::Guarantee => return true,
            Aim::Kept(_) => return false,
            Aim::Script(_, blame) => blame,
        };
        if blame.missing {
            return true;
        }
        if blame.last {
            return before.is_some_and(|node| node.standing.ordered);
        }
        let turn = match &step.made {
            Made::Turn(turn) => Some(turn),
            Made::Begin(_) | Made::Pass => None,
        };
        let says = turn.is_some_and(|turn| turn.says.is_some());
        let others = |e: &Event| matches!(e, Event::Say { who, .. } if *who != Who::Agent);
        let noise = turn.is_some_and(|turn| !says && (blame.free || turn.events.iter().any(others)));
        let at_end = blame.whole && turn.is_some_and(|turn| turn.events.iter().any(ends)) && ended(session);
        at_end || (blame.said && self.ordered(before, step)) || (blame.done && !says && !noise)
    }

    /// Whether a step is a line that has to be said.
    fn ordered(&self, before: Option<&Node>, step: &Step) -> bool {
        let Made::Turn(Turn { says: Some(at), .. }) = &step.made else { return false };
        before.and_then(|node| node.owed.get(*at)).is_some_and(|line| line.must)
    }

    /// How a call stands after a step.
    pub(super) fn standing(&self, before: Option<&Node>, step: &Step, lived: &Lived) -> Standing {
        match self.aim {
            Aim::Guarantee => Standing::default(),
            Aim::Script(_, blame) => {
                let was = before.is_some_and(|node| node.standing.ordered);
                let says = matches!(&step.made, Made::Turn(turn) if turn.says.is_some());
                Standing { ordered: blame.last && if says { self.ordered(before, step) } else { was }, ..Standing::default() }
            }
            Aim::Kept(_) => {
                let verdict = self.verdict(&lived.session);
                let (broken, triggered) = (verdict == Some(Verdict::Broken), lived.session.is_triggered(self.rule));
                Standing { broken, triggered, ..Standing::default() }
            }
        }
    }

    fn verdict(&self, session: &Session) -> Option<Verdict> {
        let name = &self.whole.rules.get(self.rule as usize)?.name;
        session.verdicts().into_iter().find(|v| v.rule == *name).map(|v| v.verdict)
    }

    /// Whether a call that is over is a whole one that kept the sentence.
    pub(super) fn keeps(&mut self, session: &Session) -> bool {
        let Aim::Kept(sentence) = self.aim else { return false };
        let opened = self.narrowed.program.sentence(self.rule, sentence);
        let opens = opened.is_some_and(|s| opens(&s.pattern));
        match self.verdict(session) {
            Some(Verdict::Broken) => {
                self.broke = true;
                false
            }
            // What it speaks of never came to pass.
            Some(Verdict::NotApplicable) => !opens,
            _ => true,
        }
    }
}

/// Whether a sentence speaks only of calls on which something comes to pass.
fn opens(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::First(..) | Pattern::Last(..) => false,
        Pattern::Lasts(_) | Pattern::EachIn(..) | Pattern::By(_) => true,
        pattern => !pattern.wanted().is_empty(),
    }
}

/// Whether an event ends a call.
fn ends(event: &Event) -> bool {
    matches!(event, Event::Hangup(_) | Event::CallEnded)
}

fn ended(session: &Session) -> bool {
    session.st.threads.first().is_none_or(|t| t.ended)
}

/// Whether the call waits for its own end, in this way.
fn awaited(session: &Session, turn: &Turn) -> bool {
    let Some(at) = session.st.threads.first().and_then(|t| t.top()).map(|top| top.pc) else { return false };
    let is_end = |p: &EventPattern| match p.kind {
        EventKind::HangUp => turn.events.iter().any(|e| matches!(e, Event::Hangup(_))),
        EventKind::CallEnded => turn.events.contains(&Event::CallEnded),
        _ => false,
    };
    match session.machine().program.code.get(at as usize) {
        Some(Op::Wait(wait)) => wait.on.iter().any(is_end) || wait.arms.iter().any(|arm| arm.on.iter().any(is_end)),
        _ => false,
    }
}

/// Whether an effect shows that the script took notice of something.
fn takes_notice(effect: &Effect) -> bool {
    matches!(
        effect.kind,
        EffectKind::Enter
            | EffectKind::Leave
            | EffectKind::Say(_)
            | EffectKind::Tip(_)
            | EffectKind::Ask(_)
            | EffectKind::Form
            | EffectKind::ReadBack(_)
            | EffectKind::Do(_)
            | EffectKind::Record(_)
            | EffectKind::Timer(_)
            | EffectKind::Limit(_)
            | EffectKind::Open(_)
            | EffectKind::Resume
            | EffectKind::End(_)
    )
}
