//! 等: events, a limit, what happens when it runs out.

use crate::sema::cx::Cx;
use crate::sema::decl::meta;
use crate::sema::model::{Wait, When};
use crate::syntax::ast;

impl<'a> Cx<'a> {
    /// `等 events 限时 …`
    pub(super) fn wait(&mut self, wait: &'a ast::Wait) -> Wait {
        Wait {
            on: wait.events.as_ref().map(|e| self.event(e)),
            limit: wait.limit.as_ref().map(|l| self.limit(l)),
            whens: wait.whens.iter().map(|w| self.when(w)).collect(),
            timeout: wait.timeout.as_ref().map(|t| self.timeout(t)),
        }
    }

    /// `当 events …`
    pub(crate) fn when(&mut self, when: &'a ast::When) -> When {
        let mut meta = meta(&when.meta);
        let on = self.event(&when.events);
        let body = self.block(&when.body, &mut meta);
        When { on, body, span: when.span, meta }
    }
}
