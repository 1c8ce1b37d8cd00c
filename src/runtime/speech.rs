//! What was said, by containment of a line's characters; and who speaks, holds or is muted.

use super::eval::Eval;
use super::run::Run;
use super::state::Who;
use crate::base::width::spoken;
use crate::program::{Quantifier, SayWords};
use smol_str::SmolStr;

/// Whether a text holds a line, or a class's line.
pub(crate) fn said(eval: &mut Eval<'_>, words: &SayWords, text: &str) -> bool {
    let heard = spoken(text);
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
    let mut held = lines.iter().map(|line| holds(&heard, line));
    match quantifier {
        Quantifier::Any => held.any(|h| h),
        Quantifier::All | Quantifier::InOrder => !lines.is_empty() && held.all(|h| h),
    }
}

/// Whether folded text holds all pieces of a line between its gaps and captured values, in order.
fn holds(heard: &str, line: &str) -> bool {
    let mut rest = heard;
    let mut any = false;
    for piece in line.split('…').flat_map(|p| p.split(['{', '}']).step_by(2)) {
        let piece = spoken(piece);
        if piece.is_empty() {
            continue;
        }
        any = true;
        match rest.split_once(piece.as_str()) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    any
}

impl Run<'_> {
    /// Someone begins a turn.
    pub(crate) fn begin_turn(&mut self, who: Who) {
        let core = &mut self.st.core;
        core.speaking |= bit(who);
        core.silent[0] = None;
        match who {
            Who::Customer => core.silent[1] = None,
            Who::Agent | Who::Role(_) => core.silent[2] = None,
            Who::Third | Who::System => {}
        }
    }

    /// Someone's turn ends.
    pub(crate) fn end_turn(&mut self, who: Who) {
        self.st.core.speaking &= !bit(who);
        self.hush();
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
