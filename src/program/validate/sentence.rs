//! Rules, stretches, scores and metrics.

use super::{Check, Checked, index};
use crate::program::{
    Bound, Counted, Every, Expr, KeyedEvent, LoadError, LoadErrorKind, Measure, MetricPeriod, Otherwise, Pattern, Sentence, StretchRef,
    Trigger, Until,
};

impl Check<'_> {
    pub(super) fn rules(&mut self) -> Checked {
        let p = self.p;
        measure(&p.measure)?;
        p.flows.iter().filter_map(|f| f.measure.as_ref()).try_for_each(measure)?;
        for stretch in &p.stretches {
            self.keyed(&stretch.from)?;
            self.keyed(&stretch.to)?;
            stretch.provided.as_ref().map_or(Ok(()), |e| self.expr(e))?;
        }
        for rule in &p.rules {
            rule.measure.as_ref().map_or(Ok(()), measure)?;
            rule.into.iter().try_for_each(|r| index(*r, p.rules.len(), "rules"))?;
            for sentence in &rule.sentences {
                let vars = match sentence.flow {
                    Some(flow) => {
                        index(flow, p.flows.len(), "flows")?;
                        p.flows.get(flow as usize).map_or(0, |f| f.vars.len())
                    }
                    None => 0,
                };
                self.within(vars, 0, |check| check.sentence(sentence))?;
            }
        }
        if let Some(score) = &p.score {
            for group in &score.groups {
                group.rules.iter().try_for_each(|r| index(*r, p.rules.len(), "rules"))?;
            }
        }
        for metric in &p.metrics {
            self.counted(&metric.part)?;
            self.counted(&metric.of)?;
            self.keyed(&metric.by)?;
            match metric.period {
                MetricPeriod::Every(every) => self.every(every)?,
                MetricPeriod::LastDays(_, calendar) => self.calendar(calendar)?,
            }
        }
        Ok(())
    }

    fn sentence(&mut self, sentence: &Sentence) -> Checked {
        let p = self.p;
        self.pattern(&sentence.pattern)?;
        let within = &sentence.within;
        within.provided.as_ref().map_or(Ok(()), |e| self.expr(e))?;
        within.during.iter().try_for_each(|s| self.stretch(s))?;
        self.keyed(&within.from)?;
        self.keyed(&within.to)?;
        within.every.map_or(Ok(()), |every| self.every(every))?;
        self.keyed(&sentence.unless)?;
        for otherwise in &sentence.otherwise {
            match otherwise {
                Otherwise::Do(action, args) => {
                    index(*action, p.actions.len(), "actions")?;
                    super::count(args.len(), p.actions.get(*action as usize).map_or(0, |a| a.params.len()), "action args")?;
                    // The arguments of an action that opened it are seen as such.
                    let opened = opener(&sentence.pattern).and_then(|a| p.actions.get(a as usize)).map_or(0, |a| a.params.len());
                    self.within(self.vars, opened, |check| check.exprs(args))?;
                }
                Otherwise::Escalate(_) => {}
            }
        }
        sentence.yields.iter().try_for_each(|(rule, sentence)| {
            index(*rule, p.rules.len(), "rules")?;
            index(*sentence, p.rules.get(*rule as usize).map_or(0, |r| r.sentences.len()), "sentences")
        })
    }

    fn pattern(&mut self, pattern: &Pattern) -> Checked {
        let maybe = |check: &mut Self, e: &Option<Expr>| e.as_ref().map_or(Ok(()), |e| check.expr(e));
        match pattern {
            Pattern::Never(on) | Pattern::Always(on) => self.trigger(on),
            Pattern::Times(on, least, most) => {
                self.trigger(on)?;
                maybe(self, least)?;
                maybe(self, most)
            }
            Pattern::First(_, must) | Pattern::Last(_, must) => self.keyed(must),
            Pattern::Before(before) => {
                self.trigger(&before.of)?;
                self.keyed(&before.must)
            }
            Pattern::After(on, must, bound) | Pattern::Barred(on, must, bound) => {
                self.trigger(on)?;
                self.keyed(must)?;
                bound.as_ref().map_or(Ok(()), |b| self.bound(b))
            }
            Pattern::Next(on, must) | Pattern::Between(on, must) | Pattern::Implies(on, must) => {
                self.trigger(on)?;
                self.keyed(must)
            }
            Pattern::Apart(on, least) => {
                self.trigger(on)?;
                self.expr(least)
            }
            Pattern::Lasts(lasts) => {
                self.stretch(&lasts.of)?;
                maybe(self, &lasts.most)?;
                maybe(self, &lasts.least)
            }
            Pattern::EachIn(stretch, every, must) => {
                self.stretch(stretch)?;
                self.expr(every)?;
                self.keyed(must)
            }
            Pattern::Only(on, stretch, _) => {
                self.trigger(on)?;
                self.stretch(stretch)
            }
            Pattern::By(by) => {
                self.expr(&by.instant)?;
                maybe(self, &by.less)?;
                maybe(self, &by.window)?;
                by.calendar.map_or(Ok(()), |c| self.calendar(c))?;
                self.keyed(&by.arms)?;
                self.keyed(&by.must)
            }
        }
    }

    fn trigger(&mut self, trigger: &Trigger) -> Checked {
        self.keyed(&trigger.on)
    }

    /// Events with their keys.
    pub(super) fn keyed(&mut self, events: &[KeyedEvent]) -> Checked {
        for keyed in events {
            self.patterns(std::slice::from_ref(&keyed.event))?;
            if let Some(key) = &keyed.key {
                self.in_hand(&keyed.event.kind, key)?;
            }
        }
        Ok(())
    }

    fn bound(&mut self, bound: &Bound) -> Checked {
        bound.calendar.map_or(Ok(()), |c| self.calendar(c))?;
        bound.most.iter().chain(&bound.least).try_for_each(|until| match until {
            Until::Length(e) | Until::Instant(e) => self.expr(e),
            Until::Day(_, clock) if *clock > 86_400_000 => Err(LoadError::new(LoadErrorKind::Limit, format!("clock: {clock}"))),
            Until::Day(..) => Ok(()),
            Until::Count(events, e) => {
                self.keyed(events)?;
                self.expr(e)
            }
        })
    }

    fn stretch(&mut self, stretch: &StretchRef) -> Checked {
        let p = self.p;
        match stretch {
            StretchRef::Named(s) => index(*s, p.stretches.len(), "stretches"),
            StretchRef::InStep(flow, step) => self.step(*flow, *step),
            StretchRef::InFlow(flow) => index(*flow, p.flows.len(), "flows"),
            StretchRef::InPhase(taxonomy, leaf) => self.leaf(*taxonomy, *leaf),
            StretchRef::Calendar(calendar, _) => self.calendar(*calendar),
            StretchRef::Ringing
            | StretchRef::Connected
            | StretchRef::Speaking(_)
            | StretchRef::Silence(_)
            | StretchRef::OnHold
            | StretchRef::Muted(_) => Ok(()),
        }
    }

    fn every(&mut self, every: Every) -> Checked {
        match every {
            Every::Length(ms) => positive(ms, "every"),
            Every::Civil(n, _, calendar) => {
                positive(i64::from(n), "every")?;
                self.calendar(calendar)
            }
        }
    }

    fn counted(&mut self, counted: &Counted) -> Checked {
        match counted {
            Counted::Events(events) => self.keyed(events),
            Counted::EventsIn(events, stretch, _) => {
                self.keyed(events)?;
                self.stretch(stretch)
            }
            Counted::Breaches(deadline) => index(*deadline, self.p.deadlines.len(), "deadlines"),
        }
    }

    fn calendar(&self, calendar: u32) -> Checked {
        index(calendar, self.p.calendars.len(), "calendars")
    }
}

/// The one action that opens what a pattern asks for.
fn opener(pattern: &Pattern) -> Option<u32> {
    let on = match pattern {
        Pattern::Never(on) | Pattern::Times(on, ..) | Pattern::Apart(on, _) | Pattern::Only(on, ..) => on,
        Pattern::After(on, ..) | Pattern::Next(on, _) | Pattern::Between(on, _) | Pattern::Barred(on, ..) | Pattern::Implies(on, _) => on,
        Pattern::Before(before) => &before.of,
        Pattern::Always(_) | Pattern::First(..) | Pattern::Last(..) | Pattern::Lasts(_) | Pattern::EachIn(..) | Pattern::By(_) => {
            return None;
        }
    };
    match on.on.as_slice() {
        [KeyedEvent { event: crate::program::EventPattern { kind: crate::program::EventKind::Do(action), .. }, .. }] => Some(*action),
        _ => None,
    }
}

/// Lengths that divide time, and those that something must pass.
fn measure(m: &Measure) -> Checked {
    positive(m.ring_period, "measure")?;
    let lengths = [m.pause_cap, m.backchannel_cap, m.reply_cap, m.rate_min, m.lag];
    lengths.iter().try_for_each(|ms| positive(ms.saturating_add(1), "measure"))
}

fn positive(n: i64, what: &str) -> Checked {
    if n > 0 { Ok(()) } else { Err(LoadError::new(LoadErrorKind::Limit, format!("{what}: {n}"))) }
}
