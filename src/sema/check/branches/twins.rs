//! Two 判定 that are asked the same and answer alike, but not in every case: one policy written twice.

use crate::base::limits::TABLE_BOXES;
use crate::base::{Message, Sources, Span};
use crate::sema::check::domain::{Formula, Reader, Scope, example};
use crate::sema::model::{Decision, Expr, ExprKind, Model, Ty, Value};

/// Two of them with a case in which they differ.
pub(crate) struct Twins<'m> {
    /// The first.
    pub(crate) one: &'m Decision,
    /// The other.
    pub(crate) other: &'m Decision,
    /// The case.
    pub(crate) case: Message,
    /// What each answers then, and where.
    pub(crate) answers: [(&'m str, Span); 2],
}

/// Every pair: they take the same values, give the same answers, and agree at least as often as not.
pub(crate) fn twins<'m>(model: &'m Model, sources: &Sources) -> Vec<Twins<'m>> {
    let all = &model.decisions;
    let pairs = all.iter().enumerate().flat_map(|(i, one)| all.iter().skip(i + 1).map(move |other| (one, other)));
    pairs.filter(|(one, other)| asked_alike(model, one, other)).filter_map(|(one, other)| apart(model, one, other, sources)).collect()
}

/// Whether both take values of the same types and give answers of the same names.
fn asked_alike(model: &Model, one: &Decision, other: &Decision) -> bool {
    let types = |d: &Decision| d.params.iter().map(|p| p.slot.ty.clone()).collect::<Vec<Ty>>();
    let names = |d: &Decision| match d.gives.ty {
        Ty::Leaf(id) => model.taxonomies.get(id.index()).map(|t| t.leaves.iter().map(|l| l.name.clone()).collect::<Vec<_>>()),
        _ => None,
    };
    !one.params.is_empty() && types(one) == types(other) && names(one).is_some_and(|n| Some(n) == names(other))
}

fn apart<'m>(model: &'m Model, one: &'m Decision, other: &'m Decision, sources: &Sources) -> Option<Twins<'m>> {
    let scope = Scope { model, flow: None, args: &one.params };
    let (reader, (mine, theirs)) = Reader::read(scope, |reader| (rows(reader, one), rows(reader, other)));
    if reader.trouble.is_some() {
        return None;
    }
    let space = reader.space();
    let (mut alike, mut apart) = (0, Vec::new());
    for (a, f) in one.table.rows.iter().zip(&mine) {
        for (b, g) in other.table.rows.iter().zip(&theirs) {
            let both = Formula::All(vec![f.clone(), g.clone()]);
            let Some(region) = example(&space, &both, TABLE_BOXES).ok()? else { continue };
            let (x, y) = (answer(model, &a.then)?, answer(model, &b.then)?);
            if x == y {
                alike += 1;
            } else {
                apart.push((region, [(x, a.span), (y, b.span)]));
            }
        }
    }
    if apart.is_empty() || apart.len() > alike {
        return None;
    }
    let (region, answers) = apart.into_iter().find(|(region, _)| reader.leans_on_loose(region).is_none())?;
    let case = reader.witness(&region, sources).text;
    Some(Twins { one, other, case, answers })
}

/// When each row is taken.
fn rows(reader: &mut Reader<'_>, decision: &Decision) -> Vec<Formula> {
    let table = &decision.table;
    table.columns.iter().for_each(|c| reader.note_column(c));
    let mut before: Vec<Formula> = Vec::new();
    let mut taken = Vec::new();
    for row in &table.rows {
        let cells = row.cells.iter().flatten();
        let holds = Formula::All(table.columns.iter().zip(cells).map(|(column, cell)| reader.cell(column, cell)).collect());
        let above = Formula::Not(Box::new(Formula::Any(before.clone())));
        let first = table.in_order || row.cells.is_none();
        taken.push(if first { Formula::All(vec![holds.clone(), above]) } else { holds.clone() });
        before.push(holds);
    }
    taken
}

fn answer<'m>(model: &'m Model, then: &Expr) -> Option<&'m str> {
    match &then.kind {
        ExprKind::Value(Value::Leaf(id, leaf)) => Some(model.taxonomies.get(id.index())?.leaves.get(leaf.index())?.name.as_str()),
        _ => None,
    }
}
