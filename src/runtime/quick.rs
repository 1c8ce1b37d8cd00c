//! The shortest way through a step that says fixed words and rests.

use super::effect::EffectKind;
use super::index::Quick;
use super::run::Run;
use super::state::Shown;

impl Run<'_> {
    /// Plays the call's fixed words from `pc` up to its rest.
    #[inline]
    pub(crate) fn play_quickly(&mut self, mut pc: u32) -> bool {
        loop {
            match self.m.index.ops.get(pc as usize) {
                Some(Quick::Say) => {
                    self.show(0, Shown::Fixed(pc));
                    self.emit(0, pc, EffectKind::Say(None));
                }
                Some(Quick::Tip) => {
                    self.show(0, Shown::Fixed(pc));
                    self.emit(0, pc, EffectKind::Tip(None));
                }
                Some(Quick::Rest) => {
                    self.rest(0, pc);
                    return true;
                }
                _ => return true,
            }
            pc += 1;
        }
    }
}
