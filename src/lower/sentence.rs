//! The sentences of rules: patterns, bounds, scopes.

use super::Lowering;
use crate::program::{self, Before, By, CalendarSet, Counts, Duty, Every, KeyedEvent, Lasts, Nth, Otherwise, StretchRef, Trigger, Until};
use crate::sema::check::domain::constant_ticks;
use crate::sema::model::{self, ExprKind, Keyed, ModalWord, Pattern, Remedy, Ty, Value};

impl Lowering<'_> {
    /// One sentence.
    pub(super) fn sentence(&mut self, sentence: &model::Sentence, using: Option<model::CalendarId>) -> program::Sentence {
        let before = self.calendar;
        self.in_force(using);
        let calendar = using.or(self.model.default_calendar).map(|c| c.0);
        let lowered = program::Sentence {
            pattern: self.pattern(&sentence.pattern, calendar),
            duty: duty(sentence.modal),
            within: self.within(&sentence.within, calendar),
            flow: sentence.flow.map(|f| f.0),
            otherwise: sentence.otherwise.iter().map(|r| self.remedy(r)).collect(),
            unless: sentence.unless.as_ref().map(|k| self.keyed(k)).unwrap_or_default(),
            restart: sentence.latest,
            yields: sentence.yields.iter().map(|(rule, n)| (rule.0, *n as u32)).collect(),
        };
        self.calendar = before;
        lowered
    }

    /// Events with their keys.
    pub(super) fn keyed(&mut self, keyed: &Keyed) -> Vec<KeyedEvent> {
        let patterns = self.event(&keyed.event);
        let keys: Vec<Option<program::Expr>> = keyed.keys.iter().map(|k| k.as_ref().map(|e| self.expr(e))).collect();
        let none = std::iter::repeat(None);
        patterns.into_iter().zip(keys.into_iter().chain(none)).map(|(event, key)| KeyedEvent { event, key }).collect()
    }

    fn trigger(&mut self, trigger: &model::Trigger) -> Trigger {
        let nth = match trigger.nth {
            model::Nth::Any => Nth::Any,
            model::Nth::First => Nth::First,
            model::Nth::Again => Nth::Again,
            model::Nth::Exactly(n) => Nth::Exactly(n),
        };
        Trigger { on: self.keyed(&trigger.on), nth }
    }

    fn pattern(&mut self, pattern: &Pattern, calendar: Option<u32>) -> program::Pattern {
        use program::Pattern as P;
        let maybe = |l: &mut Self, e: &Option<model::Expr>| e.as_ref().map(|e| l.expr(e));
        match pattern {
            Pattern::Never(on) => P::Never(self.trigger(on)),
            Pattern::Always(on) => P::Always(self.trigger(on)),
            Pattern::Times(on, least, most) => P::Times(self.trigger(on), maybe(self, least), maybe(self, most)),
            Pattern::First(counts, must) => P::First(counted(*counts), self.keyed(must)),
            Pattern::Last(counts, must) => P::Last(counted(*counts), self.keyed(must)),
            Pattern::Before { of, must, each, until } => {
                P::Before(Before { of: self.trigger(of), must: self.keyed(must), each: *each, until: *until })
            }
            Pattern::After(on, must, bound) => {
                let on = self.trigger(on);
                P::After(on, self.keyed(must), bound.as_ref().map(|b| self.bound(b, calendar)))
            }
            Pattern::Next(on, must) => P::Next(self.trigger(on), self.keyed(must)),
            Pattern::Between(on, must) => P::Between(self.trigger(on), self.keyed(must)),
            Pattern::Barred(on, then, bound) => {
                let on = self.trigger(on);
                P::Barred(on, self.keyed(then), bound.as_ref().map(|b| self.bound(b, calendar)))
            }
            Pattern::Apart(on, least) => P::Apart(self.trigger(on), self.expr(least)),
            Pattern::Lasts { of, total, most, least } => {
                let (most, least) = (maybe(self, most), maybe(self, least));
                P::Lasts(Lasts { of: self.stretch_ref(*of), total: *total, most, least })
            }
            Pattern::EachIn(of, every, must) => {
                let every = self.expr(every);
                P::EachIn(self.stretch_ref(*of), every, self.keyed(must))
            }
            Pattern::Only(on, of, not) => P::Only(self.trigger(on), self.stretch_ref(*of), *not),
            Pattern::Implies(on, must) => P::Implies(self.trigger(on), self.keyed(must)),
            Pattern::By { instant, arms, less, window, must } => P::By(By {
                instant: self.expr(instant),
                arms: arms.as_ref().map(|k| self.keyed(k)).unwrap_or_default(),
                less: maybe(self, less),
                window: maybe(self, window),
                calendar: [less, window].into_iter().flatten().any(is_civil).then_some(calendar).flatten(),
                must: self.keyed(must),
            }),
        }
    }

    fn bound(&mut self, bound: &model::Bound, calendar: Option<u32>) -> program::Bound {
        let counted = bound.most.iter().chain(&bound.least).any(|until| match until {
            model::Until::Length(e) => is_civil(e),
            model::Until::Day(..) => true,
            model::Until::Instant(_) | model::Until::Count(..) => false,
        });
        program::Bound {
            most: bound.most.iter().map(|u| self.until(u)).collect(),
            open: bound.open,
            least: bound.least.as_ref().map(|u| self.until(u)),
            calendar: calendar.filter(|_| counted),
            shift: None,
        }
    }

    fn until(&mut self, until: &model::Until) -> Until {
        match until {
            model::Until::Length(e) => Until::Length(self.expr(e)),
            model::Until::Instant(e) => Until::Instant(self.expr(e)),
            model::Until::Day(day, clock) => Until::Day(
                match day {
                    model::DayWord::Same => program::Day::Same,
                    model::DayWord::Next => program::Day::Next,
                    model::DayWord::NextWorkday => program::Day::NextWorkday,
                },
                *clock,
            ),
            model::Until::Count(events, e) => {
                let events = self.event(events).into_iter().map(|event| KeyedEvent { event, key: None }).collect();
                Until::Count(events, self.expr(e))
            }
        }
    }

    fn within(&mut self, within: &model::Within, calendar: Option<u32>) -> program::Within {
        let mut all: Vec<program::Expr> = within.provided.iter().map(|e| self.expr(e)).collect();
        let provided = if all.len() > 1 { Some(program::Expr::And(all)) } else { all.pop() };
        let (from, to) = within.between.as_ref().map(|(a, b)| (self.keyed(a), self.keyed(b))).unwrap_or_default();
        program::Within {
            provided,
            during: within.during.iter().map(|(s, _)| self.stretch_ref(*s)).collect(),
            from,
            to,
            every: within.every.as_ref().and_then(|e| self.every(e, calendar)),
        }
    }

    /// A period of a length that is known.
    pub(super) fn every(&mut self, length: &model::Expr, calendar: Option<u32>) -> Option<Every> {
        match (&length.kind, &length.ty) {
            (_, Ty::Duration) => {
                constant_ticks(self.model, length).and_then(|t| i64::try_from(t).ok()).filter(|ms| *ms > 0).map(Every::Length)
            }
            (ExprKind::Value(Value::Civil(n, unit)), _) => Some(Every::Civil(u32::try_from(*n).ok().filter(|n| *n > 0)?, *unit, calendar?)),
            (ExprKind::Const(id), _) => {
                let model = self.model;
                match model.consts.get(id.index()).map(|c| &c.state) {
                    Some(model::ConstState::Value(value)) => self.every(value, calendar),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn remedy(&mut self, remedy: &Remedy) -> Otherwise {
        match remedy {
            Remedy::Do(action, args, _) => Otherwise::Do(action.0, self.exprs(args)),
            Remedy::Escalate(ladder, _) => Otherwise::Escalate(ladder.0),
        }
    }

    /// A stretch of the time line.
    pub(super) fn stretch_ref(&mut self, stretch: model::StretchRef) -> StretchRef {
        match stretch {
            model::StretchRef::Named(id) => StretchRef::Named(id.0),
            model::StretchRef::Ringing => StretchRef::Ringing,
            model::StretchRef::Connected => StretchRef::Connected,
            model::StretchRef::Speaking(actor) => StretchRef::Speaking(self.actor(actor)),
            model::StretchRef::Silence(actor) => StretchRef::Silence(actor.map(|a| self.actor(a))),
            model::StretchRef::OnHold => StretchRef::OnHold,
            model::StretchRef::OnMute => StretchRef::Muted(None),
            model::StretchRef::InStep(flow, step) => StretchRef::InStep(flow.0, step.0),
            model::StretchRef::InFlow(flow) => StretchRef::InFlow(flow.0),
            model::StretchRef::InPhase(taxonomy, leaf) => StretchRef::InPhase(taxonomy.0, leaf.0),
            model::StretchRef::Calendar(calendar, set) => StretchRef::Calendar(
                calendar.0,
                match set {
                    "休息时间" => CalendarSet::Rest,
                    "节假日" => CalendarSet::Holidays,
                    _ => CalendarSet::Hours,
                },
            ),
            // A model with a fault is not lowered.
            model::StretchRef::Bad => StretchRef::Connected,
        }
    }
}

fn is_civil(e: &model::Expr) -> bool {
    matches!(e.ty, Ty::Civil | Ty::Working)
}

fn duty(modal: ModalWord) -> Duty {
    match modal {
        ModalWord::Must | ModalWord::MustNot => Duty::Must,
        ModalWord::Should | ModalWord::ShouldNot => Duty::Should,
        ModalWord::Advisable | ModalWord::Inadvisable => Duty::Advise,
        ModalWord::May => Duty::May,
    }
}

fn counted(counts: model::Counts) -> Counts {
    match counts {
        model::Counts::Turn => Counts::Turn,
        model::Counts::Host => Counts::Host,
        model::Counts::Machine => Counts::Machine,
        model::Counts::Derived => Counts::Derived,
    }
}
