//! Whether two sentences can ever bind at the same instant: their scopes hold together unless it is certain that they do not.

use super::covers::covers;
use crate::base::calendar::Hours;
use crate::base::calendar::zone::DAY;
use crate::base::limits::TABLE_BOXES;
use crate::base::{Message, Sources, Span};
use crate::sema::check::domain::{Formula, Reader, Scope, example};
use crate::sema::check::{LinkKind, Links};
use crate::sema::model::{
    CalendarId, Event, EventAtom, EventKind, Expr, ExprKind, FlowId, LeafId, MOOD, Model, RuleBody, Sentence, StepId, StretchRef, Test, Ty,
};
use crate::sema::phrases::Forbidden;

/// What tells scopes apart.
pub(super) struct Scopes<'m> {
    model: &'m Model,
    sources: &'m Sources,
    forbidden: &'m Forbidden<'m>,
    links: Links,
}

/// A piece of the time line from one event to another.
struct Piece<'m> {
    from: &'m Event,
    to: &'m Event,
}

impl<'m> Scopes<'m> {
    /// Those of a package.
    pub(super) fn new(model: &'m Model, sources: &'m Sources, forbidden: &'m Forbidden<'m>) -> Self {
        Self { model, sources, forbidden, links: Links::of(model) }
    }

    /// None where both scopes can never hold at once; else a case in which they do, in words, where there is one to tell.
    pub(super) fn together(&self, (a, of): (&Sentence, &RuleBody), (b, other): (&Sentence, &RuleBody)) -> Option<Message> {
        let apart = |x: &StretchRef, y: &StretchRef| self.apart(x, y);
        if a.within.during.iter().any(|(x, _)| b.within.during.iter().any(|(y, _)| apart(x, y))) {
            return None;
        }
        let keyless = of.key.is_none() && other.key.is_none();
        let (mine, theirs) = (self.pieces(a, keyless), self.pieces(b, keyless));
        if mine.iter().any(|x| theirs.iter().any(|y| self.take_turns(x, y))) {
            return None;
        }
        self.case(a, b, of.key == other.key)
    }

    /// A case in which the conditions of both hold.
    fn case(&self, a: &Sentence, b: &Sentence, one_key: bool) -> Option<Message> {
        let told = |e: &&Expr| one_key || !reads(e, &|k| matches!(k, ExprKind::Key | ExprKind::EventArg(..) | ExprKind::Due(..)));
        let mut given: Vec<Expr> = Vec::new();
        for said in [a, b] {
            // What is known of the event in hand, and the variables of another flow, are not the same thing in both.
            let steady = |e: &&Expr| !reads(e, &|k| matches!(k, ExprKind::Attr(_)));
            let same_flow = |e: &&Expr| a.flow == b.flow || !reads(e, &|k| matches!(k, ExprKind::Var(_)));
            given.extend(said.within.provided.iter().filter(steady).filter(same_flow).filter(told).cloned());
        }
        let said = !given.is_empty();
        for scope in [a, b] {
            given.extend(scope.within.during.iter().filter_map(|(s, span)| self.condition(s, *span)));
            given.extend(self.pieces(scope, true).iter().filter_map(|piece| self.mood(piece)));
        }
        let flow = a.flow.and_then(|f| self.model.flows.get(f.index()));
        let scope = Scope { model: self.model, flow, args: &[] };
        let (reader, all) = Reader::read(scope, |reader| Formula::All(given.iter().map(|e| reader.condition(e)).collect()));
        // What cannot be decided is not certain to be apart.
        if reader.trouble.is_some() {
            return Some(Message::default());
        }
        match example(&reader.space(), &all, TABLE_BOXES) {
            Ok(None) => None,
            Ok(Some(region)) if said && reader.leans_on_loose(&region).is_none() => Some(reader.witness(&region, self.sources).text),
            Ok(Some(_)) | Err(_) => Some(Message::default()),
        }
    }

    /// A set of a calendar as a condition.
    fn condition(&self, stretch: &StretchRef, span: Span) -> Option<Expr> {
        let StretchRef::Calendar(calendar, set) = stretch else { return None };
        let now = Expr::new(ExprKind::Now, Ty::Instant, span);
        Some(Expr::new(ExprKind::Test(Box::new(now), Box::new(Test::InCalendar(*calendar, set))), Ty::Bool, span))
    }

    /// The moods that the customer may be in while a piece lasts that moods open and close.
    fn mood(&self, piece: &Piece<'_>) -> Option<Expr> {
        let mut opens = Vec::new();
        for atom in &piece.from.atoms {
            match &atom.kind {
                EventKind::Mood(leaves) if !leaves.is_empty() => opens.extend(leaves.iter().copied()),
                _ => return None,
            }
        }
        let closes: Vec<LeafId> = piece
            .to
            .atoms
            .iter()
            .filter(|atom| atom.filter.is_none())
            .flat_map(|atom| if let EventKind::Mood(leaves) = &atom.kind { leaves.as_slice() } else { &[] })
            .copied()
            .collect();
        if closes.is_empty() || opens.iter().any(|leaf| closes.contains(leaf)) {
            return None;
        }
        let all = self.model.taxonomies.get(MOOD.index()).map_or(0, |t| t.leaves.len() as u32);
        let left = (0..all).map(LeafId).filter(|leaf| !closes.contains(leaf)).collect();
        let mood = Expr::new(ExprKind::Mood, Ty::Leaf(MOOD), piece.from.span);
        Some(Expr::new(ExprKind::Test(Box::new(mood), Box::new(Test::Leaves(left))), Ty::Bool, piece.from.span))
    }

    /// The pieces in which a sentence lies; those of 自 … 至 only where no key keeps several of them apart.
    fn pieces<'s>(&'s self, said: &'s Sentence, keyless: bool) -> Vec<Piece<'s>> {
        let named = |s: &StretchRef| {
            let StretchRef::Named(id) = s else { return None };
            let stretch = self.model.stretches.get(id.index())?;
            Some(Piece { from: &stretch.from, to: &stretch.to })
        };
        let between = said.within.between.iter().filter(|_| keyless).map(|(from, to)| Piece { from: &from.event, to: &to.event });
        said.within.during.iter().filter_map(|(s, _)| named(s)).chain(between).collect()
    }

    /// Whether each of two pieces is closed by whatever opens the other.
    fn take_turns(&self, x: &Piece<'_>, y: &Piece<'_>) -> bool {
        let ends = |x: &Piece<'_>, y: &Piece<'_>| covers(self.model, self.forbidden, x.to, y.from);
        ends(x, y) && ends(y, x) && x.from.atoms.iter().all(|a| y.from.atoms.iter().all(|b| differ(a, b)))
    }

    /// Whether two stretches never last at once.
    fn apart(&self, x: &StretchRef, y: &StretchRef) -> bool {
        use StretchRef as S;
        match (x, y) {
            (S::Ringing, S::Connected | S::Silence(_)) | (S::Connected | S::Silence(_), S::Ringing) => true,
            (S::Silence(_), S::OnHold) | (S::OnHold, S::Silence(_)) => true,
            (S::Silence(whose), S::Speaking(who)) | (S::Speaking(who), S::Silence(whose)) => whose.is_none_or(|whose| whose == *who),
            (S::Calendar(a, set), S::Calendar(b, other)) if a == b => self.other_hours(*a, set, other),
            _ => match (self.places(x), self.places(y)) {
                (Some(mine), Some(theirs)) => !mine.iter().any(|a| theirs.iter().any(|b| self.at_once(*a, *b))),
                _ => false,
            },
        }
    }

    /// Whether two sets of one calendar have no instant in common.
    fn other_hours(&self, calendar: CalendarId, a: &str, b: &str) -> bool {
        let Some(data) = self.model.calendar(calendar).map(|c| &c.data) else { return false };
        let meet = |x: &Hours, y: &Hours| [0, DAY].iter().any(|day| shifted(x, y, *day) || shifted(y, x, *day));
        match [a, b] {
            ["工作时间", "节假日"] | ["节假日", "工作时间"] => true,
            ["工作时间", "休息时间"] | ["休息时间", "工作时间"] => {
                !data.hours.iter().any(|x| data.rest.iter().any(|y| meet(x, y)))
            }
            _ => false,
        }
    }

    /// The steps in which a stretch of the machine's position lasts.
    fn places(&self, stretch: &StretchRef) -> Option<Vec<(FlowId, StepId)>> {
        let flows = || self.model.flows.iter().enumerate().map(|(f, flow)| (FlowId(f as u32), flow));
        let steps = |keep: &dyn Fn(FlowId, &crate::sema::model::Step) -> bool| {
            let of = |(f, flow): (FlowId, &'m crate::sema::model::Flow)| {
                let kept = flow.steps.iter().enumerate().filter(|(_, s)| keep(f, s));
                kept.map(|(s, _)| (f, StepId(s as u32))).collect::<Vec<_>>()
            };
            flows().flat_map(of).collect()
        };
        match stretch {
            StretchRef::InStep(flow, step) => Some(vec![(*flow, *step)]),
            StretchRef::InFlow(flow) => Some(steps(&|f, _| f == *flow)),
            StretchRef::InPhase(taxonomy, leaf) => Some(steps(&|_, s| s.phase == Some((*taxonomy, *leaf)))),
            _ => None,
        }
    }

    /// Whether the machine can be in both at once: in one flow it is in one step, and in two where one calls the other or runs as a case.
    fn at_once(&self, (f, s): (FlowId, StepId), (g, t): (FlowId, StepId)) -> bool {
        let case = |f: FlowId| self.model.flows.get(f.index()).is_some_and(|f| f.case);
        if f == g { s == t } else { case(f) || case(g) || self.reaches(f, g) || self.reaches(g, f) }
    }

    /// Whether a flow may run on top of another.
    fn reaches(&self, from: FlowId, to: FlowId) -> bool {
        let called = self.links.all.iter().filter(|l| l.from == from && l.kind == LinkKind::Call).map(|l| l.to);
        let mut open: Vec<FlowId> = called.collect();
        let mut seen: Vec<FlowId> = Vec::new();
        while let Some(at) = open.pop() {
            if at == to {
                return true;
            }
            if !seen.contains(&at) {
                seen.push(at);
                open.extend(self.links.all.iter().filter(|l| l.from == at && l.kind != LinkKind::Open).map(|l| l.to));
            }
        }
        false
    }
}

/// Whether hours of one day meet others that begin so much later.
fn shifted(x: &Hours, y: &Hours, later: i64) -> bool {
    let (from, to) = (i64::from(y.from) + later, i64::from(y.to) + later);
    i64::from(x.from) < to && from < i64::from(x.to)
}

/// Whether an expression reads something.
fn reads(e: &Expr, what: &dyn Fn(&ExprKind) -> bool) -> bool {
    let mut found = false;
    e.each(&mut |e| found |= what(&e.kind));
    found
}

/// Whether no event is for both patterns.
fn differ(a: &EventAtom, b: &EventAtom) -> bool {
    use EventKind as K;
    match (&a.kind, &b.kind) {
        (K::Mood(x), K::Mood(y)) => !x.is_empty() && !y.is_empty() && !x.iter().any(|leaf| y.contains(leaf)),
        (K::Declared(x, _), K::Declared(y, _)) => x != y,
        (K::Enter(f, s), K::Enter(g, t)) | (K::Leave(f, s), K::Leave(g, t)) => (f, s) != (g, t),
        (K::Do(x), K::Do(y)) => x != y,
        (K::Submit(x), K::Submit(y)) | (K::ReadBack(x), K::ReadBack(y)) | (K::Complete(x), K::Complete(y)) => x != y,
        (K::Chose(x), K::Chose(y)) => x != y,
        (K::HandTo(x), K::HandTo(y)) => x != y,
        (K::Mood(_) | K::MoodRise | K::MoodFall, K::Mood(_) | K::MoodRise | K::MoodFall) => false,
        (K::Says(_) | K::SaysForbidden(_), K::Says(_) | K::SaysForbidden(_)) => false,
        (K::Bad, _) | (_, K::Bad) => false,
        (x, y) => std::mem::discriminant(x) != std::mem::discriminant(y),
    }
}
