//! Whether every event of one pattern is one of another.

use crate::sema::check::domain::expr_key;
use crate::sema::model::{Event, EventAtom, EventKind, Expr, ForbidId, Line, LineSource, Model, PhrasesId, Test, Text};
use crate::sema::phrases::{Forbidden, plain};

/// Whether each event that matches `inner` matches `outer` too.
pub(super) fn covers(model: &Model, forbidden: &Forbidden<'_>, outer: &Event, inner: &Event) -> bool {
    !inner.atoms.is_empty() && inner.atoms.iter().all(|a| outer.atoms.iter().any(|o| covers_atom(model, forbidden, o, a)))
}

fn covers_atom(model: &Model, forbidden: &Forbidden<'_>, outer: &EventAtom, inner: &EventAtom) -> bool {
    let actor = outer.actor.is_none() || outer.actor == inner.actor;
    let filter = match (&outer.filter, &inner.filter) {
        (None, _) => true,
        (Some(a), Some(b)) => expr_key(model, a) == expr_key(model, b),
        (Some(_), None) => false,
    };
    let test = match (&outer.test, &inner.test) {
        (None, _) => true,
        (Some(a), Some(b)) => same_test(model, a, b),
        (Some(_), None) => false,
    };
    actor && filter && test && covers_kind(model, forbidden, &outer.kind, &inner.kind)
}

fn same_test(model: &Model, a: &Test, b: &Test) -> bool {
    match (a, b) {
        (Test::Compare(op, x), Test::Compare(other, y)) => op == other && expr_key(model, x) == expr_key(model, y),
        (Test::Within(x), Test::Within(y)) => expr_key(model, x) == expr_key(model, y),
        _ => false,
    }
}

fn covers_kind(model: &Model, forbidden: &Forbidden<'_>, outer: &EventKind, inner: &EventKind) -> bool {
    use EventKind as K;
    match (outer, inner) {
        (K::SaysForbidden(a), K::SaysForbidden(b)) => a == b,
        (K::SaysForbidden(forbid), K::Says(line)) => all_hit(model, forbidden, *forbid, line),
        (K::Says(a), K::Says(b)) => same_line(a, b),
        (K::Mood(a), K::Mood(b)) => a.is_empty() || !b.is_empty() && b.iter().all(|leaf| a.contains(leaf)),
        (K::Noise(a), K::Noise(b)) => a.is_none() || a == b,
        (K::Transfer(a), K::Transfer(b)) => a.is_none() || a == b,
        (K::Transferred(a), K::Transferred(b)) => a == b,
        (K::Chose(a), K::Chose(b)) => a == b,
        (K::EnterValue(a, x), K::EnterValue(b, y)) => a == b && x == y,
        (K::Submit(a), K::Submit(b)) | (K::ReadBack(a), K::ReadBack(b)) | (K::Complete(a), K::Complete(b)) => a == b,
        (K::Changed(a, x), K::Changed(b, y)) => a == b && (x.is_none() || x == y),
        (K::Enter(a, x), K::Enter(b, y)) | (K::Leave(a, x), K::Leave(b, y)) => a == b && x == y,
        (K::Do(a), K::Do(b)) => a == b,
        (K::HandTo(a), K::HandTo(b)) => a == b,
        (K::End(a), K::End(b)) => a.is_none() || a == b,
        (K::Declared(a, cells), K::Declared(b, others)) => a == b && covers_cells(model, cells, others),
        (K::Bad, _) | (_, K::Bad) => false,
        (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b) && is_plain(a),
    }
}

/// Whether each cell of one pattern is free, or asks for the same as the other's.
fn covers_cells(model: &Model, outer: &[Option<Expr>], inner: &[Option<Expr>]) -> bool {
    outer.iter().enumerate().all(|(at, cell)| {
        let Some(cell) = cell else { return true };
        inner.get(at).and_then(Option::as_ref).is_some_and(|other| expr_key(model, cell) == expr_key(model, other))
    })
}

/// Kinds that carry nothing.
fn is_plain(kind: &EventKind) -> bool {
    use EventKind as K;
    matches!(
        kind,
        K::Incoming
            | K::Outgoing
            | K::Ring
            | K::Answer
            | K::Begin
            | K::Finish
            | K::NoReply
            | K::Backchannel
            | K::TalkOver
            | K::CutIn
            | K::Reply
            | K::Silence
            | K::Stay
            | K::CallTime
            | K::Hold
            | K::Resume
            | K::Mute
            | K::Unmute
            | K::HangUp
            | K::CallEnded
            | K::MoodRise
            | K::MoodFall
            | K::CaseClosed
    )
}

fn same_line(a: &Line, b: &Line) -> bool {
    match (&a.source, &b.source) {
        (LineSource::Class(a, x), LineSource::Class(b, y)) => a == b && x.is_empty() && y.is_empty(),
        (LineSource::Text(a), LineSource::Text(b)) => plain(a).is_some_and(|a| Some(a) == plain(b)),
        _ => false,
    }
}

/// Whether every way of saying a line says a forbidden phrase.
fn all_hit(model: &Model, forbidden: &Forbidden<'_>, forbid: ForbidId, line: &Line) -> bool {
    let hit = |text: &Text| plain(text).is_some_and(|text| forbidden.forbids(forbid, text));
    match &line.source {
        LineSource::Text(text) => hit(text),
        LineSource::Class(id, _) => class_hit(model, *id, &hit),
        LineSource::Var(_) | LineSource::Bad => false,
    }
}

fn class_hit(model: &Model, id: PhrasesId, hit: &dyn Fn(&Text) -> bool) -> bool {
    let Some(class) = model.phrases.get(id.index()) else { return false };
    class.includes.is_empty() && !class.entries.is_empty() && class.entries.iter().all(|(text, _)| hit(text))
}
