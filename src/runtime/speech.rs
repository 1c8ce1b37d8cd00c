//! What was said, by containment of a line's characters; and who speaks, holds or is muted.

use super::eval::Eval;
use super::run::Run;
use super::state::{Core, Who};
use super::totals::Lasting;
use crate::base::phrase::contains;
use crate::program::{Quantifier, SayWords};
use smol_str::SmolStr;

/// Whether a text holds a line, or a class's line.
pub(crate) fn said(eval: &mut Eval<'_>, words: &SayWords, text: &str) -> bool {
    let class = match words {
        SayWords::Line(..) => None,
        SayWords::Class(class, ..) => Some(*class),
        SayWords::ClassVar(var) => match eval.vars.get(*var as usize) {
            Some(super::value::Val::Phrases(class)) => Some(*class),
            _ => None,
        },
    };
    let quantifier = class.and_then(|c| eval.m.program.phrases.get(c as usize)).map(|c| c.quantifier).unwrap_or_default();
    let mut lines: Vec<SmolStr> = Vec::new();
    eval.one_of(words, &mut lines);
    let mut held = lines.iter().map(|line| contains(text, &gapped(line)));
    match quantifier {
        Quantifier::Any => held.any(|h| h),
        Quantifier::All | Quantifier::InOrder => !lines.is_empty() && held.all(|h| h),
    }
}

/// A line as a phrase: `…` stands where a value is to be heard, written as `{name}`.
fn gapped(line: &str) -> String {
    let pieces: Vec<&str> = line.split(['{', '}']).step_by(2).collect();
    pieces.join("…")
}

impl Run<'_> {
    /// Someone begins a turn.
    pub(crate) fn begin_turn(&mut self, who: Who) {
        let core = &mut self.st.core;
        core.speaking |= bit(who);
        core.silent[0] = None;
        core.spoken.turn(who, true, self.about.at.unwrap_or(core.now), true);
        match who {
            Who::Customer => core.silent[1] = None,
            Who::Agent | Who::Role(_) => core.silent[2] = None,
            Who::Third | Who::System => {}
        }
        core.add_up();
    }

    /// Someone's turn ends.
    pub(crate) fn end_turn(&mut self, who: Who) {
        let core = &mut self.st.core;
        core.speaking &= !bit(who);
        core.spoken.turn(who, false, self.about.at.unwrap_or(core.now), true);
        self.hush();
    }

    /// The words of someone's open turn are known, maybe with their times.
    pub(crate) fn words_known(&mut self, who: Who) {
        if let Some(more) = &self.about.more {
            self.st.core.spoken.words(who, &more.words, self.m.program.measure.pause_cap);
        }
    }

    /// Looks anew at whether nobody speaks on an open line.
    pub(crate) fn hush(&mut self) {
        let core = &mut self.st.core;
        let open = core.answered.is_some() && core.over.is_none() && !core.held && core.muted != 3;
        for since in &mut core.silent {
            if !open {
                *since = None;
            } else if core.speaking == 0 && since.is_none() {
                *since = Some(core.now);
            }
        }
        core.add_up();
    }
}

impl Core {
    /// What lasts on the line goes on being added up, or no more.
    fn add_up(&mut self) {
        let connected = self.answered.is_some() && self.over.is_none();
        self.totals.follow(Lasting { connected, held: self.held, silent: self.silent[0].is_some() }, self.now, true);
    }
}

/// The bit of who speaks.
pub(crate) fn bit(who: Who) -> u8 {
    match who {
        Who::Customer => 1,
        Who::Agent | Who::Role(_) => 2,
        Who::Third => 4,
        Who::System => 8,
    }
}
