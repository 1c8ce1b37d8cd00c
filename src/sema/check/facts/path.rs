//! A record or value as a script reaches it: where it starts, and the fields it goes through.

use crate::sema::model::{EventId, Expr, ExprKind, FieldId, FormId, ParamId, Ty, VarId};

/// Where a path starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Root {
    /// A variable of the flow.
    Var(VarId),
    /// What the flow gives back.
    Result,
    /// A parameter of the session.
    Param(ParamId),
    /// An argument of an event.
    Event(EventId, u32),
}

/// A start and the fields from there on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Path {
    /// Where it starts.
    pub(crate) root: Root,
    /// The fields, each with the form it belongs to.
    pub(crate) fields: Vec<(FormId, FieldId)>,
}

impl Path {
    /// The start alone.
    pub(crate) fn at(root: Root) -> Self {
        Self { root, fields: Vec::new() }
    }

    /// The path that an expression is, if it is one.
    pub(crate) fn of(expr: &Expr) -> Option<Self> {
        match &expr.kind {
            ExprKind::Var(id) => Some(Self::at(Root::Var(*id))),
            ExprKind::Param(id) => Some(Self::at(Root::Param(*id))),
            ExprKind::EventArg(event, n) => Some(Self::at(Root::Event(*event, *n))),
            ExprKind::Field(base, field) => {
                let Ty::Record(form) = base.ty else { return None };
                let mut path = Self::of(base)?;
                path.fields.push((form, *field));
                Some(path)
            }
            _ => None,
        }
    }

    /// The record that the last field belongs to.
    pub(crate) fn parent(&self) -> Option<Self> {
        let (_, before) = self.fields.split_last()?;
        Some(Self { root: self.root, fields: before.to_vec() })
    }

    /// The same way from another start, if this path begins with `from`.
    pub(crate) fn moved(&self, from: &Self, to: &Self) -> Option<Self> {
        let rest = (self.root == from.root).then(|| self.fields.strip_prefix(from.fields.as_slice())).flatten()?;
        Some(Self { root: to.root, fields: to.fields.iter().chain(rest).copied().collect() })
    }
}
