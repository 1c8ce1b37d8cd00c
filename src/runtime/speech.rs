//! Who speaks, and whether nobody does.

use super::run::Run;
use super::state::{Core, Who};
use super::totals::Lasting;

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
