//! What is already known where a table or chain stands: it shrinks the cases that have to be taken.

use crate::sema::check::domain::{Formula, Reader};
use crate::sema::check::facts::{Look, about, known_within, subjects};
use crate::sema::model::Expr;

/// What is known where something stands, as far as it speaks of what is tested there.
pub(super) fn given(look: Option<&Look<'_, '_>>, tested: &[&Expr], reader: &mut Reader<'_>) -> Formula {
    let Some(look) = look else { return Formula::always() };
    let asked = tested.iter().flat_map(|e| subjects(look.shapes, e)).collect();
    // A clause that speaks of anything else would bring values in whose ties to these are not followed.
    let mut list: Vec<Formula> = about(look, &asked, true).into_iter().map(|clause| clause.read(reader)).collect();
    list.extend(known_within(look, tested, reader));
    Formula::All(list)
}
