//! 环节: statements, then options and handlers.

use crate::sema::cx::Cx;
use crate::sema::decl::meta;
use crate::sema::model::{Kinds, Step};
use crate::sema::names::{check_name, duplicate};
use crate::syntax::ast::{self, OptionLabel, StmtKind};

impl<'a> Cx<'a> {
    /// A step.
    pub(super) fn step(&mut self, step: &'a ast::Step) -> Step {
        check_name(&step.name, &mut self.out);
        let mut read = Step {
            name: step.name.text.clone(),
            only: self.roles(&step.only),
            by: step.by.as_ref().and_then(|n| self.role(n)),
            phase: step.phase.as_ref().and_then(|n| self.phase(n)),
            using: self.calendar(step.using.as_ref()),
            body: Vec::with_capacity(step.body.len()),
            options: Vec::new(),
            whens: Vec::new(),
            holds: Kinds::default(),
            span: step.name.span,
            meta: meta(&step.meta),
        };
        let mut labels: Vec<&OptionLabel> = Vec::new();
        for stmt in &step.body {
            match &stmt.kind {
                StmtKind::Option(option) => {
                    self.label_twice(&labels, &option.label);
                    labels.push(&option.label);
                    read.options.push(self.option(option));
                }
                StmtKind::When(when) => read.whens.push(self.when(when)),
                StmtKind::Basis => read.meta.cite(&mut meta(&stmt.meta)),
                _ => read.body.extend(self.stmt(stmt, &mut read.meta)),
            }
        }
        read.holds = Kinds::within(&read);
        read
    }

    /// Reports a label that stands before in the same set.
    pub(super) fn label_twice(&mut self, before: &[&OptionLabel], label: &OptionLabel) {
        let place = |label: &OptionLabel| match label {
            OptionLabel::Name(name) => name.span,
            OptionLabel::Other(span) => *span,
        };
        let same = |a: &OptionLabel, b: &OptionLabel| match (a, b) {
            (OptionLabel::Name(a), OptionLabel::Name(b)) => a.text == b.text,
            (OptionLabel::Other(_), OptionLabel::Other(_)) => true,
            _ => false,
        };
        if let Some(first) = before.iter().find(|l| same(l, label)) {
            let name = match label {
                OptionLabel::Name(name) => name.text.as_str(),
                OptionLabel::Other(_) => "其他",
            };
            self.report(duplicate(name, place(label), place(first), false));
        }
    }
}
