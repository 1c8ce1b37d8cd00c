//! 工单: each has a stack of its own and lives on after the call.

use super::effect::EffectKind;
use super::run::{Halt, Run};
use super::state::Thread;
use super::value::Val;
use crate::base::limits::OPEN_CASES;

impl Run<'_> {
    /// 立单: the case's place among the threads and its first operation.
    pub(crate) fn open_case(&mut self, t: usize, pc: u32, flow: u32, args: Vec<Val>) -> Result<(usize, u32), Halt> {
        if self.st.threads.iter().filter(|t| !t.ended && t.id != 0).count() >= OPEN_CASES {
            return Err(Halt::ManyCases);
        }
        let acting = self.acting(t);
        let (consents, identified) = self.st.threads.get(t).map(|th| (th.consents.clone(), th.identified)).unwrap_or_default();
        self.st.core.opened += 1;
        let id = self.st.core.opened;
        self.emit(t, pc, EffectKind::Open(id));
        self.st.threads.push(Thread { id, flow, acting, consents, identified, ..Thread::default() });
        let case = self.st.threads.len() - 1;
        let entry = self.call(case, flow, args)?;
        Ok((case, entry))
    }

    /// The place of an open thread by its number.
    pub(crate) fn thread_of(&self, id: u32) -> Option<usize> {
        self.st.threads.iter().position(|t| t.id == id && !t.ended)
    }
}
