//! 规则, 保证, 情形, 计量, 评分, 指标.

use super::Lowering;
use super::cite::clauses;
use super::phrase::severity;
use super::tables::former;
use crate::base::Decimal;
use crate::program::{self, Again, Counted, Deduct, KeyedEvent, Line, Measure, Metric, MetricPeriod, Rule, Score, ScoreGroup, Stretch};
use crate::sema::check::domain::constant_ticks;
use crate::sema::model::{self, Attr, CompareOp, MeasureKind, MeasureSetting, PointsOn, RuleId, RuleKind, Test, TimeLine};
use smol_str::format_smolstr;

impl Lowering<'_> {
    /// Lowers what is watched: it comes after flows, whose results and labels it names.
    pub(super) fn rules(&mut self) {
        let model = self.model;
        for stretch in &model.stretches {
            self.here = stretch.name.clone();
            let lowered = Stretch {
                name: stretch.name.clone(),
                formerly: former(&stretch.meta),
                from: self.unkeyed(&stretch.from),
                to: self.unkeyed(&stretch.to),
                provided: stretch.given.as_ref().map(|e| self.expr(e)),
            };
            self.program.stretches.push(lowered);
        }
        for rule in &model.rules {
            let lowered = self.rule(rule);
            let place = self.place(rule.span);
            self.program.rules.push(lowered);
            self.map.rules.push(place);
        }
        let forbids = self.forbid_rules();
        self.program.score = model.score.as_ref().map(|s| score(s, &forbids));
        for metric in &model.metrics {
            if let Some(lowered) = self.metric(metric) {
                self.program.metrics.push(lowered);
            }
        }
    }

    fn rule(&mut self, rule: &model::Rule) -> Rule {
        let mut lowered = Rule {
            name: rule.name.clone(),
            formerly: former(&rule.meta),
            guarantee: rule.kind == RuleKind::Guarantee,
            basis: clauses(&rule.meta),
            ..Rule::default()
        };
        let Some(body) = &rule.body else { return lowered };
        self.here = rule.name.clone();
        lowered.line = line(body.line);
        lowered.key = body.key.clone();
        lowered.severity = severity(body.severity);
        lowered.deduct = deduct(&body.points);
        lowered.veto = body.veto;
        lowered.into = numbers(&body.fold_into);
        lowered.measure = self.own_measure(&body.measure);
        lowered.sentences = body.sentences.iter().map(|s| self.sentence(s, body.using)).collect();
        lowered
    }

    /// 禁语 that no rule forbids as a whole are rules of their own, after all others. The rule of each.
    fn forbid_rules(&mut self) -> Vec<u32> {
        let model = self.model;
        let mut rules = Vec::with_capacity(model.forbids.len());
        for (at, forbid) in model.forbids.iter().enumerate() {
            let id = model::ForbidId(at as u32);
            if let Some(rule) = model.rule_against(id) {
                rules.push(rule.0);
                continue;
            }
            let roles = forbid.spoken_by.iter().map(|role| self.actor(model::Actor::Role(*role)));
            let mut actors: Vec<program::Actor> = roles.collect();
            if actors.is_empty() {
                actors.push(program::Actor::Agent);
            }
            let says = |actor| program::EventPattern {
                kind: program::EventKind::SaysForbidden(id.0),
                actor: Some(actor),
                test: None,
                filter: None,
            };
            let on = actors.into_iter().map(|actor| KeyedEvent { event: says(actor), key: None }).collect();
            // A rule may bear the name of anything else.
            let taken = model.rules.iter().any(|r| r.name == forbid.name);
            rules.push(self.program.rules.len() as u32);
            self.program.rules.push(Rule {
                name: if taken { format_smolstr!("禁语 {}", forbid.name) } else { forbid.name.clone() },
                formerly: former(&forbid.meta),
                severity: severity(forbid.severity),
                deduct: forbid.points.map(|points| Deduct { points, ..Deduct::default() }),
                veto: forbid.veto,
                sentences: vec![never(on)],
                basis: clauses(&forbid.meta),
                ..Rule::default()
            });
            let place = self.place(forbid.span);
            self.map.rules.push(place);
        }
        rules
    }

    /// 计量 of a rule or flow, whole: what it does not set is as for the package. None where it has none.
    pub(super) fn own_measure(&self, settings: &[MeasureSetting]) -> Option<Measure> {
        (!settings.is_empty()).then(|| measure(&self.program.measure, settings))
    }

    /// Events without a key.
    fn unkeyed(&mut self, event: &model::Event) -> Vec<KeyedEvent> {
        self.event(event).into_iter().map(|event| KeyedEvent { event, key: None }).collect()
    }

    fn metric(&mut self, metric: &model::Metric) -> Option<Metric> {
        let calendar = metric.calendar.or(self.model.default_calendar).map(|c| c.0);
        let part = match &metric.part {
            model::Counted::Breaches(deadline) => Counted::Breaches(deadline.0),
            model::Counted::Events(event) => Counted::Events(self.unkeyed(event)),
            model::Counted::EventsIn(event, stretch, most) => {
                let events = self.unkeyed(event);
                Counted::EventsIn(events, self.stretch_ref(*stretch), *most)
            }
        };
        let period = match &metric.period {
            model::MetricPeriod::Every(length) => MetricPeriod::Every(self.every(length, calendar)?),
            model::MetricPeriod::LastDays(n) => MetricPeriod::LastDays(*n, calendar?),
        };
        Some(Metric {
            name: metric.name.clone(),
            formerly: former(&metric.meta),
            part,
            of: Counted::Events(self.unkeyed(&metric.of)),
            reach: metric.target.as_ref().and_then(|t| self.reach(t)),
            period,
            by: metric.by.as_ref().map(|e| self.unkeyed(e)).unwrap_or_default(),
            sample: metric.sample,
            basis: clauses(&metric.meta),
        })
    }

    /// 达: the comparison and the percentage.
    fn reach(&self, test: &Test) -> Option<(program::CompareOp, Decimal)> {
        let (op, share) = match test {
            Test::Compare(op, e) => (*op, e),
            Test::Within(e) => (CompareOp::Le, e),
            _ => return None,
        };
        let share = constant_ticks(self.model, share).and_then(|t| i64::try_from(t).ok())?;
        Some((super::expr::compare(op), Decimal(share.checked_mul(100)?)))
    }
}

/// 评分; a 禁语 of a group counts by its rule.
fn score(score: &model::Score, forbids: &[u32]) -> Score {
    let groups = score.groups.iter().map(|g| {
        let mut rules = numbers(&g.rules);
        rules.extend(g.forbids.iter().filter_map(|f| forbids.get(f.index())).copied());
        ScoreGroup { name: g.name.clone(), most: g.at_most.unwrap_or(score.full), rules }
    });
    Score { full: score.full, pass: score.pass, veto: score.veto, groups: groups.collect() }
}

/// 不得 A, everywhere.
fn never(on: Vec<KeyedEvent>) -> program::Sentence {
    program::Sentence {
        pattern: program::Pattern::Never(program::Trigger { on, nth: program::Nth::Any }),
        duty: program::Duty::Must,
        within: program::Within::default(),
        flow: None,
        otherwise: Vec::new(),
        unless: Vec::new(),
        restart: false,
        yields: Vec::new(),
    }
}

/// A time line.
pub(super) fn line(line: TimeLine) -> Line {
    match line {
        TimeLine::Call => Line::Call,
        TimeLine::Case => Line::Case,
        TimeLine::Organisation => Line::Organisation,
    }
}

/// The measures in force where some are set: what is not set stays.
pub(super) fn measure(base: &Measure, settings: &[MeasureSetting]) -> Measure {
    let mut made = base.clone();
    for setting in settings {
        let slot = match setting.kind {
            MeasureKind::RingPeriod => &mut made.ring_period,
            MeasureKind::PauseCap => &mut made.pause_cap,
            MeasureKind::BackchannelWords => {
                made.backchannels = setting.words.clone();
                continue;
            }
            MeasureKind::BackchannelCap => &mut made.backchannel_cap,
            MeasureKind::ReplyCap => &mut made.reply_cap,
            MeasureKind::PaceMinimum => &mut made.rate_min,
            MeasureKind::TranscriptLag => &mut made.lag,
        };
        *slot = setting.ms;
    }
    made
}

fn deduct(points: &[model::Deduct]) -> Option<Deduct> {
    let mut made = Deduct::default();
    for p in points {
        match p.on {
            PointsOn::Once | PointsOn::Each => {
                made.points = p.amount;
                made.each = p.on == PointsOn::Each;
            }
            PointsOn::Repeated(grave) => made.again = Some(Again { severity: grave.map(severity), points: p.amount }),
        }
        made.most = p.at_most.or(made.most);
    }
    (!points.is_empty()).then_some(made)
}

fn numbers(rules: &[RuleId]) -> Vec<u32> {
    rules.iter().map(|r| r.0).collect()
}

/// What is known of an event in hand.
pub(super) fn attr(attr: &Attr) -> program::Attr {
    match attr {
        Attr::Ring => program::Attr::Ring,
        Attr::Pace => program::Attr::Pace,
        Attr::Length => program::Attr::Length,
        Attr::Reason => program::Attr::Reason,
        Attr::Target => program::Attr::Target,
        Attr::Kind => program::Attr::Kind,
        Attr::Number => program::Attr::Number,
        Attr::Campaign => program::Attr::Campaign,
        Attr::Captured(name) => program::Attr::Captured(name.clone()),
    }
}
