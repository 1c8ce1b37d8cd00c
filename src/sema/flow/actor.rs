//! Who acts or speaks in an event.

use crate::base::Span;
use crate::sema::cx::Cx;
use crate::sema::decl::role::built_in_word;
use crate::sema::model::{AGENT, Actor, CUSTOMER, RoleId, SYSTEM, THIRD};
use crate::syntax::ast::{self, Name};

impl Cx<'_> {
    /// An actor; nothing for 任何人 and for one that is not declared.
    pub(crate) fn actor(&mut self, actor: &ast::Actor, span: Span) -> Option<Actor> {
        match actor {
            ast::Actor::Customer => Some(Actor::Customer),
            ast::Actor::Agent => Some(Actor::Agent),
            ast::Actor::Third => Some(Actor::Third),
            ast::Actor::System => Some(Actor::System),
            ast::Actor::Anyone => None,
            ast::Actor::Role(name) => {
                let written = self.env.sources.slice(span);
                // The tree keeps no place for the name; it opens the event.
                let at = written.find(name.as_str()).map_or(span, |i| {
                    let start = span.start as usize + i;
                    Span::new(span.file, start, start + name.len())
                });
                if let Some(role) = built_in_word(name) {
                    return role.map(built_in_actor);
                }
                self.role(&Name { text: name.clone(), span: at }).map(built_in_actor)
            }
        }
    }
}

fn built_in_actor(role: RoleId) -> Actor {
    match role {
        AGENT => Actor::Agent,
        CUSTOMER => Actor::Customer,
        SYSTEM => Actor::System,
        THIRD => Actor::Third,
        role => Actor::Role(role),
    }
}
