//! Declarations, a file a construct.

mod action;
mod binding;
mod calendar;
mod r#const;
mod dates;
mod decide;
mod folding;
mod forbid;
mod forbid_file;
mod forbid_list;
mod form;
mod param;
pub(super) mod phrases;
pub(super) mod role;
mod slot;
pub(super) mod taxonomy;

pub(crate) use action::actions;
pub(crate) use binding::point;
pub(crate) use calendar::{calendars, no_zone};
pub(crate) use r#const::{consts, unbound};
pub(crate) use decide::decisions;
pub(crate) use forbid::forbids;
pub(crate) use form::{field_shells, field_types, form_bodies};
pub(crate) use param::{param_types, param_values};
pub(crate) use phrases::phrases;
pub(crate) use role::roles;
pub(crate) use taxonomy::taxonomies;

use super::model;
use crate::syntax::ast;

/// Documentation and citations, kept as they are.
pub(crate) fn meta(meta: &ast::Meta) -> model::Meta {
    if meta.is_empty() {
        return model::Meta::default();
    }
    model::Meta::new(model::Clauses {
        doc: meta.doc.clone(),
        basis: meta.basis.iter().map(|r| (r.text.clone(), r.span)).collect(),
        formerly: meta.formerly.iter().map(|n| (n.text.clone(), n.span)).collect(),
        floor: meta.floor,
    })
}
