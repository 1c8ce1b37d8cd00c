//! The parts of a program written out in the words of a script again, for people who compare two programs and for snapshots, which
//! hold no index.
//!
//! What is written says the same as the source did, if not letter by letter: constants are values here, and aliases their names.

mod english;
mod event;
mod expr;
mod kind;
mod names;
mod op;
mod sentence;
mod value;

pub use english::english;
pub use kind::Kind;
pub use names::{Names, plain};

use super::{Param, Program};
use smol_str::SmolStr;

/// For whom it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// Chinese keywords.
    Zh,
    /// English keywords.
    En,
    /// Chinese keywords, and every name marked with its kind (`环节「预订/接听」`), so that [`Names::carried`] finds it again under a program
    /// that calls it otherwise.
    Names,
}

/// Writes parts of a program.
#[derive(Clone, Copy)]
pub struct Speller<'p> {
    pub(super) program: &'p Program,
    to: For,
    /// The variables that expressions read.
    vars: &'p [Param],
    /// The arguments that they read.
    args: &'p [Param],
}

impl<'p> Speller<'p> {
    /// A speller without variables at hand.
    pub fn new(program: &'p Program, to: For) -> Self {
        Self { program, to, vars: &[], args: &[] }
    }

    /// As it reads inside a flow.
    #[must_use]
    pub fn in_flow(self, flow: Option<u32>) -> Self {
        let vars = flow.and_then(|f| self.program.flows.get(f as usize)).map_or(&[][..], |f| &f.vars);
        Self { vars, ..self }
    }

    /// As it reads with these variables.
    #[must_use]
    pub fn with_vars(self, vars: &'p [Param]) -> Self {
        Self { vars, ..self }
    }

    /// As it reads inside what takes these arguments.
    #[must_use]
    pub fn with_args(self, args: &'p [Param]) -> Self {
        Self { args, ..self }
    }

    /// A keyword.
    fn word(&self, zh: &'static str, en: &'static str) -> &'static str {
        if self.to == For::En { en } else { zh }
    }

    /// A name.
    fn name(&self, kind: Kind, name: &str) -> String {
        if self.to == For::Names { format!("{}「{name}」", kind.word().0) } else { name.to_owned() }
    }

    /// The name of a part of something: people read the last part alone.
    fn inner(&self, kind: Kind, of: &str, name: &str) -> String {
        if self.to == For::Names { format!("{}「{of}/{name}」", kind.word().0) } else { name.to_owned() }
    }

    /// Items of a list.
    fn list(&self, items: impl IntoIterator<Item = String>) -> String {
        items.into_iter().collect::<Vec<_>>().join("、")
    }

    /// Alternatives.
    fn either(&self, items: impl IntoIterator<Item = String>) -> String {
        items.into_iter().collect::<Vec<_>>().join(self.word(" 或 ", " or "))
    }

    /// A role.
    pub fn role(&self, role: u32) -> String {
        self.name(Kind::Role, self.program.roles.get(role as usize).map_or("", |r| &r.name))
    }

    /// A step, by flow and place.
    pub fn step(&self, flow: u32, step: u32) -> String {
        let flow = self.program.flows.get(flow as usize);
        let name = flow.and_then(|f| f.steps.get(step as usize)).map_or("", |s| &s.name);
        self.inner(Kind::Step, flow.map_or("", |f| &f.name), name)
    }

    /// A flow.
    pub fn flow(&self, flow: u32) -> String {
        self.name(Kind::Flow, self.program.flows.get(flow as usize).map_or("", |f| &f.name))
    }

    /// A form.
    pub fn form(&self, form: u32) -> String {
        self.name(Kind::Form, self.program.forms.get(form as usize).map_or("", |f| &f.name))
    }

    /// A field of a form.
    pub fn field(&self, form: u32, field: u32) -> String {
        let form = self.program.forms.get(form as usize);
        let name = form.and_then(|f| f.fields.get(field as usize)).map_or("", |f| &f.name);
        self.inner(Kind::Field, form.map_or("", |f| &f.name), name)
    }

    /// A leaf of a 分类.
    pub fn leaf(&self, taxonomy: u32, leaf: u32) -> String {
        let taxonomy = self.program.taxonomies.get(taxonomy as usize);
        let name = taxonomy.and_then(|t| t.leaves.get(leaf as usize)).map_or("", |l| &l.name);
        self.inner(Kind::Leaf, taxonomy.map_or("", |t| &t.name), name)
    }

    /// A calendar.
    pub fn calendar(&self, calendar: u32) -> String {
        self.name(Kind::Calendar, self.program.calendars.get(calendar as usize).map_or("", |c| &c.name))
    }

    /// A phrase class.
    pub fn class(&self, class: u32) -> String {
        self.name(Kind::Phrases, self.program.phrases.get(class as usize).map_or("", |c| &c.name))
    }

    /// The label of an option.
    pub fn label(&self, label: u32) -> String {
        self.name(Kind::Option, self.program.labels.get(label as usize).map_or("", String::as_str))
    }

    fn declared(&self, event: u32) -> String {
        self.name(Kind::Event, self.program.events.get(event as usize).map_or("", |e| &e.name))
    }

    fn action(&self, action: u32) -> String {
        self.name(Kind::Action, self.program.actions.get(action as usize).map_or("", |a| &a.name))
    }

    fn param(&self, kind: Kind, param: Option<&Param>) -> String {
        self.name(kind, param.map_or("", |p| &p.name))
    }

    fn result(&self, result: u32) -> SmolStr {
        self.program.results.get(result as usize).map_or_else(SmolStr::default, SmolStr::new)
    }
}
