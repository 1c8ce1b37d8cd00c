//! 登记表: more 必填, narrower domains, and nothing that was asked for is gone.

use super::pair::Side;
use crate::sema::model::Ty;

/// A type by the names of what it is made of.
pub(super) fn type_name(side: Side<'_>, ty: &Ty) -> String {
    match ty {
        Ty::Leaf(id) => side.model.taxonomies.get(id.index()).map_or_else(String::new, |t| match t.name.as_str() {
            "" => t.leaves.iter().map(|l| l.name.as_str()).collect::<Vec<_>>().join("、"),
            name => name.to_owned(),
        }),
        Ty::Record(id) => super::event::form(side, *id).unwrap_or_default(),
        Ty::Person(Some(id)) => side.model.roles.get(id.index()).map(|r| r.name.to_string()).unwrap_or_default(),
        Ty::List(inner) => format!("[{}]", type_name(side, inner)),
        other => format!("{other:?}"),
    }
}
